/** What ends by itself: logins after five minutes, sessions after twenty. The clock is an argument, so it is set here. */
import { expect, test } from "vitest";
import { createBriefMemory } from "../../src/pane/http/cache.ts";
import { createSessions } from "../../src/pane/session/sessions.ts";
import { createTransactions } from "../../src/pane/login/attempts.ts";
import { newTransaction } from "./pane.ts";

const minute = 60_000;

function clock() {
  let time = 1_000_000;
  return { now: () => time, pass: (ms: number) => void (time += ms) };
}

const staff = (staffId: string) => ({ staffId, firstName: "", lastName: "", email: "" });

const bound = (holder = "192.0.2.1") => ({ browser: "a", hint: "", holder });

test("a login is over after five minutes, and said to be over for a while", () => {
  const { now, pass } = clock();
  const transactions = createTransactions<string>({ now, most: 10 });
  const { verifier, challenge } = newTransaction();
  expect(transactions.bind(challenge, bound())).toBe("bound");
  pass(5 * minute - 1);
  expect(transactions.isOpen(challenge, "a")).toBe(true);
  expect(transactions.finish(challenge, "a", { kind: "staff", staff: "dana" })).toBe(true);
  pass(1);
  expect(transactions.collect(verifier)).toBe("over");
  expect(transactions.bind(challenge, bound())).toBe("refused");
  pass(10 * minute);
  expect(transactions.collect(verifier)).toBe("pending");
});

test("a flood of logins ends those of whoever floods, and nobody else's", () => {
  const { now, pass } = clock();
  const transactions = createTransactions<string>({ now, most: 6 });
  const isOpen = (challenge: string) => transactions.isOpen(challenge, "a");
  const [early, colleague, late] = [newTransaction(), newTransaction(), newTransaction()];
  transactions.bind(early.challenge, bound());
  transactions.bind(colleague.challenge, bound());
  const flood = Array.from({ length: 50 }, () => newTransaction().challenge);
  for (const challenge of flood) expect(transactions.bind(challenge, bound("2001:db8:1"))).toBe("bound");
  expect(transactions.bind(late.challenge, bound("192.0.2.2"))).toBe("bound");
  expect([early, colleague, late].map(({ challenge }) => isOpen(challenge))).toEqual([true, true, true]);
  expect(flood.filter(isOpen)).toEqual(flood.slice(-3));
  // What is forgotten is held no more.
  pass(16 * minute);
  for (const challenge of flood.slice(0, 6)) transactions.bind(challenge, bound("2001:db8:1"));
  expect(flood.slice(0, 6).filter(isOpen)).toHaveLength(6);
});

test("no more logins are kept than there is room for, and a flood of them keeps nobody out", () => {
  const transactions = createTransactions<string>({ now: clock().now, most: 2 });
  const challenges = Array.from({ length: 3 }, () => newTransaction().challenge);
  expect(challenges.map((challenge) => transactions.bind(challenge, bound()))).toEqual(
    challenges.map(() => "bound"),
  );
  expect(challenges.map((challenge) => transactions.isOpen(challenge, "a"))).toEqual([false, true, true]);
});

test("a session is over after twenty minutes", () => {
  const { now, pass } = clock();
  const sessions = createSessions({ now, most: 10 });
  const { token } = sessions.begin(staff("31"));
  pass(20 * minute - 1);
  expect(sessions.find(token)?.banker.staffId).toBe("31");
  pass(1);
  expect(sessions.find(token)).toBeUndefined();
});

test("somebody who logs in again and again pushes out only their own sessions", () => {
  const sessions = createSessions({ now: clock().now, most: 100 });
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
  const memory = createBriefMemory<number>({ now, keepMs: 10, most: 2 });
  let asked = 0;
  const ask = async () => (asked += 1);
  expect(await Promise.all([memory.recall("a", ask), memory.recall("a", ask)])).toEqual([1, 1]);
  pass(10);
  expect(await memory.recall("a", ask)).toBe(2);
  await expect(memory.recall("b", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect(await memory.recall("b", ask)).toBe(3);
  // A third one pushes out the oldest.
  await memory.recall("c", ask);
  expect(await memory.recall("a", ask)).toBe(5);
});
