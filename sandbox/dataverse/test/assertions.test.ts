import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT, type GenerateKeyPairResult } from "jose";
import { beforeAll, expect, test } from "vitest";
import { selfSignedPem } from "../../../tools/certificate.ts";
import { openSandbox, requestToken, type SandboxClient } from "./sandbox-client.ts";

let pem: string;
let otherPem: string;
let issuerKey: GenerateKeyPairResult;
let otherKey: GenerateKeyPairResult;
/** Once for all: to make a key takes a busy machine long. */
beforeAll(async () => {
  [pem, otherPem] = await Promise.all([selfSignedPem("registered"), selfSignedPem("a stranger")]);
  [issuerKey, otherKey] = await Promise.all([generateKeyPair("RS256"), generateKeyPair("RS256")]);
});

const now = () => Math.floor(Date.now() / 1000);
const in2001 = Date.UTC(2001) / 1000;
const in9999 = Date.UTC(9999) / 1000;

interface Assertion {
  readonly alg?: "PS256" | "RS256";
  readonly header?: Record<string, string>;
  readonly claims?: Record<string, unknown>;
  readonly signedWith?: string;
}

/** What MSAL libraries make of a certificate. */
async function assertionFor(
  { sandbox }: SandboxClient,
  { alg = "PS256", header, claims, signedWith = pem }: Assertion,
) {
  const { raw } = new X509Certificate(pem);
  const { clientId, authorityHost, tenantId } = sandbox;
  return new SignJWT({
    aud: `${authorityHost}/${tenantId}/oauth2/v2.0/token`,
    iss: clientId,
    sub: clientId,
    jti: "1",
    nbf: now(),
    exp: now() + 600,
    ...claims,
  })
    .setProtectedHeader({
      alg,
      ...(header ?? { "x5t#S256": createHash("sha256").update(raw).digest("base64url") }),
    })
    .sign(createPrivateKey(signedWith));
}

function exchange(caller: SandboxClient, assertion: string) {
  return requestToken(withoutSecret(caller), {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
  });
}

function withoutSecret({ sandbox }: SandboxClient): SandboxClient["sandbox"] {
  return { ...sandbox, clientSecret: "" };
}

test.each([
  ["PS256 and the SHA-256 of the certificate", { alg: "PS256" }, "sha256", ""],
  ["RS256 and the SHA-1 of the certificate", { alg: "RS256" }, "sha1", ""],
  // As the library for Python writes them.
  ["a padded SHA-256", { alg: "PS256" }, "sha256", "="],
  ["a padded SHA-1", { alg: "RS256" }, "sha1", "="],
] as const)("a registered certificate is proof enough, by %s", async (_how, { alg }, hash, padding) => {
  await using caller = await openSandbox();
  await caller.control("POST", "applications", { certificates: [pem] });
  const thumbprint = createHash(hash).update(new X509Certificate(pem).raw).digest("base64url");
  const header = { [hash === "sha1" ? "x5t" : "x5t#S256"]: thumbprint + padding };
  const answer = await exchange(caller, await assertionFor(caller, { alg, header }));
  expect(answer.status).toBe(200);
  const headers = { authorization: `Bearer ${String(answer.json.access_token)}` };
  expect((await caller.get("WhoAmI", headers)).status).toBe(200);
});

test.each<[string, Assertion, number, string]>([
  ["a key nobody registered", { header: { "x5t#S256": "bm9ib2R5" } }, 700027, "The key was not found"],
  ["another key than the thumbprint says", { signedWith: "other" }, 700027, "failed signature validation"],
  [
    "an assertion out of date",
    { claims: { nbf: in2001, exp: in2001 + 600 } },
    700024,
    "not within its valid",
  ],
  ["one from the future", { claims: { nbf: in9999, exp: in9999 + 600 } }, 700024, "not within its valid"],
  [
    "another audience",
    { claims: { aud: "https://login.example/x/oauth2/v2.0/token" } },
    700023,
    "audience claim",
  ],
  ["another application's", { claims: { iss: "a", sub: "a" } }, 700021, "doesn't match 'client_id'"],
])("%s is refused with its number", async (_what, assertion, number, words) => {
  await using caller = await openSandbox();
  await caller.control("POST", "applications", { certificates: [pem] });
  const signedWith = assertion.signedWith === "other" ? otherPem : pem;
  const answer = await exchange(caller, await assertionFor(caller, { ...assertion, signedWith }));
  expect([answer.status, answer.json]).toMatchObject([
    401,
    { error: "invalid_client", error_codes: [number], error_description: expect.stringContaining(words) },
  ]);
  expect(answer.json.error_description).toMatch(new RegExp(`^AADSTS${number}: `));
});

test.each(["nonsense", "a.b.c", `${Buffer.from('{"alg":"none"}').toString("base64url")}.e30.`])(
  "the assertion %s is malformed",
  async (assertion) => {
    await using caller = await openSandbox();
    const answer = await exchange(caller, assertion);
    expect([answer.status, answer.json.error_codes]).toEqual([400, [50027]]);
  },
);

const trust = {
  issuer: "https://kubernetes.example",
  subject: "system:serviceaccount:sync:worker",
  audience: "api://AzureADTokenExchange",
};

async function workloadToken(claims: Record<string, unknown> = {}, { publicKey, privateKey } = issuerKey) {
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: "k1", alg: "RS256" }] };
  const { issuer: iss, subject: sub, audience: aud } = trust;
  const token = await new SignJWT({ iss, sub, aud, exp: now() + 3600, ...claims })
    .setProtectedHeader({ alg: "RS256", kid: "k1" })
    .sign(privateKey);
  return { token, jwks };
}

test("a trusted issuer's token is proof enough, and is checked with the issuer's keys", async () => {
  await using caller = await openSandbox();
  const { token, jwks } = await workloadToken();
  const { token: forged } = await workloadToken({}, otherKey);
  await caller.control("POST", "applications", { federatedCredentials: [{ ...trust, jwks }] });
  expect((await exchange(caller, token)).status).toBe(200);
  expect((await exchange(caller, forged)).json.error_codes).toEqual([50027]);
});

test.each([
  [700211, "issuer", { iss: "https://elsewhere.example" }],
  [700213, "subject", { sub: "system:serviceaccount:sync:server" }],
  [700212, "audience", { aud: "api://SomethingElse" }],
  [700024, "Current time", { exp: in2001 }],
])("AADSTS%i for a federated token whose %s does not fit", async (number, words, claims) => {
  await using caller = await openSandbox();
  await caller.control("POST", "applications", { federatedCredentials: [trust] });
  const { token } = await workloadToken(claims);
  const answer = await exchange(caller, token);
  expect([answer.status, answer.json]).toMatchObject([
    401,
    { error_codes: [number], error_description: expect.stringContaining(words) },
  ]);
});

test("a reset forgets credentials that were registered since the start, and keeps those it started with", async () => {
  await using caller = await openSandbox({
    register: [{ clientId: "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", secrets: ["s"] }],
  });
  await caller.control("POST", "applications", { certificates: [pem] });
  await caller.control("POST", "reset");
  expect((await exchange(caller, await assertionFor(caller, {}))).json.error_codes).toEqual([700027]);
  const own = { client_id: "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", client_secret: "s" };
  expect((await requestToken(caller.sandbox, own)).status).toBe(200);
});
