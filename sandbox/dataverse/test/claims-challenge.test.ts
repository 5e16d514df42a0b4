import { expect, test } from "vitest";
import { openSandbox, requestToken, type SandboxClient } from "./sandbox-client.ts";

const challengeable = { access_token: { xms_cc: { values: ["cp1"] } } };

async function bearer({ sandbox }: SandboxClient, claims?: unknown) {
  const { json } = await requestToken(
    sandbox,
    claims === undefined ? {} : { claims: JSON.stringify(claims) },
  );
  return { authorization: `Bearer ${String(json.access_token)}` };
}

/** The claims of the challenge, as a client decodes them. */
function claimsIn(challenge: string | null): Record<string, unknown> {
  const encoded = /error="insufficient_claims", claims="([^"]+)"/.exec(challenge ?? "")?.[1] ?? "";
  return JSON.parse(Buffer.from(encoded, "base64").toString("utf8")) as Record<string, unknown>;
}

test("a challenged client gets in again with a token asked for with the claims of the challenge", async () => {
  await using caller = await openSandbox();
  const before = await bearer(caller, challengeable);
  await caller.control("POST", "claims-challenge", {});
  const refused = await caller.get("WhoAmI", before);
  expect(refused.status).toBe(401);
  const { access_token: demanded } = claimsIn(refused.headers.get("www-authenticate")) as {
    access_token: object;
  };
  // Another token is not enough by itself.
  expect((await caller.get("WhoAmI", await bearer(caller, challengeable))).status).toBe(401);
  const claims = { access_token: { ...demanded, ...challengeable.access_token } };
  expect((await caller.get("WhoAmI", await bearer(caller, claims))).status).toBe(200);
  await caller.control("DELETE", "claims-challenge");
  expect((await caller.get("WhoAmI", before)).status).toBe(200);
});

test("clients that do not declare cp1 are not challenged, unless everybody is", async () => {
  await using caller = await openSandbox();
  await caller.control("POST", "claims-challenge", { everybody: false });
  expect((await caller.get("WhoAmI")).status).toBe(200);
  await caller.control("POST", "claims-challenge", { everybody: true });
  const refused = await caller.get("WhoAmI");
  expect(refused.status).toBe(401);
  const claims = claimsIn(refused.headers.get("www-authenticate"));
  expect((await caller.get("WhoAmI", await bearer(caller, claims))).status).toBe(200);
});
