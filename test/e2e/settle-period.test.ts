/** When a Workflow may end: a settle period after the later of the appointment's end and its last event. */
import { setTimeout as sleep } from "node:timers/promises";
import type { WorkflowHandle } from "@temporalio/client";
import { expect } from "vitest";
import { skipSignal } from "../../src/workflows/messages.ts";
import { at } from "../helpers/events.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";
import { timersOf } from "../helpers/timers.ts";

const settleMs = 1_000;
const test = testWithService({ settlePeriod: `${settleMs} ms` });

/** Times on the wire have whole seconds. */
const inSeconds = (seconds: number) =>
  new Date((Math.floor(Date.now() / 1_000) + seconds) * 1_000).toISOString();
const inDays = (days: number) => inSeconds(days * 86_400);
const afterPeriod = (...times: readonly string[]) =>
  Math.max(...times.map((time) => Date.parse(time))) + settleMs;

/** It ended by one timer, of the period after the later of these: or at once, where a slow machine had used it up. */
async function expectEndedAfterPeriod(workflow: WorkflowHandle, ...times: readonly string[]): Promise<void> {
  const [timer, ...others] = await timersOf(workflow);
  expect(timer?.firesAt).toBe(Math.max(afterPeriod(...times), (timer?.startedAt ?? 0) + 1));
  expect(others).toEqual([]);
  const { events } = await workflow.fetchHistory();
  expect(events?.filter((event) => event.timerFiredEventAttributes)).toHaveLength(1);
}

test("an appointment still to come keeps its Workflow open until it is over, and the period with it", async ({
  service,
  story,
}) => {
  const end = inSeconds(6);
  const booking = bookingOf(newcomer("Ivo"), { start: inSeconds(3), end });
  const { lastTakenUpAt = "" } = await story.tellAndWait("appointment.created", booking);
  await service.workflowOf(booking.id).result();
  await expectEndedAfterPeriod(service.workflowOf(booking.id), end, lastTakenUpAt);
});

test("one that is moved is waited for at its new time", async ({ service, story }) => {
  const [end, newEnd] = [inDays(3), inDays(30)];
  const person = newcomer("Jan");
  const booking = bookingOf(person, { start: inDays(2), end });
  await story.tellAndWait("appointment.created", booking);
  const moved = { ...booking, start: inDays(29), end: newEnd, updatedAt: at(60) };
  await story.tellAndWait("appointment.rescheduled", moved);
  const firesAt = (await timersOf(service.workflowOf(booking.id))).map((timer) => timer.firesAt);
  expect(firesAt).toEqual([afterPeriod(end), afterPeriod(newEnd)]);
  expect((await service.workflowOf(booking.id).describe()).status.name).toBe("RUNNING");
  const longOver = bookingOf(person, { id: booking.id, updatedAt: at(90) });
  await story.tell("appointment.rescheduled", longOver);
  expect(await service.workflowOf(booking.id).result()).toMatchObject({ syncState: "InStep" });
});

test("one that is long over is kept for the period after its last event", async ({ service, story }) => {
  const booking = bookingOf(newcomer("Kit"));
  const { lastTakenUpAt = "" } = await story.tellAndWait("appointment.created", booking);
  await service.workflowOf(booking.id).result();
  await expectEndedAfterPeriod(service.workflowOf(booking.id), lastTakenUpAt);
});

test("one that was parked for longer than the period ends once a person has decided", async ({
  service,
  story,
}) => {
  const booking = bookingOf(newcomer("Kaj"), { status: "Odd" });
  await story.tell("appointment.created", booking);
  await service.until(booking.id, ({ syncState }) => syncState === "NeedsAttention");
  // Of another, which came later, the period is over.
  const other = bookingOf(newcomer("Kim"));
  await story.tell("appointment.created", other);
  await service.workflowOf(other.id).result();
  expect((await service.workflowOf(booking.id).describe()).status.name).toBe("RUNNING");
  expect(await timersOf(service.workflowOf(booking.id))).toEqual([]);
  await service.workflowOf(booking.id).signal(skipSignal);
  expect(await service.workflowOf(booking.id).result()).toMatchObject({
    syncState: "Skipped",
    activityId: null,
  });
});

test("events that come again and again at the very end are never lost", async ({ service, story }) => {
  const booking = bookingOf(newcomer("Liv"));
  for (let count = 1; count <= 12; count++) {
    await story.tell("appointment.updated", { ...booking, notes: `note ${count}`, updatedAt: at(count) });
    // Around the moment at which the Workflow is about to end, so that some hit it and some start it anew. Which do
    // is left to chance, what becomes of them is not.
    await sleep(settleMs + (count % 6) * 20);
  }
  await service.workflowOf(booking.id).result();
  const rows = await service.dynamics.newAppointments();
  const mine = rows.filter(({ description }) => /^note \d/.test(String(description)));
  expect(mine.map(({ description }) => String(description).split("\n")[0])).toEqual(["note 12"]);
});
