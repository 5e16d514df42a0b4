import { expect, test } from "vitest";
import { leadId, openSandbox } from "./caller.ts";

test("the clock can be set, moved and stopped, and a reset puts it right", async () => {
  await using caller = await openSandbox();
  const stopped = { now: "2026-03-10T14:00:00.000Z", frozen: true };
  expect(await caller.control("POST", "clock", { now: "2026-03-10T14:00:00Z", freeze: true })).toEqual(
    stopped,
  );
  expect(await caller.control("GET", "clock")).toEqual(stopped);
  await caller.write("PATCH", `leads(${leadId})`, { lastname: "Lee" });
  await caller.control("POST", "clock", { advanceMs: 90_000 });
  await caller.write("PATCH", `leads(${leadId})`, { lastname: "Li" });
  expect((await caller.get(`leads(${leadId})`)).json).toMatchObject({
    createdon: "2026-03-10T14:00:00Z",
    modifiedon: "2026-03-10T14:01:30Z",
  });
  await caller.control("POST", "clock", { freeze: false });
  const running = (await caller.control("GET", "clock")) as { now: string; frozen: boolean };
  expect(running).toMatchObject({ now: expect.stringMatching(/^2026-03-10T14:01:3/), frozen: false });
  await caller.control("POST", "reset");
  const { now } = (await caller.control("GET", "clock")) as { now: string };
  expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(5_000);
});

test.each([
  [{ now: "yesterday" }, /now must be a moment/],
  [{ advanceMs: -1 }, /advanceMs must be a whole number/],
  [{ freeze: "yes" }, /freeze must be true or false/],
])("the clock refuses %j and says why", async (body, message) => {
  await using caller = await openSandbox();
  await expect(caller.control("POST", "clock", body)).rejects.toThrow(message);
});
