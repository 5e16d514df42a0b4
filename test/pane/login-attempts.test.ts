/** How long login attempts last, and whose go when there are too many. */
import { expect, test } from "vitest";
import { createLoginAttempts } from "../../src/pane/login/attempts.ts";
import { clock } from "./clock.ts";
import { newLoginAttempt } from "./pane.ts";

const minute = 60_000;

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
