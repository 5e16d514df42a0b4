/** Single sign-on: who signed in once is not asked again, unless the application or time wants it. */
import * as oidc from "openid-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { IdentityProvider } from "../src/server.ts";
import { createSessions } from "../src/sessions.ts";
import { type Attempt, attempt, lena, redirectUri, startProvider } from "./relying-party.ts";

const marc = { ...lena, email: "marc.tremblay@example.com", name: "Marc Tremblay", oid: "0f-35" };

let provider: IdentityProvider;
/** The stand-in's clock, which stands still; openid-client's is the machine's. */
let nowMs: number;
beforeEach(async () => {
  nowMs = Date.now();
  provider = await startProvider({ users: [lena, marc], nowMs: () => nowMs });
});
afterEach(() => provider[Symbol.asyncDispose]());

/** It keeps the cookie, as browsers do. */
function createBrowser() {
  let cookie = "";
  async function send(url: URL | string, form?: Readonly<Record<string, string>>): Promise<Response> {
    const answer = await fetch(url, {
      redirect: "manual",
      headers: { cookie },
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    const set = answer.headers.get("set-cookie");
    if (set !== null) cookie = set.split(";")[0] ?? "";
    return answer;
  }
  return {
    send,
    signIn: ({ authorizeUrl }: Attempt, { email, password } = lena) =>
      send(authorizeUrl, { email, password, action: "sign-in" }),
  };
}

const asksFor = async (answer: Response) => [answer.status, (await answer.text()).includes('id="password"')];
const asksForPassword = [200, true];

/** What the application learns: the claims, or the error that came back. */
async function learn(one: Attempt, answer: Response) {
  const location = answer.headers.get("location");
  const error = new URL(location ?? redirectUri).searchParams.get("error");
  return error ?? (await one.redeem(location)).claims();
}

/** A browser in which somebody signed in so long ago. */
async function signedIn(secondsAgo = 0) {
  const browser = createBrowser();
  const one = await attempt(provider);
  nowMs -= secondsAgo * 1000;
  await browser.signIn(one);
  nowMs += secondsAgo * 1000;
  return browser;
}

describe("somebody who signed in before", () => {
  it("is asked nothing, and auth_time tells when they did", async () => {
    const browser = await signedIn(3_600);
    const second = await attempt(provider);
    const nowS = Math.floor(nowMs / 1000);
    expect(await learn(second, await browser.send(second.authorizeUrl))).toMatchObject({
      email: lena.email,
      iat: nowS,
      auth_time: nowS - 3_600,
    });
  });

  it("is known by a cookie that no script reads and no form of another site sends", async () => {
    const answer = await createBrowser().signIn(await attempt(provider));
    const [cookie, ...attributes] = (answer.headers.get("set-cookie") ?? "").split("; ");
    expect(cookie).toMatch(/^identity-provider-session=[\w-]{43}$/);
    expect(attributes.filter((attribute) => !attribute.startsWith("Expires"))).toEqual([
      "Max-Age=28800",
      "Path=/",
      "HttpOnly",
      "SameSite=Lax",
    ]);
  });

  it("is asked in another browser", async () => {
    await signedIn();
    const { authorizeUrl } = await attempt(provider);
    expect(await asksFor(await createBrowser().send(authorizeUrl))).toEqual(asksForPassword);
  });

  it.each([{ prompt: "login" }, { prompt: "select_account" }, { max_age: "0" }])(
    "is asked again for %j",
    async (parameters) => {
      const browser = await signedIn();
      const { authorizeUrl } = await attempt(provider, { parameters });
      expect(await asksFor(await browser.send(authorizeUrl))).toEqual(asksForPassword);
    },
  );

  it("is asked again by max_age only when it is longer ago, and openid-client agrees", async () => {
    const nowS = Math.floor(nowMs / 1000);
    const soon = await signedIn(60);
    const one = await attempt(provider, { maxAge: 60 });
    expect(await learn(one, await soon.send(one.authorizeUrl))).toMatchObject({ auth_time: nowS - 60 });
    const late = await signedIn(61);
    expect(await asksFor(await late.send(one.authorizeUrl))).toEqual(asksForPassword);
    expect(await learn(one, await late.signIn(one))).toMatchObject({ auth_time: nowS });
  });

  it("is asked again when the application expects somebody else, whose name is filled in", async () => {
    const browser = await signedIn();
    const same = await attempt(provider, { parameters: { login_hint: "LENA.fox@example.com" } });
    expect(await learn(same, await browser.send(same.authorizeUrl))).toMatchObject({ email: lena.email });
    const other = await attempt(provider, { parameters: { login_hint: marc.email } });
    const page = await (await browser.send(other.authorizeUrl)).text();
    expect(page).toContain(`value="${marc.email}"`);
    expect(await learn(other, await browser.signIn(other, marc))).toMatchObject({ email: marc.email });
    const next = await attempt(provider);
    expect(await learn(next, await browser.send(next.authorizeUrl))).toMatchObject({ email: marc.email });
  });

  it("is asked again after eight hours", async () => {
    const browser = await signedIn(8 * 3_600);
    const { authorizeUrl } = await attempt(provider);
    expect(await asksFor(await browser.send(authorizeUrl))).toEqual(asksForPassword);
  });

  it("is asked again when a thousand others have signed in since", () => {
    const sessions = createSessions(() => nowMs);
    const id = sessions.begin(lena);
    for (let others = 0; others < 999; others++) sessions.begin(marc);
    expect(sessions.find(id)).toEqual({ user: lena, signedInAtMs: nowMs });
    sessions.begin(marc);
    expect(sessions.find(id)).toBeUndefined();
  });
});

describe("prompt=none", () => {
  const parameters = { prompt: "none" };

  it("goes through with a session, and says login_required without one", async () => {
    const browser = await signedIn();
    const one = await attempt(provider, { parameters });
    expect(await learn(one, await browser.send(one.authorizeUrl))).toMatchObject({ email: lena.email });
    expect(await learn(one, await createBrowser().send(one.authorizeUrl))).toBe("login_required");
  });

  it.each([{ max_age: "0" }, { login_hint: marc.email }])(
    "says login_required where %j would ask",
    async (more) => {
      const browser = await signedIn();
      const one = await attempt(provider, { parameters: { ...parameters, ...more } });
      expect(await learn(one, await browser.send(one.authorizeUrl))).toBe("login_required");
    },
  );
});

it.each([
  { prompt: "none login" },
  { prompt: "consent" },
  { prompt: "create" },
  { max_age: "-1" },
  { max_age: "soon" },
])("a request with %j is refused as invalid_request", async (parameters) => {
  const browser = await signedIn();
  const one = await attempt(provider, { parameters });
  expect(await learn(one, await browser.send(one.authorizeUrl))).toBe("invalid_request");
});

describe("the end of a session", () => {
  it("is asked for first, at the address that openid-client finds by discovery", async () => {
    const browser = await signedIn();
    const config = await oidc.discovery(new URL(provider.issuer), provider.clientId, undefined, undefined, {
      execute: [oidc.allowInsecureRequests],
      timeout: 60,
    });
    const endUrl = oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: "https://evil.test/" });
    const question = await browser.send(endUrl);
    expect([question.status, await question.text()]).toEqual([200, expect.stringContaining("Lena Fox")]);
    const one = await attempt(provider);
    expect(await learn(one, await browser.send(one.authorizeUrl))).toMatchObject({ email: lena.email });

    const ended = await browser.send(endUrl, { action: "sign-out" });
    expect([ended.status, ended.headers.get("location")]).toEqual([200, null]);
    expect(await ended.text()).toContain("You are signed out");
    expect(await asksFor(await browser.send(one.authorizeUrl))).toEqual(asksForPassword);
  });

  it("is good for that browser's cookie whoever kept a copy of it", async () => {
    const browser = createBrowser();
    const kept = (await browser.signIn(await attempt(provider))).headers.get("set-cookie")?.split(";")[0];
    await browser.send(`${provider.issuer}/end-session`, { action: "sign-out" });
    const { authorizeUrl } = await attempt(provider);
    const answer = await fetch(authorizeUrl, { redirect: "manual", headers: { cookie: kept ?? "" } });
    expect(await asksFor(answer)).toEqual(asksForPassword);
  });

  it("has nothing to ask where there is no session", async () => {
    const page = await (await createBrowser().send(`${provider.issuer}/end-session`)).text();
    expect(page).toContain("You are signed out");
    expect(page).not.toContain("<form");
  });

  it("comes with every reset", async () => {
    for (const reset of [
      async () => provider.reset(),
      () => fetch(`${provider.issuer}/sandbox/switches`, { method: "DELETE" }),
    ]) {
      const browser = await signedIn();
      await reset();
      const { authorizeUrl } = await attempt(provider);
      expect(await asksFor(await browser.send(authorizeUrl))).toEqual(asksForPassword);
    }
  });
});
