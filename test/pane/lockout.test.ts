/** How long wrong passwords lock a name, and what an address may ask, as time goes by. */
import type { Request } from "express";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { addressOf } from "../../src/pane/http/limits.ts";
import { createLockout } from "../../src/pane/login/lockout.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const minutes = (ms: number) => Math.round(ms / 60_000);

async function lock(lockout: ReturnType<typeof createLockout>, name: string): Promise<number> {
  let lockedMs = 0;
  for (let tries = 0; tries < 5; tries += 1) {
    expect(await lockout.startTry(name, `10.0.0.${tries}`)).toBe(0);
    lockedMs = await lockout.recordWrong(name);
  }
  return lockedMs;
}

test("each lock is twice as long as the one before, up to an hour, and the right password clears it", async () => {
  const lockout = createLockout();
  const locks = [];
  for (let round = 0; round < 6; round += 1) {
    const lockedMs = await lock(lockout, "dana");
    expect(await lockout.startTry("dana", "10.0.0.9")).toBeGreaterThan(0);
    locks.push(minutes(lockedMs));
    await vi.advanceTimersByTimeAsync(lockedMs + 1_000);
  }
  expect(locks).toEqual([5, 10, 20, 40, 60, 60]);
  await lockout.recordRight("dana", "10.0.0.9");
  expect(minutes(await lock(lockout, "dana"))).toBe(5);
});

test("tries at the same moment count before they are answered", async () => {
  const lockout = createLockout();
  const waits = await Promise.all(Array.from({ length: 20 }, () => lockout.startTry("dana", "10.0.0.1")));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
  const locked = await Promise.all(Array.from({ length: 5 }, () => lockout.recordWrong("dana")));
  expect(Math.max(...locked.map(minutes))).toBeLessThanOrEqual(40);
  expect(await lockout.startTry("marc", "10.0.0.1")).toBe(0);
});

test("a name is the same in any case, and one that Coconut did not look at is not counted", async () => {
  const lockout = createLockout();
  for (let tries = 0; tries < 20; tries += 1) {
    expect(await lockout.startTry("Dana", "10.0.0.1")).toBe(0);
    await lockout.undoTry("dana ", "10.0.0.1");
  }
  await lock(lockout, "Dana");
  expect(await lockout.startTry(" dANA", "10.0.0.9")).toBeGreaterThan(0);
});

test.each([
  ["in other case", "DANA.ROY@acme.example"],
  ["with a space that nobody sees", "dana.roy\u200B@acme.example"],
  ["with a null", "\0dana.roy@acme.example"],
  ["with a space that does not break", "dana.roy@acme.example\u00A0"],
  ["with an accent, as databases compare", "d\u00E1na.roy@acme.example"],
  ["with an accent of its own", "da\u0301na.roy@acme.example"],
  ["in wide letters", "\uFF44ana.roy@acme.example"],
  ["with a filler", "dana.roy\u115F@acme.example"],
])("a name that is locked is locked %s", async (_how, spelling) => {
  const lockout = createLockout();
  await lock(lockout, "dana.roy@acme.example");
  expect(await lockout.startTry(spelling, "10.0.0.9")).toBeGreaterThan(0);
  expect(await lockout.startTry("dan.roy@acme.example", "10.0.0.9")).toBe(0);
});

test("a list of names from one address comes to an end", async () => {
  const lockout = createLockout();
  const waits = [];
  for (let name = 0; name < 61; name += 1) waits.push(await lockout.startTry(`name-${name}`, "10.0.0.1"));
  expect(waits.slice(0, 60).every((wait) => wait === 0)).toBe(true);
  expect(minutes(waits[60] ?? 0)).toBe(15);
});

test("an address is that of a network where a network is given away as a whole", () => {
  const of = (ip: string) => addressOf({ ip } as Request);
  expect(of("10.0.0.1")).toBe("10.0.0.1");
  expect(of("::ffff:10.0.0.1")).toBe("::ffff:10.0.0.1");
  expect(of("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2");
  expect(of("2001:db8::1")).toBe("2001:db8:0:0");
  expect(of("2001:db8:1:2::")).toBe(of("2001:db8:1:2:ffff::1"));
  // As Azure's gateways write it.
  expect(of("10.0.0.1:50123")).toBe("10.0.0.1");
  expect(of("[2001:db8:1:2::7]:50123")).toBe("2001:db8:1:2");
});
