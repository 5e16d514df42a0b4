import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { IdentityProvider } from "../src/server.ts";
import { attempt, lena, signIn, startProvider } from "./relying-party.ts";

let provider: IdentityProvider;
beforeAll(async () => {
  provider = await startProvider();
});
afterEach(() => provider.reset());
afterAll(() => provider[Symbol.asyncDispose]());

it.each([
  [{ issuer: "https://elsewhere.test" }, /"iss"/],
  [{ audience: "somebody-else" }, /"aud"/],
  [{ nonce: "wrong" }, /"nonce"/],
  [{ expired: true }, /"exp"|timestamp/],
  [{ key: "wrong" }, /signature/],
  [{ claims: { sub: null } }, /"sub"/],
])("with %j the judge believes nothing", async (switches, why) => {
  expect((await change(switches)).status).toBe(200);
  const one = await attempt(provider);
  const callback = (await signIn(one)).headers.get("location");
  const refusal = await one.redeem(callback).catch((error: unknown) => error);
  expect(messages(refusal)).toMatch(why);
});

it("claims are laid over the true ones, or left out", async () => {
  await change({ claims: { email: "someone.else@example.com", oid: null } });
  const one = await attempt(provider);
  const tokens = await one.redeem((await signIn(one)).headers.get("location"));
  expect(tokens.claims()).toMatchObject({ email: "someone.else@example.com", name: lena.name });
  expect(tokens.claims()).not.toHaveProperty("oid");
});

it("somebody who is signed in already is asked nothing", async () => {
  await change({ autoSignIn: lena.email });
  const one = await attempt(provider, { parameters: { prompt: "none" } });
  const answer = await fetch(one.authorizeUrl, { redirect: "manual" });
  const tokens = await one.redeem(answer.headers.get("location"));
  expect(tokens.claims()).toMatchObject({ email: lena.email });
});

it("null puts a switch back, and DELETE all of them", async () => {
  await change({ issuer: "https://elsewhere.test", expired: true });
  expect(await (await change({ issuer: null })).json()).toEqual({ openerPolicy: false, expired: true });
  await fetch(`${provider.issuer}/sandbox/switches`, { method: "DELETE" });
  const now = await fetch(`${provider.issuer}/sandbox/switches`);
  expect(await now.json()).toEqual({ openerPolicy: false });
});

it.each([
  ["a switch that is not there", { nonsense: true }, /no switch "nonsense"; there are openerPolicy, /],
  ["a wrong value", { nonce: "right" }, /"nonce" cannot be set/],
  ["a person who is not there", { autoSignIn: "nobody@example.com" }, /"autoSignIn" cannot be set/],
])("%s changes nothing and is said", async (_, switches, why) => {
  const answer = await change({ expired: true, ...switches });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({ error: expect.stringMatching(why) });
  const now = await fetch(`${provider.issuer}/sandbox/switches`);
  expect(await now.json()).toEqual({ openerPolicy: false });
});

it("a page of another site cannot throw a switch: only JSON is taken, which browsers ask leave for", async () => {
  const answer = await fetch(`${provider.issuer}/sandbox/switches`, {
    method: "POST",
    headers: { "content-type": "text/plain" },
    body: JSON.stringify({ expired: true }),
  });
  expect(answer.status).toBe(400);
});

function change(switches: object): Promise<Response> {
  return fetch(`${provider.issuer}/sandbox/switches`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(switches),
  });
}

/** openid-client says what, its cause says why. */
function messages(error: unknown): string {
  return error instanceof Error ? `${error.message} ${messages(error.cause)}` : String(error);
}
