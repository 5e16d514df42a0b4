import { createHash } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { createApi, type Result } from "../server/api.ts";
import { waitForSession, createLoginAttempt, loginPath } from "../login/wait-for-session.ts";
import { startStubServer, refusalReply } from "./stub-server.ts";
import type { Reply } from "./stub-server.ts";
import type { Session } from "../contract.d.ts";

afterEach(() => void vi.useRealTimers());

const pace = { firstMs: 5, factor: 2, maxMs: 20, totalMs: 600_000 };
const pending: Reply = { status: 202, body: { state: "pending" } };
const session = {
  token: "t",
  expiresAt: "2026-03-10T10:20:00Z",
  staff: { id: "31", firstName: "Amira", lastName: "Haddad", email: "amira@bank.test" },
};
const never = new AbortController().signal;

test("the verifier is new every time, and only its hash is in the login window's address", async () => {
  const [one, two] = await Promise.all([createLoginAttempt(), createLoginAttempt()]);
  expect(one.verifier).toMatch(/^[\w-]{43}$/);
  expect(one.verifier).not.toBe(two.verifier);
  expect(one.challenge).toBe(createHash("sha256").update(one.verifier).digest("base64url"));
  expect(loginPath(one.challenge, 1036)).toBe(`/pane/login?tx=${one.challenge}&lcid=1036`);
});

test("the pane asks until the login is done", async () => {
  await using server = await startStubServer(pending, pending, { status: 200, body: session });
  const outcome = await waitForSession(createApi(server.url, "en"), "v", never, pace);
  expect(outcome).toEqual({ kind: "logged_in", session });
  expect(server.requests.map(({ method, url, body }) => [method, url, body])).toEqual(
    Array.from({ length: 3 }, () => ["POST", "/pane/session", { verifier: "v" }]),
  );
});

test("a lost connection or a proxy's error does not end the wait", async () => {
  await using server = await startStubServer(
    "lost",
    { status: 502, body: "<html>" },
    { status: 200, body: session },
  );
  expect(await waitForSession(createApi(server.url, "en"), "v", never, pace)).toMatchObject({
    kind: "logged_in",
  });
});

test.each([
  [403, "not_staff"],
  [403, "login_cancelled"],
  [410, "login_expired"],
])("%d %s ends the wait with its code", async (status, code) => {
  await using server = await startStubServer(pending, refusalReply(status, code));
  expect(await waitForSession(createApi(server.url, "en"), "v", never, pace)).toEqual({
    kind: "failed",
    code,
  });
});

type SessionAnswer = Result<Session | { readonly state: "pending" }>;

/** What the page makes of these replies of a server. */
async function readOverHttp(...replies: readonly Reply[]): Promise<SessionAnswer[]> {
  await using server = await startStubServer(...replies);
  const answers: SessionAnswer[] = [];
  for (const _ of replies) answers.push(await createApi(server.url, "en").requestSession("v", never));
  return answers;
}

/** With a clock that is set here: the outcome, and after how many milliseconds each question was asked. */
async function waitWithFakeClock(answers: readonly SessionAnswer[], timing: typeof pace) {
  vi.useFakeTimers();
  const begun = Date.now();
  const askedAt: number[] = [];
  const ask = async (): Promise<SessionAnswer> => {
    askedAt.push(Date.now() - begun);
    return answers[Math.min(askedAt.length, answers.length) - 1] as SessionAnswer;
  };
  const outcome = waitForSession({ requestSession: ask }, "v", never, timing);
  await vi.runAllTimersAsync();
  return { outcome: await outcome, askedAt };
}

test("Retry-After lengthens the wait", async () => {
  const busy = refusalReply(429, "too_many", { "Retry-After": "1" });
  const answers = await readOverHttp(busy, { status: 200, body: session });
  expect(await waitWithFakeClock(answers, pace)).toEqual({
    outcome: { kind: "logged_in", session },
    askedAt: [5, 1_005],
  });
});

test("the waits grow, and end when the server has forgotten the login", async () => {
  const answers = await readOverHttp(pending);
  const growing = { firstMs: 20, factor: 2, maxMs: 1_000, totalMs: 400 };
  expect(await waitWithFakeClock(answers, growing)).toEqual({
    outcome: { kind: "failed", code: "login_expired" },
    askedAt: [20, 60, 140, 300, 620],
  });
});

test("cancelling ends the wait at once", async () => {
  await using server = await startStubServer(pending);
  const leaving = new AbortController();
  // Only the cancelling can end this wait before the test's own end.
  const slow = { ...pace, firstMs: 600_000 };
  const outcome = waitForSession(createApi(server.url, "en"), "v", leaving.signal, slow);
  leaving.abort();
  expect(await outcome).toEqual({ kind: "cancelled" });
  expect(server.requests).toHaveLength(0);
});
