/** Every credential there is, from the settings to an answer of Dynamics: the stand-in checks what it is shown. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { expect, onTestFinished, test } from "vitest";
import { clientId, clientSecret } from "@coconut-dynamics/sandbox-dataverse/identity";
import { startDataverseSandbox } from "@coconut-dynamics/sandbox-dataverse";
import { readWorkerConfig } from "../../src/config.ts";
import { createActivityContext } from "../../src/context.ts";
import { selfSignedPem } from "../../tools/certificate.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";

type Registered = NonNullable<NonNullable<Parameters<typeof startDataverseSandbox>[0]>["register"]>[number];

/** Dynamics, whose app registration trusts this beside its secret, and our side of it with this credential. */
async function connect(credential: Record<string, string>, trusted: Partial<Registered> = {}) {
  const registered = { clientId, ...trusted };
  const sandbox = closeAfterTest(await startDataverseSandbox({ register: [registered] }));
  const config = readWorkerConfig({
    COCONUT_TENANT: "acme",
    DATAVERSE_URL: sandbox.url,
    AZURE_AUTHORITY_HOST: sandbox.authorityHost,
    AZURE_TENANT_ID: sandbox.tenantId,
    AZURE_CLIENT_ID: clientId,
    ...credential,
  });
  const { dataverse } = closeAfterTest(createActivityContext(config));
  const ask = () => dataverse.send({ method: "GET", path: "WhoAmI" });
  const control = async (method: string, path: string, body?: object) => {
    const init = { method, ...(body && { body: JSON.stringify(body) }) };
    const answer = await fetch(`${sandbox.url}/sandbox/${path}`, init);
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  };
  const log = async () => {
    const answer = await fetch(`${sandbox.url}/sandbox/requests`);
    return ((await answer.json()) as { path: string }[]).map(({ path }) => path);
  };
  return { ask, control, log };
}

const userId = { body: { UserId: expect.stringMatching(/^[0-9a-f-]{36}$/) } };

function fileOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "coconut-dynamics-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "credential");
  writeFileSync(path, text);
  return path;
}

test("a secret", async () => {
  const { ask } = await connect({ AZURE_CLIENT_SECRET: clientSecret });
  expect(await ask()).toMatchObject(userId);
});

test("a secret that is wrong is named by Microsoft's number", async () => {
  const { ask } = await connect({ AZURE_CLIENT_SECRET: "wrong" });
  await expect(ask()).rejects.toMatchObject({ code: "AADSTS7000215" });
});

test("a certificate", async () => {
  const pem = await selfSignedPem("coconut-dynamics");
  const certificates = [/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/.exec(pem)?.[0] ?? ""];
  const { ask } = await connect({ AZURE_CLIENT_CERTIFICATE_PATH: fileOf(pem) }, { certificates });
  expect(await ask()).toMatchObject(userId);
});

test("a certificate that nobody registered is named by Microsoft's number", async () => {
  const pem = await selfSignedPem("coconut-dynamics");
  const { ask } = await connect({ AZURE_CLIENT_CERTIFICATE_PATH: fileOf(pem) });
  await expect(ask()).rejects.toMatchObject({ code: "AADSTS700027" });
});

const trust = {
  issuer: "https://cluster.example",
  subject: "system:serviceaccount:coconut:worker",
  audience: "api://AzureADTokenExchange",
};

/** A cluster that gives its workload a new token now and then. */
async function createCluster() {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: "k", alg: "RS256" }] };
  const issue = (expiresAt: string, subject = trust.subject) =>
    new SignJWT()
      .setProtectedHeader({ alg: "RS256", kid: "k" })
      .setIssuer(trust.issuer)
      .setSubject(subject)
      .setAudience(trust.audience)
      .setIssuedAt(Math.floor(Date.now() / 1000) - 7_200)
      .setExpirationTime(expiresAt)
      .sign(privateKey);
  return { issue, federatedCredentials: [{ ...trust, jwks }] };
}

test("a federated token, and the one that takes its place in the file", async () => {
  const { issue, federatedCredentials } = await createCluster();
  const path = fileOf(await issue("1 hour ago"));
  const { ask, control } = await connect({ AZURE_FEDERATED_TOKEN_FILE: path }, { federatedCredentials });
  await expect(ask()).rejects.toMatchObject({ name: "DataverseSignInError" });
  writeFileSync(path, await issue("1 hour"));
  expect(await ask()).toMatchObject(userId);

  // The file is read again at the next sign-in, not kept for as long as the process lives.
  writeFileSync(path, await issue("1 hour", "somebody else"));
  expect(await ask()).toMatchObject(userId);
  await control("DELETE", "tokens");
  await expect(ask()).rejects.toMatchObject({ name: "DataverseSignInError" });
  writeFileSync(path, await issue("2 hours"));
  await control("DELETE", "tokens");
  expect(await ask()).toMatchObject(userId);
});

test("a token file that is gone is about the credential, and no outage", async () => {
  const path = fileOf("");
  const { ask } = await connect({ AZURE_FEDERATED_TOKEN_FILE: path });
  rmSync(path);
  await expect(ask()).rejects.toMatchObject({ code: "credential_not_readable", isOutage: false });
});

test("a token that is not taken any more, all at once, costs one sign-in", async () => {
  const { ask, control, log } = await connect({ AZURE_CLIENT_SECRET: clientSecret });
  await ask();
  await control("DELETE", "tokens");
  await Promise.all([ask(), ask(), ask()]);
  expect((await log()).filter((path) => path.includes("/oauth2/"))).toHaveLength(2);
});

test("a claims challenge is answered by a token with those claims, in the same call", async () => {
  const { ask, control, log } = await connect({ AZURE_CLIENT_SECRET: clientSecret });
  await ask();
  await control("POST", "claims-challenge", { everybody: true });
  expect(await ask()).toMatchObject(userId);
  expect((await log()).filter((path) => path.includes("/oauth2/"))).toHaveLength(2);
  // Tokens of those who never said that they can answer one are left alone.
  await control("POST", "claims-challenge", {});
  expect(await ask()).toMatchObject(userId);
  expect((await log()).filter((path) => path.includes("/oauth2/"))).toHaveLength(2);
});

test.each([5, 40])("%s who call at once, with no token yet, sign in once", async (callers) => {
  const { ask, control, log } = await connect({ AZURE_CLIENT_SECRET: clientSecret });
  // Nobody stands in line for long, so that a slow machine makes nobody give up.
  await control("POST", "limits", { dopHint: callers });
  await Promise.all(Array.from({ length: callers }, ask));
  expect((await log()).filter((path) => path.includes("/oauth2/"))).toHaveLength(1);
  expect(await log()).toHaveLength(callers + 1);
});
