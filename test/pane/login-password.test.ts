/** Logging in by name and password: who is let in, and every way round it. Over HTTP, against the stand-in of Coconut. */
import { expect } from "vitest";
import { json as answerJson, startStandIn } from "../helpers/stand-in.ts";
import { dana, newLoginAttempt, paneUrl, startPane, testWithPane } from "./pane.ts";

const test = testWithPane({ login: "password" });

const codeOf = ({ json }: { json: { error?: { code?: string } } }) => json?.error?.code;

test("the verifier fetches the session once, after the window has logged in", async ({ pane }) => {
  const browser = pane.browser();
  const { verifier, challenge } = newLoginAttempt();
  expect((await browser.session(verifier)).json).toEqual({ state: "pending" });
  const bound = await browser.bind(challenge);
  expect(bound.status).toBe(204);
  expect(bound.headers.get("set-cookie")).toMatch(
    /^__Host-coconut-login=[\w-]{43}; Max-Age=600; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
  );
  expect((await browser.session(verifier)).status).toBe(202);

  const done = await browser.password(challenge, dana, "coconut");
  expect([done.status, done.text]).toEqual([200, expect.stringContaining('data-state="done"')]);
  const before = Date.now();
  const session = await browser.session(verifier);
  const after = Date.now();
  expect(session.json).toMatchObject({
    token: expect.stringMatching(/^[\w-]{43}$/),
    staff: { id: "31", firstName: "Dana", lastName: "Roy", email: dana },
  });
  const begun = Date.parse(session.json.expiresAt) - 20 * 60_000;
  expect(begun).toBeGreaterThanOrEqual(before);
  expect(begun).toBeLessThanOrEqual(after);

  // Whoever stole the verifier comes too late, and so does a second login of the same window.
  expect([(await browser.session(verifier)).status, codeOf(await browser.session(verifier))]).toEqual([
    410,
    "login_expired",
  ]);
  expect((await browser.password(challenge, dana, "coconut")).status).toBe(403);
  expect((await browser.bind(challenge)).status).toBe(410);
});

test("a wrong password shows the form again, with the name escaped and the password gone", async ({
  pane,
}) => {
  const browser = pane.browser();
  const { verifier, challenge } = newLoginAttempt();
  await browser.bind(challenge);
  const again = await browser.password(challenge, '"><script>alert(1)</script>', "canary-password");
  expect(again.status).toBe(403);
  expect(again.text).toContain('role="alert"');
  expect(again.text).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
  expect(again.text).not.toContain("canary-password");
  expect((await browser.session(verifier)).status).toBe(202);
  expect((await browser.password(challenge, "", "")).status).toBe(422);
  expect((await browser.password(challenge, dana, "coconut")).status).toBe(200);
});

test("a window that another site opened, or that is another browser's, gets nowhere", async ({ pane }) => {
  const { verifier, challenge } = newLoginAttempt();
  const [browser, other] = [pane.browser(), pane.browser()];
  // A foreign page cannot bind, whatever it says of itself.
  const foreign = await browser.bind(challenge, { origin: "https://evil.example" });
  expect([foreign.status, codeOf(foreign)]).toEqual([403, "foreign_origin"]);
  expect((await browser.bind(challenge, { origin: "null", "sec-fetch-site": "cross-site" })).status).toBe(
    403,
  );
  expect((await browser.bind(challenge, { origin: "null" })).status).toBe(403);
  expect(
    (await browser.bind(challenge, { host: "evil.example", origin: "http://evil.example" })).status,
  ).toBe(403);

  expect((await browser.bind(challenge)).status).toBe(204);
  expect((await other.bind(challenge)).status).toBe(410);
  expect((await other.password(challenge, dana, "coconut")).status).toBe(403);
  const unbound = newLoginAttempt();
  expect((await browser.password(unbound.challenge, dana, "coconut")).status).toBe(403);
  expect(
    (await browser.password(challenge, dana, "coconut", { origin: "https://evil.example" })).status,
  ).toBe(403);
  expect((await browser.session(verifier)).status).toBe(202);
  // A form that sends no Origin of its own is known by what the browser says.
  const form = { origin: "null", "sec-fetch-site": "same-origin" };
  expect((await browser.password(challenge, dana, "coconut", form)).status).toBe(200);
});

test("two windows of one browser log in side by side", async ({ pane }) => {
  const browser = pane.browser();
  const [first, second] = [newLoginAttempt(), newLoginAttempt()];
  await browser.bind(first.challenge);
  await browser.bind(second.challenge);
  expect((await browser.password(first.challenge, dana, "coconut")).status).toBe(200);
  expect((await browser.password(second.challenge, dana, "coconut")).status).toBe(200);
  expect((await browser.session(first.verifier)).status).toBe(200);
  expect((await browser.session(second.verifier)).status).toBe(200);
});

test("five wrong passwords lock a name, from every browser and even for the right one", async ({ pane }) => {
  const name = "marc.tremblay@acme.example";
  const answers = [];
  const before = Date.now();
  for (let tries = 0; tries < 5; tries += 1) {
    const browser = pane.browser();
    const { challenge } = newLoginAttempt();
    await browser.bind(challenge);
    const { status, headers } = await browser.password(challenge, name, "guess");
    answers.push([status, headers.get("retry-after")]);
  }
  expect(answers).toEqual([...Array.from({ length: 4 }, () => [403, null]), [429, "300"]]);
  const browser = pane.browser();
  const { challenge } = newLoginAttempt();
  await browser.bind(challenge);
  const locked = await browser.password(challenge, ` ${name.toUpperCase()} `, "coconut");
  expect(locked.status).toBe(429);
  const passed = (Date.now() - before) / 1_000;
  expect(Number(locked.headers.get("retry-after"))).toBeGreaterThanOrEqual(300 - passed);
  expect(locked.text).toContain("Wait 5 minutes");
});

test("bodies of another type, size or shape are refused before anything is looked at", async ({ pane }) => {
  const browser = pane.browser();
  const { verifier, challenge } = newLoginAttempt();
  const statusOf = async (body: unknown, headers = {}) =>
    (await browser.post("/pane/session", body, headers)).status;
  expect(await statusOf({ verifier }, { "content-type": "text/plain" })).toBe(415);
  expect(await statusOf({ verifier }, { "content-encoding": "gzip" })).toBe(415);
  expect(await statusOf("{")).toBe(400);
  expect(await statusOf(JSON.stringify({ verifier: "x".repeat(20_000) }))).toBe(413);
  for (const body of [
    {},
    [],
    { verifier: 1 },
    { verifier: "short" },
    { verifier, more: 1 },
    `{"verifier":"${verifier}","__proto__":{"a":1}}`,
    `{"verifier":"${verifier}","constructor":{}}`,
  ]) {
    expect(await statusOf(body)).toBe(422);
  }
  expect(await statusOf({ verifier }, { origin: "https://evil.example" })).toBe(403);
  await browser.bind(challenge);
  expect((await browser.password(challenge, "x".repeat(300), "coconut")).status).toBe(400);
  expect((await browser.password(challenge, "x", "y".repeat(20_000))).status).toBe(413);
  expect((await browser.get("/pane/login?tx=<script>")).status).toBe(400);
  expect((await browser.get("/pane/login?tx=%22%3E&lcid=%22%3E")).text).not.toContain('">"');
});

test("an answer names no host but the configured one", async ({ pane }) => {
  const browser = pane.browser();
  const forged = { host: "evil.example", "x-forwarded-host": "evil.example", forwarded: "host=evil.example" };
  for (const path of ["/pane/", `/pane/login?tx=${newLoginAttempt().challenge}`]) {
    const { text, headers } = await browser.get(path, forged);
    expect(text + JSON.stringify([...headers])).not.toContain("evil.example");
  }
  expect(pane.service.env["PANE_URL"]).toBe(paneUrl);
});

test("an answer of Coconut that has no end lets nobody in", async () => {
  const answer = { data: { attributes: { email: dana } }, padding: "x".repeat(9_000_000) };
  await using endless = await startStandIn(() => answerJson(200, answer));
  await using lost = await startPane({ login: "password", env: { COCONUT_LOGIN_URL: endless.url } });
  const browser = lost.browser();
  const { verifier, challenge } = newLoginAttempt();
  await browser.bind(challenge);
  expect((await browser.password(challenge, dana, "coconut")).status).toBe(503);
  expect((await browser.session(verifier)).status).toBe(202);
});

test("an account that is disabled in Coconut is told so, but is no way to try passwords without end", async ({
  pane,
}) => {
  const answers = [];
  for (let tries = 0; tries < 6; tries += 1) {
    const browser = pane.browser();
    const { challenge } = newLoginAttempt();
    await browser.bind(challenge);
    answers.push((await browser.password(challenge, "old.hand@acme.example", "coconut")).status);
  }
  expect(answers).toEqual([403, 403, 403, 403, 403, 429]);
});
