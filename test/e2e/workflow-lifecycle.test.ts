/** From the first event to settlement, and what comes after it. */
import { describe, expect, test } from "vitest";
import { searchAttributes } from "../../src/workflows/search-attributes.ts";
import { startDevServer } from "../../tools/temporal/dev-server.ts";
import { searchAttributeTypes } from "../../tools/temporal/search-attributes.ts";
import { at, wireEvent } from "../helpers/events.ts";
import { startService } from "../helpers/service.ts";
import { bookingOf, createStory, newcomer } from "../helpers/story.ts";
import { timersOf } from "../helpers/timers.ts";

test("after the settle period the Workflow completes, and a later event starts a new run that finds the same rows", async () => {
  // The appointment is long over, so the period runs from its last event.
  await using service = await startService({ settlePeriod: "1 second" });
  const story = createStory(service);
  const person = newcomer("Lou");
  const booking = bookingOf(person);
  await story.tell("appointment.created", booking);
  const first = await service.workflowOf(booking.id).result();
  const { runId } = await service.workflowOf(booking.id).describe();
  expect(first).toMatchObject({ syncState: "InStep" });

  // Closed by now: the new run remembers nothing of it, and Dynamics refuses to change a closed row.
  await story.tell("appointment.status_changed", { ...booking, status: "Completed", updatedAt: at(60) });
  await service.workflowOf(booking.id).result();
  await story.tell("appointment.rescheduled", {
    ...booking,
    start: "2026-03-20 10:00:00",
    end: "2026-03-20 11:00:00",
    updatedAt: at(120),
  });
  const last = await service.workflowOf(booking.id).result();
  expect(last).toMatchObject({ syncState: "InStep", activityId: first.activityId });
  expect((await service.workflowOf(booking.id).describe()).runId).not.toBe(runId);
  const rows = (await service.dynamics.newAppointments()).filter(
    (row) => row["activityid"] === last.activityId,
  );
  expect(rows).toMatchObject([{ statecode: 3, statuscode: 5, scheduledstart: "2026-03-20T14:00:00Z" }]);
  expect(await story.leadsOf(person)).toHaveLength(1);
});

const long = "a history that grew long is continued as new: nothing is forgotten, lost or done twice";
test(long, { timeout: 120_000 }, async () => {
  const dynamicConfig = { "limit.historyCount.suggestContinueAsNew": "40" };
  await using server = await startDevServer({ dynamicConfig, searchAttributes: searchAttributeTypes });
  await using service = await startService({ temporalAddress: server.address });
  const story = createStory(service);
  const person = newcomer("Con");
  const booking = bookingOf(person);
  const handle = service.workflowOf(booking.id);
  const created = await story.tell("appointment.created", booking);
  await service.untilDone(booking.id, created.id);
  const { runId } = await handle.describe();
  const notes = Array.from({ length: 12 }, (_, index) => ({
    ...booking,
    notes: `note ${index}`,
    updatedAt: at(60 + index),
  }));
  for (const change of notes) await story.tell("appointment.updated", change);
  const last = await story.tell("appointment.updated", { ...booking, notes: "the last", updatedAt: at(200) });
  await service.untilDone(booking.id, last.id);
  for (const seconds of [210, 220, 230, 240]) {
    await story.tellAndWait("appointment.updated", {
      ...booking,
      notes: `note at ${seconds}`,
      updatedAt: at(seconds),
    });
  }

  const description = await handle.describe();
  expect(description.runId).not.toBe(runId);
  expect(description.typedSearchAttributes.get(searchAttributes.syncState)).toBe("InStep");
  expect(description.typedSearchAttributes.get(searchAttributes.appointmentId)).toBe(booking.id);
  await service.deliver(created);
  const state = await service.until(booking.id, ({ duplicates }) => duplicates === 1);
  expect(state.events.map(({ outcome }) => outcome)).not.toContain("pending");
  expect((await story.rowOf(booking))?.["description"]).toMatch(/^note at 240/);
  expect(await story.leadsOf(person)).toHaveLength(1);
});

describe("while it is open", () => {
  test("its Search Attributes are true after every event", async () => {
    await using service = await startService();
    const story = createStory(service);
    const booking = bookingOf(newcomer("Sam"), { group: true, attendees: [] });
    const shown = async () => {
      const { typedSearchAttributes } = await service.workflowOf(booking.id).describe();
      return [searchAttributes.appointmentId, searchAttributes.syncState, searchAttributes.lastEventKind].map(
        (key) => typedSearchAttributes.get(key),
      );
    };
    const times = async () => {
      const { typedSearchAttributes } = await service.workflowOf(booking.id).describe();
      return [searchAttributes.lastEventAt, searchAttributes.appointmentAt].map((key) =>
        typedSearchAttributes.get(key)?.toISOString(),
      );
    };
    await story.tellAndWait("appointment.created", booking);
    expect(await shown()).toEqual([booking.id, "Waiting", "appointment.created"]);
    const joined = {
      ...booking,
      attendees: [newcomer("Sam")],
      start: "2026-03-12 10:00:00",
      end: "2026-03-12 11:00:00",
      updatedAt: at(60),
    };
    await story.tellAndWait("attendee.added", joined);
    expect(await shown()).toEqual([booking.id, "InStep", "attendee.added"]);
    expect(await times()).toEqual([new Date(at(60)).toISOString(), "2026-03-12T14:00:00.000Z"]);
    await story.tellAndWait("appointment.updated", { ...joined, updatedAt: at(30) });
    expect(await shown()).toEqual([booking.id, "InStep", "attendee.added"]);
    await service.dynamics.fault({ times: 1_000, path: "appointments(", status: 503 });
    const last = wireEvent("appointment.cancelled", { ...joined, status: "Cancelled", updatedAt: at(90) });
    await service.deliver(last);
    await expect.poll(shown).toEqual([booking.id, "Syncing", "appointment.cancelled"]);
    await service.dynamics.clearFaults();
    await service.untilDone(booking.id, last.id);
    expect(await shown()).toEqual([booking.id, "InStep", "appointment.cancelled"]);
  });

  test("an event within the settle period begins it anew", async () => {
    await using service = await startService({ settlePeriod: "1 hour" });
    const story = createStory(service);
    const booking = bookingOf(newcomer("Max"));
    const begun: string[] = [];
    for (const seconds of [5, 10, 20, 30, 40]) {
      const changed = { ...booking, notes: `${seconds}`, updatedAt: at(seconds) };
      const { lastTakenUpAt = "" } = await story.tellAndWait("appointment.updated", changed);
      begun.push(lastTakenUpAt);
    }
    expect(new Set(begun).size).toBe(5);
    const handle = service.workflowOf(booking.id);
    const firesAt = (await timersOf(handle)).map((timer) => timer.firesAt);
    expect(firesAt).toEqual(begun.map((time) => Date.parse(time) + 3_600_000));
    const { events } = await handle.fetchHistory();
    expect(events?.filter((event) => event.timerCanceledEventAttributes)).toHaveLength(4);
  });

  test("a burst becomes one round: one write for the newest, the others are contained in it", async () => {
    await using service = await startService({ withWorkers: false });
    const story = createStory(service);
    const booking = bookingOf(newcomer("Ria"));
    for (const seconds of [1, 2, 3, 4, 5]) {
      await story.tell("appointment.updated", {
        ...booking,
        notes: `note ${seconds}`,
        updatedAt: at(seconds),
      });
    }
    await using _workers = await service.startWorkers();
    const state = await service.until(booking.id, ({ syncState }) => syncState === "InStep");
    expect(state.events.map(({ outcome }) => outcome)).toEqual([
      ...Array<string>(4).fill("contained"),
      "applied",
    ]);
    expect((await service.dynamics.requests()).length).toBe(3);
    expect((await story.rowOf(booking))?.["description"]).toMatch(/^note 5/);
  });
});
