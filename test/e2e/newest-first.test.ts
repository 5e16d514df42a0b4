/** While Dynamics is away, a newer event takes the place of the one that waits to be tried again. */
import { expect } from "vitest";
import type { SyncAppointmentState } from "../../src/workflows/state.ts";
import { at } from "../helpers/events.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

const test = testWithService();
test.afterEach(({ service }) => service.dynamics.clearFaults());

const outcomes = ({ events }: SyncAppointmentState) => events.map(({ outcome }) => outcome);

test("a cancellation that arrives during an outage is the only thing written when it ends", async ({
  service,
  story,
}) => {
  const person = newcomer("Mia");
  const booking = bookingOf(person);
  await service.dynamics.fault({ path: "", status: 503, times: 10_000 });
  await story.tell("appointment.created", booking);
  // The first attempt has failed, and the next one waits.
  await expect.poll(() => pendingAttempts(booking.id)).toBeGreaterThan(1);
  await story.tell("appointment.rescheduled", { ...booking, notes: "moved", updatedAt: at(60) });
  const cancelled = { ...booking, status: "Cancelled", updatedAt: at(120) };
  const last = await story.tell("appointment.cancelled", cancelled);
  await service.until(
    booking.id,
    (state) => outcomes(state).filter((one) => one === "contained").length === 2,
  );
  await service.dynamics.clearRequests();
  await service.dynamics.clearFaults();
  const state = await service.untilDone(booking.id, last.id);
  expect(outcomes(state)).toEqual(["contained", "contained", "applied"]);
  expect(await story.rowOf(booking)).toMatchObject({ statecode: 2 });
  const writes = (await service.dynamics.requests())
    .filter(({ status }) => status < 300)
    .flatMap(({ method, path, operations }) => [{ method, path }, ...operations])
    .filter(({ method }) => method === "PATCH")
    .map(({ path }) => path.replace(/.*\/|\(.*/g, ""));
  // The client's lead, and the row with its state: once each.
  expect(writes.toSorted()).toEqual(["appointments", "appointments", "leads"]);
  expect(await story.leadsOf(person)).toHaveLength(1);

  async function pendingAttempts(id: string): Promise<number> {
    const { raw } = await service.workflowOf(id).describe();
    return raw.pendingActivities?.[0]?.attempt ?? 0;
  }
});

test("an attempt that is under way reports first: the older event never comes after the newer", async ({
  service,
  story,
}) => {
  const booking = bookingOf(newcomer("Noa"));
  await story.tellAndWait("appointment.created", booking);
  // Dynamics takes the change at once, and answers late.
  await service.dynamics.fault({ path: "appointments(", delayMs: 4_000, times: 1 });
  await story.tell("appointment.rescheduled", { ...booking, notes: "first", updatedAt: at(60) });
  await expect
    .poll(async () => (await service.workflowOf(booking.id).describe()).raw.pendingActivities?.length)
    .toBe(1);
  const last = await story.tell("appointment.updated", { ...booking, notes: "second", updatedAt: at(70) });
  const state = await service.untilDone(booking.id, last.id);
  expect(outcomes(state)).toEqual(["applied", "applied", "applied"]);
  expect((await story.rowOf(booking))?.["description"]).toMatch(/^second/);
});

test("events in quick succession, while all is well, do not keep each other from being written", async ({
  service,
  story,
}) => {
  const booking = bookingOf(newcomer("Leo"));
  await story.tellAndWait("appointment.created", booking);
  const changes = Array.from({ length: 20 }, (_, index) => ({
    ...booking,
    notes: `note ${index}`,
    updatedAt: at(60 + index),
  }));
  for (const change of changes) await story.tell("appointment.updated", change);
  const state = await service.until(booking.id, (now) => !outcomes(now).includes("pending"));
  expect(outcomes(state).at(-1)).toBe("applied");
  expect((await story.rowOf(booking))?.["description"]).toMatch(/^note 19/);
});

test("a row whose save was not answered is written again, though the newest event alone would write none", async ({
  service,
  story,
}) => {
  const booking = bookingOf(newcomer("Oda"), { group: true, notes: "of Oda" });
  await service.dynamics.clearRequests();
  await service.dynamics.fault({ path: "/leads(", delayMs: 60_000, times: 1 });
  await story.tell("appointment.created", booking);
  const isLeadAsked = async () =>
    (await service.dynamics.requests()).some(({ path }) => /leads\(/.test(path));
  await expect.poll(isLeadAsked).toBe(true);
  // Dynamics takes the save, and its answer is lost.
  await service.dynamics.clearFaults();
  await service.dynamics.fault({ path: "$batch", drop: "after", times: 10_000 });
  const rows = async () =>
    (await service.dynamics.newAppointments()).filter((row) =>
      String(row["description"]).startsWith("of Oda"),
    );
  await expect.poll(rows).toMatchObject([{ statecode: 3 }]);
  const last = await story.tell("attendee.cancelled", { ...booking, attendees: [], updatedAt: at(60) });
  await service.until(booking.id, ({ events }) => events[0]?.outcome === "contained");
  await service.dynamics.clearFaults();
  await service.untilDone(booking.id, last.id);
  expect(await rows()).toMatchObject([{ statecode: 2 }]);
});
