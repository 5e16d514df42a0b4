/** When a Workflow may end: a settle period after the later of the appointment's end and its last event. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { workflowIdFor } from "../../src/appointments/ids.ts";
import { skipSignal } from "../../src/workflows/messages.ts";
import { type Service, startService } from "../helpers/service.ts";
import { bookingOf, createStory, newcomer, type Story } from "../helpers/story.ts";

const settleMs = 1_000;
let service: Service;
let story: Story;
beforeAll(async () => {
  service = await startService({ settlePeriod: `${settleMs} ms` });
  story = createStory(service);
});
afterAll(() => service[Symbol.asyncDispose]());

const handle = (id: string) => service.temporal.workflow.getHandle(workflowIdFor("acme", id));
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
/** Times on the wire have whole seconds. */
const wholeSecond = (iso: string) => Math.floor(Date.parse(iso) / 1_000) * 1_000;

test("an appointment still to come keeps its Workflow open until it is over, and the period with it", async () => {
  const end = inSeconds(6);
  const booking = bookingOf(newcomer("Ivo"), { start: inSeconds(3), end });
  await story.tellAndWait("appointment.created", booking);
  await handle(booking.id).result();
  const { closeTime } = await handle(booking.id).describe();
  expect(closeTime?.getTime()).toBeGreaterThanOrEqual(wholeSecond(end) + settleMs);
});

test("one that is moved is waited for at its new time", async () => {
  const booking = bookingOf(newcomer("Jan"), { start: inSeconds(1), end: inSeconds(2) });
  await story.tellAndWait("appointment.created", booking);
  const end = inSeconds(6);
  const updatedAt = new Date().toISOString();
  await story.tellAndWait("appointment.rescheduled", { ...booking, start: inSeconds(5), end, updatedAt });
  await handle(booking.id).result();
  const { closeTime } = await handle(booking.id).describe();
  expect(closeTime?.getTime()).toBeGreaterThanOrEqual(wholeSecond(end) + settleMs);
});

test("one that is long over is kept for the period after its last event", async () => {
  const booking = bookingOf(newcomer("Kit"));
  const { lastTakenUpAt = "" } = await story.tellAndWait("appointment.created", booking);
  await handle(booking.id).result();
  const { closeTime } = await handle(booking.id).describe();
  expect(closeTime?.getTime()).toBeGreaterThanOrEqual(Date.parse(lastTakenUpAt) + settleMs);
});

test("one that was parked for longer than the period ends once a person has decided", async () => {
  const booking = bookingOf(newcomer("Kaj"), { status: "Odd" });
  await story.tell("appointment.created", booking);
  await service.until(booking.id, ({ syncState }) => syncState === "NeedsAttention");
  await sleep(settleMs + 500);
  expect((await handle(booking.id).describe()).status.name).toBe("RUNNING");
  await handle(booking.id).signal(skipSignal);
  expect(await handle(booking.id).result()).toEqual({ syncState: "Skipped", activityId: null });
});

test("events that come again and again at the very end are never lost", async () => {
  const booking = bookingOf(newcomer("Liv"));
  const start = Date.now();
  for (let count = 1; count <= 12; count++) {
    const updatedAt = new Date(start + count * 1_000).toISOString();
    await story.tell("appointment.updated", { ...booking, notes: `note ${count}`, updatedAt });
    // Around the moment at which the Workflow is about to end, so that some hit it and some start it anew.
    await sleep(settleMs + (count % 6) * 20);
  }
  await handle(booking.id).result();
  const rows = await service.dynamics.newAppointments();
  const mine = rows.filter(({ description }) => /^note \d/.test(String(description)));
  expect(mine.map(({ description }) => String(description).split("\n")[0])).toEqual(["note 12"]);
});
