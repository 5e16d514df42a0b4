import { ConfidentialClientApplication } from "@azure/msal-node";
import { expect, test } from "vitest";
import { openSandbox, requestToken } from "./caller.ts";

test("msal-node gets a token over plain http with the metadata given, and the API takes it", async () => {
  await using caller = await openSandbox();
  const { authorityHost, tenantId, clientId, clientSecret, url } = caller.sandbox;
  const authority = `https://sandbox.local/${tenantId}`;
  const app = new ConfidentialClientApplication({
    auth: {
      clientId,
      clientSecret,
      authority,
      knownAuthorities: ["sandbox.local"],
      authorityMetadata: JSON.stringify({
        token_endpoint: `${authorityHost}/${tenantId}/oauth2/v2.0/token`,
        issuer: `${authority}/v2.0`,
        authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
        jwks_uri: `${authority}/discovery/v2.0/keys`,
      }),
    },
  });
  const token = await app.acquireTokenByClientCredential({ scopes: [`${url}/.default`] });
  const answer = await fetch(`${url}/api/data/v9.2/WhoAmI`, {
    headers: { authorization: `Bearer ${token?.accessToken}` },
  });
  expect(answer.status).toBe(200);
  expect(token?.fromCache).toBe(false);
});

test("a wrong secret, an unknown application and an unknown tenant each get their own answer", async () => {
  await using caller = await openSandbox();
  const { sandbox } = caller;
  const wrongSecret = await requestToken(sandbox, { client_secret: "no" });
  expect(wrongSecret.status).toBe(401);
  expect(wrongSecret.json).toMatchObject({ error: "invalid_client", error_codes: [7000215] });
  expect(wrongSecret.json.error_description).toMatch(/^AADSTS7000215: /);

  const unknownApp = await requestToken(sandbox, { client_id: "00000000-0000-0000-0000-000000000000" });
  expect([unknownApp.status, unknownApp.json.error_codes]).toEqual([400, [700016]]);

  const unknownTenant = await requestToken(sandbox, {}, "00000000-0000-0000-0000-000000000000");
  expect([unknownTenant.status, unknownTenant.json.error_codes]).toEqual([400, [90002]]);

  const badScope = await requestToken(sandbox, { scope: "https://x/user_impersonation" });
  expect([badScope.status, badScope.json.error]).toEqual([400, "invalid_scope"]);
});

test("without a valid token the API answers 401 and says where tokens come from", async () => {
  await using caller = await openSandbox();
  for (const authorization of ["", "Bearer nonsense", "Basic eDp5"]) {
    const answer = await caller.get("WhoAmI", { authorization });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe(
      `Bearer authorization_uri=${caller.sandbox.url}/${caller.sandbox.tenantId}/oauth2/authorize, resource_id=${caller.sandbox.url}/`,
    );
  }
});

test("a caller whose user is disabled is refused, and no longer after a reset", async () => {
  await using caller = await openSandbox();
  await caller.control("POST", "privileges", { grant: ["prvWriteUser"] });
  const me = (await caller.get("WhoAmI")).json.UserId;
  await caller.write("PATCH", `systemusers(${String(me)})`, { isdisabled: true });
  const refused = await caller.get("WhoAmI");
  expect([refused.status, refused.json]).toMatchObject([403, { error: { code: "0x80040225" } }]);
  caller.sandbox.reset();
  expect((await caller.get("WhoAmI")).status).toBe(200);
});
