/** What ends by itself: logins after five minutes, sessions after twenty. The clock is an argument, so it is set here. */
import { expect, test } from "vitest";
import { createCache } from "../../src/pane/http/cache.ts";
import { createSessions } from "../../src/pane/session/sessions.ts";
import { createLoginAttempts } from "../../src/pane/login/attempts.ts";
import { newLoginAttempt } from "./pane.ts";

const minute = 60_000;

function clock() {
  let time = 1_000_000;
  return { now: () => time, pass: (ms: number) => void (time += ms) };
}

const staff = (staffId: string) => ({ staffId, firstName: "", lastName: "", email: "" });

const bound = (network = "192.0.2.1") => ({ browser: "a", hint: "", network });

test("a login is over after five minutes, and said to be over for a while", () => {
  const { now, pass } = clock();
  const attempts = createLoginAttempts<string>({ now, max: 10 });
  const { verifier, challenge } = newLoginAttempt();
  expect(attempts.bind(challenge, bound())).toBe("bound");
  pass(5 * minute - 1);
  expect(attempts.isOpen(challenge, "a")).toBe(true);
  expect(attempts.finish(challenge, "a", { kind: "staff", staff: "dana" })).toBe(true);
  pass(1);
  expect(attempts.claimResult(verifier)).toBe("over");
  expect(attempts.bind(challenge, bound())).toBe("refused");
  pass(10 * minute);
  expect(attempts.claimResult(verifier)).toBe("pending");
});

test("a flood of logins ends those of whoever floods, and nobody else's", () => {
  const { now, pass } = clock();
  const attempts = createLoginAttempts<string>({ now, max: 6 });
  const isOpen = (challenge: string) => attempts.isOpen(challenge, "a");
  const [early, colleague, late] = [newLoginAttempt(), newLoginAttempt(), newLoginAttempt()];
  attempts.bind(early.challenge, bound());
  attempts.bind(colleague.challenge, bound());
  const flood = Array.from({ length: 50 }, () => newLoginAttempt().challenge);
  for (const challenge of flood) expect(attempts.bind(challenge, bound("2001:db8:1"))).toBe("bound");
  expect(attempts.bind(late.challenge, bound("192.0.2.2"))).toBe("bound");
  expect([early, colleague, late].map(({ challenge }) => isOpen(challenge))).toEqual([true, true, true]);
  expect(flood.filter(isOpen)).toEqual(flood.slice(-3));
  // What is forgotten is held no more.
  pass(16 * minute);
  for (const challenge of flood.slice(0, 6)) attempts.bind(challenge, bound("2001:db8:1"));
  expect(flood.slice(0, 6).filter(isOpen)).toHaveLength(6);
});

test("no more logins are kept than there is room for, and a flood of them keeps nobody out", () => {
  const attempts = createLoginAttempts<string>({ now: clock().now, max: 2 });
  const challenges = Array.from({ length: 3 }, () => newLoginAttempt().challenge);
  expect(challenges.map((challenge) => attempts.bind(challenge, bound()))).toEqual(
    challenges.map(() => "bound"),
  );
  expect(challenges.map((challenge) => attempts.isOpen(challenge, "a"))).toEqual([false, true, true]);
});

test("a session is over after twenty minutes", () => {
  const { now, pass } = clock();
  const sessions = createSessions({ now, max: 10 });
  const { token } = sessions.begin(staff("31"));
  pass(20 * minute - 1);
  expect(sessions.find(token)?.banker.staffId).toBe("31");
  pass(1);
  expect(sessions.find(token)).toBeUndefined();
});

test("somebody who logs in again and again pushes out only their own sessions", () => {
  const sessions = createSessions({ now: clock().now, max: 100 });
  const other = sessions.begin(staff("32"));
  const tokens = Array.from({ length: 12 }, () => sessions.begin(staff("31")).token);
  expect(tokens.map((token) => sessions.find(token) !== undefined)).toEqual([
    false,
    false,
    ...Array.from({ length: 10 }, () => true),
  ]);
  expect(sessions.find(other.token)).toBeDefined();
});

test("an answer is kept for its time, a failure not at all", async () => {
  const { now, pass } = clock();
  const cache = createCache<number>({ now, ttlMs: 10, maxEntries: 2 });
  let asked = 0;
  const ask = async () => (asked += 1);
  expect(await Promise.all([cache.get("a", ask), cache.get("a", ask)])).toEqual([1, 1]);
  pass(10);
  expect(await cache.get("a", ask)).toBe(2);
  await expect(cache.get("b", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect(await cache.get("b", ask)).toBe(3);
  // A third one pushes out the oldest.
  await cache.get("c", ask);
  expect(await cache.get("a", ask)).toBe(5);
});
