import { X509Certificate } from "node:crypto";
import { ConfidentialClientApplication, type Configuration, type INetworkModule } from "@azure/msal-node";
import { Agent, fetch as undiciFetch } from "undici";
import { expect, test } from "vitest";
import { startDataverseSandbox, type DataverseSandbox } from "../../../src/server.ts";
import { selfSignedPem } from "../../../../../tools/certificate.ts";

// The library as its users set it up: over http with the metadata given, over TLS with discovery.

type Auth = Configuration["auth"];

function overHttp(
  sandbox: DataverseSandbox,
): Pick<Auth, "authority" | "knownAuthorities" | "authorityMetadata"> {
  const authority = `https://sandbox.local/${sandbox.tenantId}`;
  return {
    authority,
    knownAuthorities: ["sandbox.local"],
    authorityMetadata: JSON.stringify({
      token_endpoint: `${sandbox.authorityHost}/${sandbox.tenantId}/oauth2/v2.0/token`,
      issuer: `${authority}/v2.0`,
      authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
      jwks_uri: `${authority}/discovery/v2.0/keys`,
    }),
  };
}

async function statusOfWhoAmI(
  sandbox: DataverseSandbox,
  token: string,
  dispatcher = new Agent(),
): Promise<number> {
  const answer = await undiciFetch(`${sandbox.url}/api/data/v9.2/WhoAmI`, {
    headers: { authorization: `Bearer ${token}` },
    dispatcher,
  });
  await dispatcher.close();
  return answer.status;
}

test("a secret over http: a token, then the cache", async () => {
  await using sandbox = await startDataverseSandbox();
  const { clientId, clientSecret } = sandbox;
  const app = new ConfidentialClientApplication({ auth: { clientId, clientSecret, ...overHttp(sandbox) } });
  const scopes = [`${sandbox.url}/.default`];
  const first = await app.acquireTokenByClientCredential({ scopes });
  expect([first?.fromCache, first?.tokenType]).toEqual([false, "Bearer"]);
  expect(await statusOfWhoAmI(sandbox, first?.accessToken ?? "")).toBe(200);
  const second = await app.acquireTokenByClientCredential({ scopes });
  expect([second?.fromCache, second?.accessToken]).toEqual([true, first?.accessToken]);
  const forced = await app.acquireTokenByClientCredential({ scopes, skipCache: true });
  expect(forced?.fromCache).toBe(false);
});

test("a certificate over http", async () => {
  const [mine, strange] = [await selfSignedPem("mine"), await selfSignedPem("not registered")];
  const clientId = "11111111-2222-4333-8444-555555555555";
  await using sandbox = await startDataverseSandbox({
    register: [{ clientId, certificates: [mine] }],
  });
  const scopes = [`${sandbox.url}/.default`];
  const ask = (pem: string) => {
    const thumbprintSha256 = new X509Certificate(pem).fingerprint256.replaceAll(":", "");
    const privateKey = pem.slice(pem.indexOf("-----BEGIN PRIVATE KEY-----"));
    return new ConfidentialClientApplication({
      auth: { clientId, clientCertificate: { thumbprintSha256, privateKey, x5c: pem }, ...overHttp(sandbox) },
    }).acquireTokenByClientCredential({ scopes });
  };
  const token = await ask(mine);
  // The registration has no user in the organisation: the token is good, its bearer is no member.
  expect(await statusOfWhoAmI(sandbox, token?.accessToken ?? "")).toBe(403);
  await expect(ask(strange)).rejects.toMatchObject({
    errorCode: "invalid_client",
    errorMessage: expect.stringContaining("AADSTS700027"),
  });
});

test("a wrong secret and an unknown application are the errors the library expects", async () => {
  await using sandbox = await startDataverseSandbox();
  const scopes = [`${sandbox.url}/.default`];
  const ask = (clientId: string, clientSecret: string) =>
    new ConfidentialClientApplication({
      auth: { clientId, clientSecret, ...overHttp(sandbox) },
    }).acquireTokenByClientCredential({ scopes });
  await expect(ask(sandbox.clientId, "wrong")).rejects.toMatchObject({
    errorCode: "invalid_client",
    errorNo: 7000215,
  });
  await expect(ask("00000000-0000-4000-8000-000000000000", "x")).rejects.toMatchObject({ errorNo: 700016 });
});

test("over TLS the library finds the token endpoint by itself", async () => {
  await using sandbox = await startDataverseSandbox({ tls: true });
  const dispatcher = () => new Agent({ connect: { ca: sandbox.ca ?? "" } });
  const send = async (
    url: string,
    options?: { headers?: Record<string, string>; body?: string },
    method = "GET",
  ) => {
    const answer = await undiciFetch(url, { method, ...options, dispatcher: dispatcher() });
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      // Untyped, as the library's own client has it.
      body: (await answer.json()) as never,
    };
  };
  const networkClient: INetworkModule = {
    sendGetRequestAsync: (url, options) => send(url, options),
    sendPostRequestAsync: (url, options) => send(url, options, "POST"),
  };
  const app = new ConfidentialClientApplication({
    auth: {
      clientId: sandbox.clientId,
      clientSecret: sandbox.clientSecret,
      authority: `${sandbox.authorityHost}/${sandbox.tenantId}`,
      knownAuthorities: [new URL(sandbox.authorityHost).host],
    },
    system: { networkClient },
  });
  const token = await app.acquireTokenByClientCredential({ scopes: [`${sandbox.url}/.default`] });
  expect(await statusOfWhoAmI(sandbox, token?.accessToken ?? "", dispatcher())).toBe(200);
});
