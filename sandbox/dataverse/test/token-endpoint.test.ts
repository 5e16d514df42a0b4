import { ConfidentialClientApplication } from "@azure/msal-node";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { expect, test } from "vitest";
import { signedInAs } from "./signed-in-as.ts";
import { openClient, openSandbox, requestToken, rowsOf } from "./sandbox-client.ts";

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

  const otherResource = await requestToken(sandbox, { scope: "https://graph.microsoft.com/.default" });
  expect([otherResource.status, otherResource.json]).toMatchObject([
    400,
    { error: "invalid_resource", error_codes: [500011] },
  ]);

  const badClaims = await requestToken(sandbox, { claims: "{" });
  expect([badClaims.status, badClaims.json.error]).toEqual([400, "invalid_request"]);
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

test("the authority tells about itself, and not about tenants it does not have", async () => {
  await using caller = await openSandbox();
  const { url, tenantId } = caller.sandbox;
  const ask = async (path: string) => {
    const answer = await fetch(`${url}${path}`);
    return [answer.status, await answer.json()];
  };
  expect(await ask(`/${tenantId}/v2.0/.well-known/openid-configuration`)).toMatchObject([
    200,
    { token_endpoint: `${url}/${tenantId}/oauth2/v2.0/token`, issuer: `${url}/${tenantId}/v2.0` },
  ]);
  expect(await ask("/common/discovery/instance?api-version=1.1")).toMatchObject([
    200,
    { tenant_discovery_endpoint: `${url}/${tenantId}/v2.0/.well-known/openid-configuration` },
  ]);
  expect(await ask("/nowhere/v2.0/.well-known/openid-configuration")).toMatchObject([
    400,
    { error_codes: [90002] },
  ]);
});

test.each([
  ["withoutUser", "0x80072560", "The user is not a member of the organization."],
  ["withoutRole", "0x80042f09", /has not been assigned any roles/],
  ["disabled", "0x80040225", /is disabled/],
] as const)("the application %s gets a token, and 403 %s for it", async (name, code, message) => {
  await using caller = await openSandbox();
  const answer = await caller.get("WhoAmI", await signedInAs(caller, name));
  expect([answer.status, answer.json]).toMatchObject([
    403,
    { error: { code, message: typeof message === "string" ? message : expect.stringMatching(message) } },
  ]);
});

test("a secret may come in an Authorization header, and version 1 names a resource", async () => {
  await using caller = await openSandbox();
  const { url, authorityHost, tenantId, clientId, clientSecret } = caller.sandbox;
  const answer = await fetch(`${authorityHost}/${tenantId}/oauth2/token`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${encodeURIComponent(clientSecret)}`).toString("base64")}`,
    },
    body: new URLSearchParams({ grant_type: "client_credentials", resource: url }),
  });
  const body = (await answer.json()) as Record<string, unknown>;
  expect(body).toMatchObject({ token_type: "Bearer", expires_in: "3599", resource: url });
  const headers = { authorization: `Bearer ${String(body.access_token)}` };
  expect((await caller.get("WhoAmI", headers)).status).toBe(200);
});

test("a token tells what it is for, and its signature can be checked with the published keys", async () => {
  await using caller = await openSandbox();
  const { url, tenantId, clientId } = caller.sandbox;
  const address = new URL(`${url}/${tenantId}/discovery/v2.0/keys`);
  const keys = createRemoteJWKSet(address, { timeoutDuration: 60_000 });
  const { payload } = await jwtVerify(caller.token, keys, { audience: url });
  const [me] = rowsOf(await caller.get(`systemusers?$filter=applicationid eq ${clientId}`));
  expect(payload).toMatchObject({
    iss: `https://sts.windows.net/${tenantId}/`,
    appid: clientId,
    tid: tenantId,
    oid: me?.azureactivedirectoryobjectid,
    exp: (payload.iat ?? 0) + 3599,
  });
});

test("tokens expire by the clock, by decree, and after the lifetime they are given", async () => {
  await using caller = await openSandbox();
  await caller.control("POST", "clock", { freeze: true });
  const { get } = await openClient(caller.sandbox);
  await caller.control("POST", "clock", { advanceMs: 3_598_999 });
  expect((await get("WhoAmI")).status).toBe(200);
  await caller.control("POST", "clock", { advanceMs: 1 });
  expect((await get("WhoAmI")).status).toBe(401);

  await caller.control("POST", "tokens", { lifetimeSeconds: 60 });
  const { json } = await requestToken(caller.sandbox, {});
  expect(json.expires_in).toBe(60);
  const headers = { authorization: `Bearer ${String(json.access_token)}` };
  expect((await caller.get("WhoAmI", headers)).status).toBe(200);
  await caller.control("DELETE", "tokens");
  expect((await caller.get("WhoAmI", headers)).status).toBe(401);
});
