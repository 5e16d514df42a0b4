import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { IdentityProvider } from "../src/server.ts";
import { attempt, redirectUri, signIn, startProvider } from "./relying-party.ts";

let provider: IdentityProvider;
let laterMs = 0;
beforeAll(async () => {
  provider = await startProvider({ nowMs: () => Date.now() + laterMs });
});
beforeEach(() => {
  laterMs = 0;
});
afterAll(() => provider[Symbol.asyncDispose]());

describe("a request to sign in", () => {
  it.each([
    ["another application", { client_id: "somebody-else" }],
    ["an address that is not registered", { redirect_uri: `${redirectUri}/` }],
    ["an address of another site", { redirect_uri: "https://evil.test/pane/login/callback" }],
  ])("for %s is refused on the page, and nobody is sent anywhere", async (_, parameters) => {
    const answer = await ask(parameters);
    expect(answer.status).toBe(400);
    expect(answer.headers.get("location")).toBeNull();
  });

  it("with a parameter twice is refused on the page", async () => {
    const { authorizeUrl } = await attempt(provider);
    authorizeUrl.searchParams.append("redirect_uri", "https://evil.test/");
    expect((await fetch(authorizeUrl, { redirect: "manual" })).status).toBe(400);
  });

  it.each([
    ["without openid", { scope: "profile" }, "invalid_scope"],
    ["for a token in the address", { response_type: "id_token" }, "unsupported_response_type"],
    ["for an answer by form", { response_mode: "form_post" }, "invalid_request"],
    ["with a plain challenge", { code_challenge_method: "plain" }, "invalid_request"],
    ["without a challenge", { code_challenge: "" }, "invalid_request"],
    ["that may not ask anybody", { prompt: "none" }, "login_required"],
  ])("%s sends the error back with the state", async (_, parameters, error) => {
    const answer = await ask({ ...parameters, state: "s&1" });
    const to = new URL(answer.headers.get("location") ?? "");
    expect(to.origin + to.pathname).toBe(redirectUri);
    expect(Object.fromEntries(to.searchParams)).toMatchObject({ error, state: "s&1" });
  });
});

describe("a code", () => {
  it("is good once", async () => {
    const one = await attempt(provider);
    const callback = (await signIn(one)).headers.get("location");
    await one.redeem(callback);
    await expect(one.redeem(callback)).rejects.toMatchObject({ error: "invalid_grant" });
  });

  it("is good for a minute", async () => {
    const one = await attempt(provider);
    const callback = (await signIn(one)).headers.get("location");
    laterMs = 60_000;
    await expect(one.redeem(callback)).rejects.toMatchObject({ error: "invalid_grant" });
  });

  it.each([
    ["another verifier", { code_verifier: "a".repeat(43) }, 400, "invalid_grant"],
    ["no verifier", { code_verifier: "" }, 400, "invalid_grant"],
    ["another address", { redirect_uri: "https://evil.test/" }, 400, "invalid_grant"],
    ["another secret", { client_secret: "guess" }, 401, "invalid_client"],
    ["another application", { client_id: "somebody-else" }, 401, "invalid_client"],
    ["another kind of grant", { grant_type: "password" }, 400, "unsupported_grant_type"],
  ])("with %s buys nothing", async (_, differences, status, error) => {
    const one = await attempt(provider, { parameters: { code_challenge: challengeOfZeros } });
    const to = new URL((await signIn(one)).headers.get("location") ?? "");
    const right = {
      grant_type: "authorization_code",
      code: to.searchParams.get("code") ?? "",
      redirect_uri: redirectUri,
      code_verifier: "0".repeat(43),
      client_id: provider.clientId,
      client_secret: provider.clientSecret,
    };
    const refused = await redeem({ ...right, ...differences });
    expect(refused.status).toBe(status);
    expect(await refused.json()).toMatchObject({ error });
  });

  it("is not given for a secret that comes in two ways", async () => {
    const answer = await redeem({ client_secret: provider.clientSecret }, { authorization: "Basic YTpi" });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: "invalid_request" });
  });
});

/** BASE64URL(SHA-256("0" × 43)) */
const challengeOfZeros = "uRiyKhWB_t05BYBl8A5qrTW9Vh8gJXFRExod3NIYA94";

async function ask(parameters: Readonly<Record<string, string>>): Promise<Response> {
  const { authorizeUrl } = await attempt(provider, { parameters });
  for (const [name, value] of Object.entries(parameters)) authorizeUrl.searchParams.set(name, value);
  return fetch(authorizeUrl, { redirect: "manual" });
}

function redeem(
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${provider.issuer}/token`, { method: "POST", headers, body: new URLSearchParams(form) });
}
