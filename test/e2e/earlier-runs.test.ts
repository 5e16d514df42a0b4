/** What is newest stays newest in the next run of an appointment's Workflow, however the one before ended. */
import { expect } from "vitest";
import { retryUpdate } from "../../src/workflows/messages.ts";
import { wireEvent, at } from "../helpers/events.ts";
import type { Service } from "../helpers/service.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

const test = testWithService({ settlePeriod: "1 s", withWorkers: false });

/** Runs the Workers for as long as the action takes. */
async function withWorkers(service: Service, action: () => Promise<unknown>): Promise<void> {
  await using _workers = await service.startWorkers();
  await action();
}

test("the first and the last delivery, sent again after the appointment has settled, change nothing", async ({
  service,
  story,
}) => {
  const booking = bookingOf(newcomer("Ada"));
  const created = wireEvent("appointment.created", booking);
  const workflow = service.workflowOf(booking.id);
  await withWorkers(service, async () => {
    await service.deliver(created);
    await story.tell("appointment.rescheduled", {
      ...booking,
      start: "2026-03-12 09:00:00",
      end: "2026-03-12 09:45:00",
      updatedAt: at(60),
    });
    const cancelled = { ...booking, status: "Cancelled", updatedAt: at(120) };
    const last = await story.tell("appointment.cancelled", cancelled);
    await service.untilDone(booking.id, last.id);
    const before = await story.rowOf(booking);
    expect(before).toMatchObject({ statecode: 2 });
    const first = await workflow.result();
    const { runId } = await workflow.describe();

    await service.deliver(created);
    expect((await workflow.describe()).runId).not.toBe(runId);
    expect(await workflow.result()).toMatchObject({ activityId: first.activityId });
    await service.deliver(last);
    expect(await workflow.result()).toMatchObject({ activityId: first.activityId });
    // Another event that is older, with an id of its own.
    const late = { ...booking, notes: "late", updatedAt: at(30) };
    const old = await story.tell("appointment.updated", late);
    const state = await service.untilDone(booking.id, old.id);
    expect(state.events).toMatchObject([{ eventId: old.id, outcome: "stale" }]);
    const rows = await service.dynamics.newAppointments();
    expect(rows.find((row) => row["activityid"] === first.activityId)).toEqual(before);
  });
});

test("a newer event after the appointment has settled is written to the same row", async ({
  service,
  story,
}) => {
  const booking = bookingOf(newcomer("Ben"));
  await withWorkers(service, async () => {
    await story.tellAndWait("appointment.created", booking);
    const first = await service.workflowOf(booking.id).result();
    await story.tellAndWait("appointment.cancelled", { ...booking, status: "Cancelled", updatedAt: at(60) });
    const row = await story.rowOf(booking);
    expect(row).toMatchObject({ activityid: first.activityId, statecode: 2 });
  });
});

test("what a run could not write that was terminated, the next one writes", async ({ service, story }) => {
  const booking = bookingOf(newcomer("Cem"));
  await story.tell("appointment.created", booking);
  const cancelled = { ...booking, status: "Cancelled", updatedAt: at(120) };
  await story.tell("appointment.cancelled", cancelled);
  await service.workflowOf(booking.id).terminate("by an operator");
  const late = await story.tell("appointment.updated", { ...booking, notes: "late", updatedAt: at(60) });
  await withWorkers(service, async () => {
    const state = await service.untilDone(booking.id, late.id);
    expect(state.events).toMatchObject([{ eventId: late.id, outcome: "contained" }]);
    await service.until(booking.id, ({ syncState }) => syncState === "InStep");
    expect(await story.rowOf(booking)).toMatchObject({ statecode: 2 });
  });
});

test("the event itself may come again: it is written once the run that had it is gone", async ({
  service,
  story,
}) => {
  const booking = bookingOf(newcomer("Dee"), { notes: "told twice" });
  const event = await story.tell("appointment.created", booking);
  await service.workflowOf(booking.id).terminate("by an operator");
  await service.deliver(event);
  await withWorkers(service, async () => {
    await service.until(booking.id, ({ syncState }) => syncState === "InStep");
    expect((await story.rowOf(booking))?.["description"]).toMatch(/^told twice/);
  });
});

test("a group that everybody has left is cancelled in the row that an earlier run wrote", async ({
  service,
  story,
}) => {
  const booking = bookingOf(newcomer("Gus"), { group: true });
  await withWorkers(service, async () => {
    await story.tellAndWait("appointment.created", booking);
    const { activityId } = await service.workflowOf(booking.id).result();
    await story.tellAndWait("attendee.cancelled", { ...booking, attendees: [], updatedAt: at(60) });
    const rows = await service.dynamics.newAppointments();
    expect(rows.find((row) => row["activityid"] === activityId)).toMatchObject({ statecode: 2 });
  });
});

test("`retry` is refused in words where nothing that has arrived in this run is to be written", async ({
  service,
}) => {
  const booking = bookingOf(newcomer("Hal"));
  const event = wireEvent("appointment.created", booking);
  await withWorkers(service, async () => {
    await service.deliver(event);
    const handle = service.workflowOf(booking.id);
    await handle.result();
    await service.deliver(event);
    await service.until(booking.id, ({ duplicates }) => duplicates === 1);
    await expect(handle.executeUpdate(retryUpdate)).rejects.toMatchObject({
      cause: { message: expect.stringContaining("nothing to write") },
    });
  });
});
