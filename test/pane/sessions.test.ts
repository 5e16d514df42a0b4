/** How long sessions last, and whose end when there are too many. */
import { expect, test } from "vitest";
import { createSessions } from "../../src/pane/session/sessions.ts";
import { clock } from "./clock.ts";

const minute = 60_000;

const staff = (staffId: string) => ({ staffId, firstName: "", lastName: "", email: "" });

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
