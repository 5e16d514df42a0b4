/** As record.ts, for what happens while an event waits for Dynamics, between runs, and when an operator asks. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { workflowIdFor } from "../../src/appointments/ids.ts";
import { readDelivery } from "../../src/coconut/read-delivery.ts";
import { appointmentChangedSignal, retrySignal, skipSignal } from "../../src/workflows/messages.ts";
import { startDevServer } from "../../tools/temporal/dev-server.ts";
import { searchAttributeTypes } from "../../tools/temporal/search-attributes.ts";
import { at, type Booking, wireEvent } from "../helpers/events.ts";
import { type Service, startService } from "../helpers/service.ts";
import { bookingOf, createStory, newcomer } from "../helpers/story.ts";
import { saveHistory } from "./save-history.ts";

const away = { path: "", status: 503, times: 100_000 };

async function attemptsOf(service: Service, booking: Booking): Promise<number> {
  const { raw } = await service.workflowOf(booking.id).describe();
  return raw.pendingActivities?.[0]?.attempt ?? 0;
}

describe("while Dynamics is away", () => {
  let service: Service;
  let story: ReturnType<typeof createStory>;
  beforeAll(async () => {
    service = await startService({ env: { DELAYED_AFTER: "4 seconds" } });
    story = createStory(service);
  });
  afterAll(() => service[Symbol.asyncDispose]());
  const waiting = async (name: string) => {
    const booking = bookingOf(newcomer(name));
    await service.dynamics.fault(away);
    const event = await story.tell("appointment.created", booking);
    await expect.poll(() => attemptsOf(service, booking)).toBeGreaterThan(1);
    return { booking, event };
  };

  test("a newer event takes the place of the one that waits", async () => {
    const { booking } = await waiting("Nia");
    const cancelled = { ...booking, status: "Cancelled", updatedAt: at(60) };
    const last = await story.tell("appointment.cancelled", cancelled);
    await service.until(booking.id, ({ events }) => events[0]?.outcome === "contained");
    await service.dynamics.clearFaults();
    await service.untilDone(booking.id, last.id);
    await saveHistory("newer-event-while-waiting", service.workflowOf(booking.id));
  });

  test("delayed, and then in step", async () => {
    const { booking, event } = await waiting("Del");
    await service.until(booking.id, ({ syncState }) => syncState === "Delayed");
    await service.dynamics.clearFaults();
    await service.untilDone(booking.id, event.id);
    await saveHistory("delayed", service.workflowOf(booking.id));
  });

  test("an operator has it tried at once, and skips it", async () => {
    const { booking, event } = await waiting("Ope");
    await service.workflowOf(booking.id).signal(retrySignal);
    await service.until(booking.id, ({ lastRequest }) => lastRequest?.asked === "retry");
    await expect.poll(() => attemptsOf(service, booking)).toBeGreaterThan(0);
    await service.workflowOf(booking.id).signal(skipSignal);
    await service.untilDone(booking.id, event.id);
    await service.dynamics.clearFaults();
    await saveHistory("retried-and-skipped-while-waiting", service.workflowOf(booking.id));
  });

  test("an event that comes during an attempt waits for its end", async () => {
    const booking = bookingOf(newcomer("Dur"));
    await story.tellAndWait("appointment.created", booking);
    await service.dynamics.fault({ path: "appointments(", delayMs: 1_500, times: 1 });
    await story.tell("appointment.updated", { ...booking, notes: "first", updatedAt: at(60) });
    await expect.poll(() => attemptsOf(service, booking)).toBe(1);
    await story.tellAndWait("appointment.updated", { ...booking, notes: "second", updatedAt: at(70) });
    await saveHistory("newer-event-during-attempt", service.workflowOf(booking.id));
  });
});

describe("while all is well", () => {
  let service: Service;
  let story: ReturnType<typeof createStory>;
  beforeAll(async () => {
    service = await startService();
    story = createStory(service);
  });
  afterAll(() => service[Symbol.asyncDispose]());

  test("a row that was deleted is written again when an operator asks; a skip is refused", async () => {
    const booking = bookingOf(newcomer("Row"));
    await story.tellAndWait("appointment.created", booking);
    const { saved } = await service.state(booking.id);
    await service.dynamics.deleteRow("appointments", saved?.activityId ?? "");
    await service.workflowOf(booking.id).signal(retrySignal);
    await expect.poll(() => story.rowOf(booking)).toMatchObject({ statecode: 3 });
    await service.workflowOf(booking.id).signal(skipSignal);
    await service.until(booking.id, ({ lastRequest }) => lastRequest?.asked === "skip");
    await saveHistory("retried-in-step", service.workflowOf(booking.id));
  });

  test("a guest whom nobody knew is asked for again, and one who left is forgotten", async () => {
    const [host, guest, other] = [newcomer("Hos"), newcomer("Gue"), newcomer("Oth")];
    const booking = bookingOf(host, { group: true, attendees: [host, guest, other] });
    await story.tellAndWait("appointment.created", booking);
    await story.tellAndWait("attendee.cancelled", {
      ...booking,
      attendees: [host, guest],
      updatedAt: at(60),
    });
    await saveHistory("stranger-asked-again", service.workflowOf(booking.id));
  });

  test("a run that an earlier version began goes on under these rules", async () => {
    const booking = bookingOf(newcomer("Old"));
    const event = (type: string, updatedAt: string, status = "Confirmed") => {
      const body = wireEvent(type, { ...booking, status, updatedAt });
      const rawBody = new TextEncoder().encode(JSON.stringify(body));
      const read = readDelivery(
        { body, rawBody, receivedAt: new Date(Date.parse(updatedAt) + 1_000) },
        { tenant: "acme", wireMap: {} },
      );
      return read.kind === "event" ? read.event : expect.fail("no event");
    };
    const created = event("appointment.created", at(5));
    await service.dynamics.fault(away);
    await service.temporal.workflow.signalWithStart("syncAppointment", {
      workflowId: workflowIdFor("acme", booking.id),
      taskQueue: "appointments",
      args: [{ tenant: "acme", appointmentId: booking.id, settlePeriodMs: 86_400_000 }],
      signal: appointmentChangedSignal,
      signalArgs: [created],
    });
    await expect.poll(() => attemptsOf(service, booking)).toBeGreaterThan(1);
    // By the former order the booking would be older than the cancellation, whichever arrives later.
    const cancelled = event("appointment.cancelled", at(5), "Cancelled");
    await service.workflowOf(booking.id).signal(appointmentChangedSignal, cancelled);
    await service.until(booking.id, ({ events }) => events[0]?.outcome === "contained");
    await service.dynamics.clearFaults();
    await service.untilDone(booking.id, cancelled.eventId);
    const again = event("appointment.updated", at(5));
    await service.workflowOf(booking.id).signal(appointmentChangedSignal, again);
    await service.untilDone(booking.id, again.eventId);
    await saveHistory("begun-by-earlier-version", service.workflowOf(booking.id));
  });
});

test("an earlier run is recalled: a late delivery changes nothing, and what was left unwritten is written", async () => {
  await using service = await startService({ settlePeriod: "1 second" });
  const story = createStory(service);
  const booking = bookingOf(newcomer("Rec"));
  const created = await story.tell("appointment.created", booking);
  await service.workflowOf(booking.id).result();
  await story.tell("appointment.cancelled", { ...booking, status: "Cancelled", updatedAt: at(60) });
  await service.workflowOf(booking.id).result();
  await service.deliver(created);
  await service.workflowOf(booking.id).result();
  await saveHistory("late-delivery-after-settlement", service.workflowOf(booking.id));

  const other = bookingOf(newcomer("Ter"));
  await service.dynamics.fault(away);
  await story.tell("appointment.created", { ...other, updatedAt: at(60) });
  await expect.poll(() => attemptsOf(service, other)).toBeGreaterThan(0);
  await service.workflowOf(other.id).terminate("as an operator does");
  await service.dynamics.clearFaults();
  await story.tell("appointment.updated", { ...other, notes: "older", updatedAt: at(30) });
  await service.workflowOf(other.id).result();
  await saveHistory("unwritten-after-termination", service.workflowOf(other.id));
});

test("everybody leaves a group whose row may be in Dynamics already", async () => {
  await using service = await startService({ settlePeriod: "1 second" });
  const story = createStory(service);
  const left = { attendees: [], updatedAt: at(60) };
  const written = bookingOf(newcomer("Gus"), { group: true });
  await story.tell("appointment.created", written);
  await service.workflowOf(written.id).result();
  await story.tell("attendee.cancelled", { ...written, ...left });
  await service.workflowOf(written.id).result();
  await saveHistory("everybody-left-after-earlier-run", service.workflowOf(written.id));

  const unanswered = bookingOf(newcomer("Oda"), { group: true });
  await service.dynamics.fault({ path: "appointments(", drop: "after", times: 10_000 });
  await story.tell("appointment.created", unanswered);
  await expect.poll(() => attemptsOf(service, unanswered)).toBeGreaterThan(1);
  const last = await story.tell("attendee.cancelled", { ...unanswered, ...left });
  await service.until(unanswered.id, ({ events }) => events[0]?.outcome === "contained");
  await service.dynamics.clearFaults();
  await service.untilDone(unanswered.id, last.id);
  await saveHistory("everybody-left-during-save", service.workflowOf(unanswered.id));
});

test("a run is continued as new while its event waits", async () => {
  const dynamicConfig = { "limit.historyCount.suggestContinueAsNew": "40" };
  await using server = await startDevServer({ dynamicConfig, searchAttributes: searchAttributeTypes });
  await using service = await startService({ temporalAddress: server.address });
  const story = createStory(service);
  const booking = bookingOf(newcomer("Can"));
  await service.dynamics.fault(away);
  await story.tell("appointment.created", booking);
  await expect.poll(() => attemptsOf(service, booking)).toBeGreaterThan(0);
  const { runId } = await service.workflowOf(booking.id).describe();
  let last = await story.tell("appointment.updated", { ...booking, updatedAt: at(60) });
  for (let seconds = 61; seconds < 140; seconds += 1) {
    last = await story.tell("appointment.updated", {
      ...booking,
      notes: `${seconds}`,
      updatedAt: at(seconds),
    });
    if ((await service.workflowOf(booking.id).describe()).runId !== runId) break;
  }
  const second = await service.workflowOf(booking.id).describe();
  expect(second.runId).not.toBe(runId);
  await service.dynamics.clearFaults();
  await service.untilDone(booking.id, last.id);
  await saveHistory("continued-while-waiting-first-run", service.workflowOf(booking.id, runId));
  await saveHistory("continued-while-waiting-second-run", service.workflowOf(booking.id, second.runId));
});
