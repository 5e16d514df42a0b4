/** What Dataverse asks of the next token, and what is made of an asking that makes no sense. Over sockets. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { claimsOf } from "../../src/dataverse/challenge.ts";
import { createDataverseClient } from "../../src/dataverse/client.ts";
import { createSignIn } from "../../src/dataverse/sign-in.ts";
import { createTokenSource } from "../../src/dataverse/token.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { json, startStandIn, written } from "../helpers/stand-in.ts";

const wanted = '{"access_token":{"nbf":{"essential":true,"value":"1702682181"},"ü":null}}';
const base64 = (text: string) => Buffer.from(text, "utf8").toString("base64");
const challenge = (claims: string) =>
  `Bearer authorization_uri=https://login.microsoftonline.com/t/oauth2/authorize, resource_id=https://contoso.crm.dynamics.com/, error="insufficient_claims", claims="${claims}"`;

/** A Dataverse that takes no token but those acquired with claims, and the provider that issues them. */
async function startBoth(header: string) {
  const provider = closeAfterTest(
    await startStandIn(({ body }, count) => {
      const kind = new URLSearchParams(body).has("claims") ? "claimed" : "plain";
      return json(200, { token_type: "Bearer", expires_in: 3599, access_token: `${kind}-${count}` });
    }),
  );
  const dataverse = closeAfterTest(
    await startStandIn(({ headers }) =>
      headers.authorization?.startsWith("Bearer claimed")
        ? written
        : json(401, {}, { "www-authenticate": header }),
    ),
  );
  const signIn = createSignIn({
    dataverseUrl: dataverse.url,
    tenantId: "t",
    clientId: "c",
    credential: { kind: "secret", secret: "s" },
    authorityHost: provider.url,
    dispatcher: provider.dispatcher,
  });
  const { url, dispatcher } = dataverse;
  const client = createDataverseClient({ url, tokens: createTokenSource(signIn), dispatcher });
  return { send: () => client.send({ method: "GET", path: "leads" }), provider, dataverse };
}

const claimsSent = ({ body }: { readonly body: string }) => new URLSearchParams(body).get("claims");

test("a token is acquired with the claims that Dataverse wants, once for all, and kept", async () => {
  const { send, provider, dataverse } = await startBoth(challenge(base64(wanted)));
  await Promise.all([send(), send(), send()]);
  await send();
  expect(provider.asked.map(claimsSent)).toEqual([null, expect.any(String)]);
  expect(JSON.parse(claimsSent(provider.asked[1] ?? { body: "" }) ?? "")).toMatchObject(JSON.parse(wanted));
  expect(dataverse.asked).toHaveLength(7);
});

test("the capability is not declared: nobody is challenged who did not ask for it", async () => {
  const { send, provider } = await startBoth(challenge(base64(wanted)));
  await send();
  expect(provider.asked.map(({ body }) => body).join()).not.toMatch(/cp1|xms_cc/);
});

test.each([
  ["not base64", challenge("%%%")],
  ["not JSON", challenge(base64("claims"))],
  ["a list", challenge(base64("[1]"))],
  ["nothing", challenge("")],
  ["cut off", challenge(base64(wanted).slice(0, 40))],
  ["for another error", challenge(base64(wanted)).replace("insufficient_claims", "invalid_token")],
  ["no challenge", "Bearer"],
])("claims that are %s: one new token as ever, then the refusal is told", async (_what, header) => {
  const { send, provider, dataverse } = await startBoth(header);
  await expect(send()).rejects.toMatchObject({ facts: { kind: "refused", status: 401 } });
  expect(provider.asked.map(claimsSent)).toEqual([null, null]);
  expect(dataverse.asked).toHaveLength(2);
});

test("reads claims with and without quotation marks, in both alphabets of base64, and never throws", () => {
  expect(claimsOf(challenge(base64(wanted)).replaceAll('"', ""))).toBe(wanted);
  expect(claimsOf(challenge(Buffer.from(wanted).toString("base64url")))).toBe(wanted);
  fc.assert(
    fc.property(fc.string(), fc.boolean(), (text, isEncoded) => {
      const claims = claimsOf(challenge(isEncoded ? base64(text) : text));
      if (claims !== undefined) expect(typeof JSON.parse(claims)).toBe("object");
    }),
  );
});
