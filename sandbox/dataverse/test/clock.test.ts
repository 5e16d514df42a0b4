import { expect, test } from "vitest";
import { leadId, openSandbox, type SandboxClient } from "./sandbox-client.ts";

const clockOf = async (caller: SandboxClient) =>
  (await caller.control("GET", "clock")) as { readonly now: string; readonly frozen: boolean };

test("the clock can be set, moved and stopped, and a reset puts it right", async () => {
  await using caller = await openSandbox();
  const stopped = { now: "2020-03-10T14:00:00.000Z", frozen: true };
  expect(await caller.control("POST", "clock", { now: "2020-03-10T14:00:00Z", freeze: true })).toEqual(
    stopped,
  );
  expect(await caller.control("GET", "clock")).toEqual(stopped);
  await caller.write("PATCH", `leads(${leadId})`, { lastname: "Lee" });
  await caller.control("POST", "clock", { advanceMs: 90_000 });
  await caller.write("PATCH", `leads(${leadId})`, { lastname: "Li" });
  expect((await caller.get(`leads(${leadId})`)).json).toMatchObject({
    createdon: "2020-03-10T14:00:00Z",
    modifiedon: "2020-03-10T14:01:30Z",
  });
  const stoppedMs = Date.parse("2020-03-10T14:01:30Z");
  const before = Date.now();
  await caller.control("POST", "clock", { freeze: false });
  await expect.poll(async () => Date.parse((await clockOf(caller)).now)).toBeGreaterThan(stoppedMs);
  const running = await clockOf(caller);
  expect(running.frozen).toBe(false);
  // It has not run longer than it was watched.
  expect(Date.parse(running.now)).toBeLessThanOrEqual(stoppedMs + (Date.now() - before));
  await caller.control("POST", "reset");
  const earliest = Date.now();
  const now = Date.parse((await clockOf(caller)).now);
  expect(now).toBeGreaterThanOrEqual(earliest);
  expect(now).toBeLessThanOrEqual(Date.now());
});

test.each([
  [{ now: "yesterday" }, /now must be a moment/],
  [{ advanceMs: -1 }, /advanceMs must be a whole number/],
  [{ freeze: "yes" }, /freeze must be true or false/],
])("the clock refuses %j and says why", async (body, message) => {
  await using caller = await openSandbox();
  await expect(caller.control("POST", "clock", body)).rejects.toThrow(message);
});
