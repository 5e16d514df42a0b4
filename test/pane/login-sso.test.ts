/** Logging in through the identity provider: the way there, the way back, and every forged way back. Over HTTP. */
import { expect } from "vitest";
import { json, type StandIn, startStandIn } from "../helpers/stand-in.ts";
import { type Browser, dana, newLoginAttempt, paneUrl, startPane, testWithPane } from "./pane.ts";

interface BoundWindow {
  readonly browser: Browser;
  readonly verifier: string;
  readonly challenge: string;
}

const test = testWithPane({ login: "sso" }).extend<{
  /** A window that is bound, of somebody who is signed in at the provider. */
  bound: (email?: string) => Promise<BoundWindow>;
}>({
  bound: ({ pane }, use) =>
    use(async (email = dana) => {
      pane.identityProvider.setSwitches({ autoSignIn: email });
      const browser = pane.browser();
      const attempt = newLoginAttempt();
      await browser.bind(attempt.challenge);
      return { browser, ...attempt };
    }),
});
test.afterEach(({ pane }) => pane.identityProvider.reset());

test("code, PKCE, state and nonce go out, and the member of staff with that e-mail comes back", async ({
  bound,
}) => {
  const { browser, verifier, challenge } = await bound();
  const left = await browser.get(`/pane/login/sso?tx=${challenge}`);
  const query = Object.fromEntries(new URL(left.headers.get("location") ?? "").searchParams);
  expect(left.status).toBe(303);
  expect(query).toMatchObject({
    response_type: "code",
    client_id: "pane",
    redirect_uri: `${paneUrl}/pane/login/callback`,
    scope: "openid email profile",
    code_challenge_method: "S256",
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
  });
  expect(left.headers.get("location")).not.toContain(verifier);

  const done = await browser.sso(challenge);
  expect([done.status, done.text]).toEqual([200, expect.stringContaining('data-state="done"')]);
  expect((await browser.session(verifier)).json.staff).toMatchObject({ id: "31", email: dana });
});

test("whom Dynamics names is named to the identity provider, and proves nothing", async ({ pane }) => {
  pane.identityProvider.setSwitches({ autoSignIn: dana });
  const browser = pane.browser();
  const { verifier, challenge } = newLoginAttempt();
  const hint = "lena fox+x@acme.example&prompt=none";
  expect((await browser.post("/pane/login/bind", { tx: challenge, hint })).status).toBe(204);
  const left = await browser.get(`/pane/login/sso?tx=${challenge}`);
  const query = new URL(left.headers.get("location") ?? "").searchParams;
  expect([query.get("login_hint"), query.get("prompt")]).toEqual([hint, null]);
  await browser.sso(challenge);
  expect((await browser.session(verifier)).json.staff).toMatchObject({ email: dana });

  const unnamed = newLoginAttempt();
  await browser.bind(unnamed.challenge);
  const plain = await browser.get(`/pane/login/sso?tx=${unnamed.challenge}`);
  expect(plain.headers.get("location")).not.toContain("login_hint");
  for (const wrong of ["x".repeat(201), 1, [dana], null]) {
    const refused = { tx: newLoginAttempt().challenge, hint: wrong };
    expect((await browser.post("/pane/login/bind", refused)).status).toBe(422);
  }
});

test("the way back is good once, in the browser that left, with the state it left with", async ({
  pane,
  bound,
}) => {
  const { browser, verifier, challenge } = await bound();
  const callback = await browser.ssoCallback(challenge);
  const other = pane.browser();
  await other.bind(newLoginAttempt().challenge);
  expect((await pane.browser().get(callback)).status).toBe(403);
  expect((await other.get(callback)).status).toBe(403);
  for (const forged of [
    callback.replace(/state=[^&]+/, "state=x"),
    callback.replace(/state=[^&]+/, `state=${challenge}.1033.${"A".repeat(22)}`),
    callback.replace(/&?state=[^&]+/, ""),
  ]) {
    expect((await browser.get(forged)).status).toBe(403);
  }
  expect((await browser.session(verifier)).status).toBe(202);
  // Two at once: the second must not end as failed what the first is about to finish.
  const both = await Promise.all([browser.get(callback), browser.get(callback)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 403]);
  expect((await browser.get(callback)).status).toBe(403);
  expect((await browser.session(verifier)).status).toBe(200);
});

test("another login's code is no good, though the browser is the same", async ({ bound }) => {
  const { browser, verifier, challenge } = await bound();
  const attackers = await bound("marc.tremblay@acme.example");
  const stolen = new URL(await attackers.browser.ssoCallback(attackers.challenge), paneUrl);
  const own = new URL(await browser.ssoCallback(challenge), paneUrl);
  own.searchParams.set("code", stolen.searchParams.get("code") ?? "");
  const answer = await browser.get(own.pathname + own.search);
  expect(answer.status).toBe(403);
  const ended = await browser.session(verifier);
  expect([ended.status, ended.json.error.code]).toEqual([403, "login_failed"]);
});

test.for([
  ["for another application", { audience: "other" }],
  ["of another issuer", { issuer: "https://evil.example" }],
  ["with another nonce", { nonce: "wrong" }],
  ["signed by another key", { key: "wrong" }],
  ["that nobody signed", { algorithm: "none" }],
  ["signed with the secret we share", { algorithm: "HS256" }],
  ["that has expired", { expired: true }],
  ["without an e-mail", { claims: { email: null, preferred_username: "dana" } }],
  ["whose e-mail is not verified", { claims: { email_verified: false } }],
  ["whose e-mail is not verified, in words", { claims: { email_verified: "false" } }],
  [
    "of a provider where people choose the name themselves",
    { claims: { email: null, oid: null, preferred_username: dana } },
  ],
] as const)("an id token %s logs nobody in", async ([, switches], { pane, bound }) => {
  const { browser, verifier, challenge } = await bound();
  pane.identityProvider.setSwitches(switches);
  const answer = await browser.sso(challenge);
  expect(answer.status).toBe(403);
  const ended = await browser.session(verifier);
  expect([ended.status, ended.json.error.code]).toEqual([403, "login_failed"]);
  // Said once.
  expect((await browser.session(verifier)).status).toBe(410);
});

test("Entra's e-mail may stand in the user name only", async ({ pane, bound }) => {
  const { browser, verifier, challenge } = await bound();
  pane.identityProvider.setSwitches({ claims: { email: null, preferred_username: "DANA.Roy@acme.example" } });
  expect((await browser.sso(challenge)).status).toBe(200);
  expect((await browser.session(verifier)).json.staff.id).toBe("31");
});

test("somebody Coconut does not know, and somebody who cancels, are told so in window and pane", async ({
  pane,
  bound,
}) => {
  const stranger = await bound("nobody@acme.example");
  expect((await stranger.browser.sso(stranger.challenge)).text).toContain("No Coconut account for you");
  expect((await stranger.browser.session(stranger.verifier)).json.error.code).toBe("not_staff");

  const { browser, verifier, challenge } = await bound();
  const callback = new URL(await browser.ssoCallback(challenge), paneUrl);
  const state = callback.searchParams.get("state") ?? "";
  const query = new URLSearchParams({ error: "access_denied", state, iss: pane.identityProvider.issuer });
  const cancelled = await browser.get(`/pane/login/callback?${query.toString()}`);
  expect(cancelled.text).toContain("Login was cancelled");
  expect((await browser.session(verifier)).json.error.code).toBe("login_cancelled");
});

test("nobody is sent anywhere without a window that is bound, nor to another place than the provider", async ({
  pane,
  bound,
}) => {
  const { browser, challenge } = await bound();
  for (const [asker, tx] of [
    [pane.browser(), challenge],
    [browser, newLoginAttempt().challenge],
  ] as const) {
    const answer = await asker.get(`/pane/login/sso?tx=${tx}`);
    expect([answer.status, answer.headers.get("location")]).toEqual([410, null]);
  }
  const forged = { host: "evil.example", "x-forwarded-host": "evil.example" };
  const more = "&redirect_uri=https://evil.example&next=https://evil.example";
  const left = await browser.get(`/pane/login/sso?tx=${challenge}${more}`, forged);
  expect(left.headers.get("location")).toMatch(new RegExp(`^${pane.identityProvider.issuer}/authorize`));
  expect(left.headers.get("location")).not.toContain("evil");
});

test("a provider that is away ends the login with a reason, and is asked again the next time", async () => {
  await using away = await startPane({ login: "sso", env: { OIDC_ISSUER: "http://127.0.0.1:9" } });
  const browser = away.browser();
  for (const { verifier, challenge } of [newLoginAttempt(), newLoginAttempt()]) {
    await browser.bind(challenge);
    expect((await browser.get(`/pane/login/sso?tx=${challenge}&lcid=1036`)).text).toContain(
      "Connexion impossible",
    );
    expect((await browser.session(verifier)).json.error.code).toBe("login_unavailable");
  }
});

test("a letter of another alphabet that looks like one of somebody's address is not theirs", async ({
  pane,
  bound,
}) => {
  const { browser, verifier, challenge } = await bound();
  // The Kelvin sign, whose lower case is k.
  pane.identityProvider.setSwitches({ claims: { email: "grace.\u212aim@acme.example" } });
  expect((await browser.sso(challenge)).status).toBe(403);
  expect((await browser.session(verifier)).json.error.code).toBe("not_staff");
});

test("a provider whose answer has no end is not listened to", async () => {
  await using endless: StandIn = await startStandIn(() =>
    json(200, {
      issuer: endless.url,
      authorization_endpoint: `${endless.url}/authorize`,
      padding: "x".repeat(9_000_000),
    }),
  );
  await using lost = await startPane({ login: "sso", env: { OIDC_ISSUER: endless.url } });
  const browser = lost.browser();
  const { verifier, challenge } = newLoginAttempt();
  await browser.bind(challenge);
  expect((await browser.get(`/pane/login/sso?tx=${challenge}`)).status).toBe(503);
  expect((await browser.session(verifier)).json.error.code).toBe("login_unavailable");
});
