/** Signing in: how often, as whom, with which proof, and what is said when it does not work. Over sockets. */
import { constants, createHash, createPublicKey, verify, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as settled } from "node:timers/promises";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { DataverseSignInError } from "../../src/dataverse/errors.ts";
import { createSignIn, type Credential } from "../../src/dataverse/sign-in.ts";
import { createTokenSource } from "../../src/dataverse/token.ts";
import { selfSignedPem } from "../../tools/certificate.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { type Asked, json, startStandIn, type Told } from "../helpers/stand-in.ts";

// Time stands still unless a test moves it on; msal-node goes by the same clock.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date", "performance"] }));
afterEach(() => void vi.useRealTimers());

const tenantId = "11111111-2222-4333-8444-555555555555";
const clientId = "66666666-7777-4888-8999-000000000000";
const secret: Credential = { kind: "secret", secret: "canary-secret" };

async function tokensBefore(
  answer: (asked: Asked, count: number) => Told | Promise<Told>,
  credential: Credential = secret,
  timeoutMs = 60_000,
) {
  const standIn = closeAfterTest(await startStandIn(answer));
  const { url: authorityHost, dispatcher } = standIn;
  const dataverseUrl = "https://contoso.crm.dynamics.com";
  const options = { dataverseUrl, tenantId, clientId, credential, authorityHost, dispatcher, timeoutMs };
  const signIn = createSignIn(options);
  const signIns: Promise<unknown>[] = [];
  const tokens = createTokenSource((claims) => {
    const one = signIn(claims);
    signIns.push(one);
    return one;
  });
  return { tokens, standIn, signIns };
}

function token(count: number, expiresIn = 3599): Told {
  return json(200, { token_type: "Bearer", expires_in: expiresIn, access_token: `token-${count}` });
}

const tokenEach = (_asked: Asked, count: number) => token(count);
const formOf = ({ body }: Asked) => new URLSearchParams(body);

async function signInErrorOf(call: Promise<unknown>): Promise<DataverseSignInError> {
  const error = await call.then(
    () => expect.fail("no error"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof DataverseSignInError)) throw error;
  return error;
}

test("all who ask at once share one sign-in, and those who ask later its token", async () => {
  const { tokens, standIn } = await tokensBefore((_asked, count) => token(count));
  const given = await Promise.all(Array.from({ length: 20 }, () => tokens.get()));
  expect(new Set(given)).toEqual(new Set(["token-1"]));
  expect(await tokens.get()).toBe("token-1");
  expect(standIn.asked).toHaveLength(1);
});

test("asks the tenant's token endpoint for this environment, with the app's id and secret", async () => {
  const { tokens, standIn } = await tokensBefore((_asked, count) => token(count));
  await tokens.get();
  const [asked] = standIn.asked;
  expect([asked?.method, asked?.path.split("?")[0]]).toEqual(["POST", `/${tenantId}/oauth2/v2.0/token`]);
  const form = formOf(asked as Asked);
  expect(form.get("grant_type")).toBe("client_credentials");
  expect(form.get("client_id")).toBe(clientId);
  expect(form.get("client_secret")).toBe("canary-secret");
  expect(form.get("scope")).toContain("https://contoso.crm.dynamics.com/.default");
  expect(form.has("client_assertion")).toBe(false);
});

test("a token that was refused is replaced by one new sign-in for all who were refused", async () => {
  const { tokens, standIn } = await tokensBefore((_asked, count) => token(count));
  const refused = await tokens.get();
  const renewed = await Promise.all([tokens.renew(refused), tokens.renew(refused), tokens.renew(refused)]);
  expect(new Set(renewed)).toEqual(new Set(["token-2"]));
  // Late to hear of it: the token it had is not the current one any more.
  expect(await tokens.renew(refused)).toBe("token-2");
  expect(await tokens.get()).toBe("token-2");
  expect(standIn.asked).toHaveLength(2);
});

test("a token that is about to expire is not handed out again", async () => {
  const { tokens } = await tokensBefore((_asked, count) => token(count, count === 1 ? 60 : 3599));
  expect(await tokens.get()).toBe("token-1");
  expect(await tokens.get()).toBe("token-2");
});

test("a token is renewed before it runs out, once, and nobody waits for it", async () => {
  let release = () => {};
  const { tokens, standIn } = await tokensBefore(async (_asked, count) => {
    if (count > 1) await new Promise<void>((resolve) => (release = resolve));
    // Good for two and a half minutes yet, beyond the margin of five.
    return token(count, count === 1 ? 450 : 3599);
  });
  expect(await tokens.get()).toBe("token-1");
  const meanwhile = await Promise.all(Array.from({ length: 10 }, () => tokens.get()));
  expect(new Set(meanwhile)).toEqual(new Set(["token-1"]));
  await expect.poll(() => standIn.asked.length).toBe(2);
  release();
  await expect.poll(() => tokens.get()).toBe("token-2");
  expect(await tokens.get()).toBe("token-2");
  expect(standIn.asked).toHaveLength(2);
});

test("a renewal ahead of time that fails is nobody's failure, and is not tried with every call", async () => {
  const { tokens, signIns } = await tokensBefore((_asked, count) =>
    count === 1 ? token(1, 450) : json(400, { error: "invalid_client", error_codes: [7000222] }),
  );
  const callTenTimes = async () => {
    for (let call = 0; call < 10; call++) {
      expect(await tokens.get()).toBe("token-1");
      // Once it has failed, nothing but the time is in the way of the next one.
      await signIns[1]?.catch(() => settled());
    }
  };
  await tokens.get();
  await callTenTimes();
  expect(signIns).toHaveLength(2);
  vi.advanceTimersByTime(29_999);
  await callTenTimes();
  expect(signIns).toHaveLength(2);
  vi.advanceTimersByTime(1);
  await callTenTimes();
  expect(signIns).toHaveLength(3);
});

test("a sign-in that failed is no standing failure: the next one asks again", async () => {
  const { tokens, standIn } = await tokensBefore((_asked, count) =>
    count === 1 ? json(400, { error: "invalid_client", error_codes: [7000215] }) : token(count),
  );
  await signInErrorOf(tokens.get());
  expect(await tokens.get()).toBe("token-2");
  expect(standIn.asked).toHaveLength(2);
});

test("a refusal is named by Microsoft's number, and never shows the secret", async () => {
  const { tokens } = await tokensBefore(() =>
    json(401, {
      error: "invalid_client",
      error_description: "AADSTS7000215: Invalid client secret provided: canary-secret",
      error_codes: [7000215],
    }),
  );
  const error = await signInErrorOf(tokens.get());
  expect(error.code).toBe("AADSTS7000215");
  expect(error.message).toBe("Sign-in for Dataverse failed: AADSTS7000215");
});

test.each<[string, Told]>([
  ["a page", { status: 401, body: "<html>canary-secret</html>" }],
  ["a page with a success", { status: 200, body: "<html></html>" }],
  ["no body", { status: 404 }],
  ["JSON of another service", json(400, { error: { code: "InvalidRequest" } })],
  ["JSON of a gateway", json(403, { error: "Forbidden", message: "canary-secret" })],
  ["JSON without a token", json(200, { message: "hello" })],
  ["a list", json(200, [])],
  ["nothing", json(200, null)],
])("%s in the provider's place says nothing of the credential", async (_what, told) => {
  const { tokens } = await tokensBefore(() => told);
  const error = await signInErrorOf(tokens.get());
  expect(error.isOutage).toBe(true);
  expect(error.code).toMatch(/^\d{3}, not the identity provider's own answer \(/);
  expect(error.message).not.toContain("canary");
});

test("no answer, a busy provider and a broken one are outages, also while msal-node waits; a refusal is not", async () => {
  const busy = { error: "temporarily_unavailable", error_codes: [90033] };
  for (const [told, isOutage] of [
    ["drop", true],
    [json(429, busy, { "retry-after": "1" }), true],
    [json(503, busy), true],
    [json(500, { error: "server_error" }), true],
    [json(400, { error: "invalid_client", error_codes: [7000215] }), false],
    [json(401, { error: "invalid_client" }), false],
  ] as const) {
    const { tokens } = await tokensBefore(() => told);
    for (const _call of [1, 2]) expect((await signInErrorOf(tokens.get())).isOutage).toBe(isOutage);
  }
});

test("how long to wait is kept, until the provider says otherwise", async () => {
  const busy = { error: "temporarily_unavailable", error_codes: [90033] };
  const { tokens, standIn } = await tokensBefore((_asked, count) =>
    json(count === 1 ? 429 : 400, busy, count === 1 ? { "retry-after": "1" } : {}),
  );
  expect((await signInErrorOf(tokens.get())).retryAfterMs).toBe(1_000);
  // msal-node itself asks nothing before that time is over.
  vi.advanceTimersByTime(999);
  expect((await signInErrorOf(tokens.get())).retryAfterMs).toBe(1);
  expect(standIn.asked).toHaveLength(1);
  vi.advanceTimersByTime(2);
  expect((await signInErrorOf(tokens.get())).retryAfterMs).toBeUndefined();
  expect(standIn.asked).toHaveLength(2);
});

test("how long to wait is not kept past a line that drops", async () => {
  const busy = { error: "temporarily_unavailable", error_codes: [90033] };
  const { tokens, standIn } = await tokensBefore((_asked, count) =>
    count === 1 ? json(429, busy, { "retry-after": "1" }) : "drop",
  );
  expect((await signInErrorOf(tokens.get())).retryAfterMs).toBe(1_000);
  vi.advanceTimersByTime(1_001);
  expect((await signInErrorOf(tokens.get())).retryAfterMs).toBeUndefined();
  expect(standIn.asked).toHaveLength(2);
});

test("no answer in time is an error: nothing else would end the wait", async () => {
  const { tokens } = await tokensBefore(() => "hang", secret, 300);
  expect((await signInErrorOf(tokens.get())).retryAfterMs).toBeUndefined();
});

test.each<[string, Told]>([
  ["a page", { status: 503, body: "<html></html>" }],
  ["nothing", { status: 200 }],
  ["a cut line", "drop"],
  ["an answer without an end", "endless"],
])("%s instead of an answer is a failed sign-in", async (_what, told) => {
  const { tokens } = await tokensBefore(() => told);
  await signInErrorOf(tokens.get());
});

test("a certificate proves itself by an assertion that its key signed, and sends no secret", async () => {
  const path = await certificate();
  const { tokens, standIn } = await tokensBefore(tokenEach, { kind: "certificate", path });
  expect(await tokens.get()).toBe("token-1");
  const form = formOf(standIn.asked[0] as Asked);
  expect(form.has("client_secret")).toBe(false);
  expect(form.get("client_assertion_type")).toBe("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
  const [head = "", claims = "", signature = ""] = (form.get("client_assertion") ?? "").split(".");
  const pem = readFileSync(path, "utf8");
  const { raw } = new X509Certificate(pem);
  const thumbprint = createHash("sha256").update(raw).digest("base64url");
  const decoded = decode(head);
  expect(decoded).toMatchObject({ alg: "PS256", "x5t#S256": thumbprint, x5c: [raw.toString("base64")] });
  expect(decode(claims)).toMatchObject({ iss: clientId, sub: clientId });
  const key = { key: createPublicKey(pem), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  expect(verify("sha256", Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, "base64url"))).toBe(
    true,
  );
});

test("a federated identity proves itself by the token in its file, read anew for each sign-in", async () => {
  const tokenFile = join(folder(), "token");
  writeFileSync(tokenFile, "first.federated.token");
  const { tokens, standIn } = await tokensBefore(tokenEach, { kind: "federated", tokenFile });
  const first = await tokens.get();
  writeFileSync(tokenFile, "second.federated.token");
  await tokens.renew(first);
  const forms = standIn.asked.map(formOf);
  expect(forms.map((form) => form.get("client_assertion"))).toEqual([
    "first.federated.token",
    "second.federated.token",
  ]);
  expect(forms.some((form) => form.has("client_secret"))).toBe(false);
});

test("a federated token whose file is gone is a failed sign-in", async () => {
  const tokenFile = join(folder(), "nothing");
  const { tokens, standIn } = await tokensBefore(tokenEach, { kind: "federated", tokenFile });
  await signInErrorOf(tokens.get());
  expect(standIn.asked).toHaveLength(0);
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "coconut-dynamics-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** One PEM file with a certificate of our own making and its key. */
async function certificate(): Promise<string> {
  const path = join(folder(), "both.pem");
  writeFileSync(path, await selfSignedPem("coconut-dynamics"));
  return path;
}

function decode(part: string): unknown {
  return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
}
