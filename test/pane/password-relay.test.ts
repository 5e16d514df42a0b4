/** What is made of Coconut's answer to a name and a password. Over sockets. */
import { afterEach, expect, test, vi } from "vitest";
import { LoginUnavailableError } from "../../src/pane/login/methods.ts";
import { createPasswordLogin } from "../../src/pane/login/password.ts";
import { json, startStandIn, type Told } from "../helpers/stand-in.ts";
import { holdTimeLimits } from "../helpers/time-limits.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** What becomes of a login that Coconut answers like this. */
async function signIn(answer: () => Told) {
  await using coconut = await startStandIn(answer);
  const login = createPasswordLogin({ ...coconut, timeoutMs: 60_000 });
  return await login.signIn("dana", "secret").catch((error: unknown) => error);
}

test.each([
  ["7", 7_000],
  ["Wed, 04 Mar 2026 15:00:30 GMT", 30_000],
  ["7200", 3_600_000],
  ["Wed, 04 Mar 2026 14:00:00 GMT", 60_000],
  ["0", 60_000],
  ["soon", 60_000],
  [undefined, 60_000],
])("a pause that Coconut asks for by %s is %s ms", async (header, retryAfterMs) => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-03-04T15:00:00Z") });
  const headers = header === undefined ? {} : { "retry-after": header };
  expect(await signIn(() => json(429, {}, headers))).toEqual({ retryAfterMs });
});

test.each<Told>(["endless", "cut", "drop"])(
  "an answer that does not end well (%s) lets nobody in",
  async (told) => {
    expect(await signIn(() => told)).toBeInstanceOf(LoginUnavailableError);
  },
);

test("no answer in time lets nobody in", async () => {
  const limits = holdTimeLimits();
  const error = await signIn(() => {
    limits[0]?.runOut();
    return "hang";
  });
  expect(error).toBeInstanceOf(LoginUnavailableError);
  expect((error as Error).cause).toMatchObject({ name: "TimeoutError" });
  expect(limits.map(({ ms }) => ms)).toEqual([60_000]);
});
