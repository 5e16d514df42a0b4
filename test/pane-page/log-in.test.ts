import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createApi } from "../../src/pane/page/api.ts";
import { awaitSession, createTransaction, loginPath } from "../../src/pane/page/log-in.ts";
import { answerWith, refusalReply } from "./answers.ts";
import type { Reply } from "./answers.ts";

const pace = { firstMs: 5, factor: 2, longestMs: 20, totalMs: 2_000 };
const pending: Reply = { status: 202, body: { state: "pending" } };
const session = {
  token: "t",
  expiresAt: "2026-03-10T10:20:00Z",
  staff: { id: "31", firstName: "Amira", lastName: "Haddad", email: "amira@bank.test" },
};
const never = new AbortController().signal;

test("the verifier is new every time, and only its hash goes into an address", async () => {
  const [one, two] = await Promise.all([createTransaction(), createTransaction()]);
  expect(one.verifier).toMatch(/^[\w-]{43}$/);
  expect(one.verifier).not.toBe(two.verifier);
  expect(one.challenge).toBe(createHash("sha256").update(one.verifier).digest("base64url"));
  expect(loginPath(one.challenge, 1036)).toBe(`/pane/login?tx=${one.challenge}&lcid=1036`);
});

test("the pane asks until the login is done", async () => {
  await using server = await answerWith(pending, pending, { status: 200, body: session });
  const outcome = await awaitSession(createApi(server.url, "en"), "v", never, pace);
  expect(outcome).toEqual({ kind: "logged_in", session });
  expect(server.asked.map(({ method, url, body }) => [method, url, body])).toEqual(
    Array.from({ length: 3 }, () => ["POST", "/pane/session", { verifier: "v" }]),
  );
});

test("a lost connection and a proxy's error in between do not end the login", async () => {
  await using server = await answerWith(
    "lost",
    { status: 502, body: "<html>" },
    { status: 200, body: session },
  );
  expect(await awaitSession(createApi(server.url, "en"), "v", never, pace)).toMatchObject({
    kind: "logged_in",
  });
});

test.each([
  [403, "not_staff"],
  [403, "login_cancelled"],
  [410, "login_expired"],
])("%d %s ends it, and is said", async (status, code) => {
  await using server = await answerWith(pending, refusalReply(status, code));
  expect(await awaitSession(createApi(server.url, "en"), "v", never, pace)).toEqual({ kind: "failed", code });
});

test("being told to wait is obeyed", async () => {
  const busy = refusalReply(429, "too_many", { "Retry-After": "1" });
  await using server = await answerWith(busy, { status: 200, body: session });
  const before = Date.now();
  const outcome = await awaitSession(createApi(server.url, "en"), "v", never, pace);
  expect(outcome.kind).toBe("logged_in");
  expect(Date.now() - before).toBeGreaterThanOrEqual(1_000);
});

test("the waits grow, and asking ends with the transaction", async () => {
  await using server = await answerWith(pending);
  const outcome = await awaitSession(createApi(server.url, "en"), "v", never, {
    firstMs: 20,
    factor: 2,
    longestMs: 1_000,
    totalMs: 400,
  });
  expect(outcome).toEqual({ kind: "failed", code: "login_expired" });
  // 20 + 40 + 80 + 160 + 320: evenly spaced questions would be twenty.
  expect(server.asked.length).toBeGreaterThan(0);
  expect(server.asked.length).toBeLessThan(7);
});

test("cancelling ends the asking at once", async () => {
  await using server = await answerWith(pending);
  const leaving = new AbortController();
  setTimeout(() => leaving.abort(), 50);
  const slow = { ...pace, firstMs: 60_000, totalMs: 120_000 };
  expect(await awaitSession(createApi(server.url, "en"), "v", leaving.signal, slow)).toEqual({
    kind: "cancelled",
  });
  expect(server.asked).toHaveLength(0);
});
