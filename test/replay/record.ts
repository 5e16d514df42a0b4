/** Plays every branch of the Workflow on a real dev server and keeps the Event Histories: `npm run histories`. */
import type { WorkflowHandle } from "@temporalio/client";
import type { PayloadCodec } from "@temporalio/common";
import { NativeConnection, Worker } from "@temporalio/worker";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shared } from "../../tools/tests/shared.ts";
import { retrySignal, skipSignal } from "../../src/workflows/messages.ts";
import { startDevServer } from "../../tools/temporal/dev-server.ts";
import { searchAttributeTypes } from "../../tools/temporal/search-attributes.ts";
import { at, type Booking } from "../helpers/events.ts";
import { type Service, startService } from "../helpers/service.ts";
import { bookingOf, createStory, newcomer } from "../helpers/story.ts";
import { timersOf } from "../helpers/timers.ts";
import { saveHistory } from "./save-history.ts";

const robert = {
  id: "r1",
  clientId: "r1",
  firstName: "Robert",
  lastName: "Chen",
  email: "robert.chen@example.com",
};

describe("a run that stays open", () => {
  let service: Service;
  let story: ReturnType<typeof createStory>;
  beforeAll(async () => {
    service = await startService();
    story = createStory(service);
  });
  afterAll(() => service[Symbol.asyncDispose]());
  const save = (name: string, booking: Booking) => saveHistory(name, service.workflowOf(booking.id));
  const later = (booking: Booking, differences: Partial<Booking> = {}): Booking => ({
    ...booking,
    updatedAt: at(60),
    ...differences,
  });

  test("known client, and its changes: updated, reassigned, completed, reopened, cancelled", async () => {
    const booking = bookingOf(robert);
    await story.tellAndWait("appointment.created", booking);
    await save("known-client", booking);
    const marc = { id: "32", firstName: "Marc", lastName: "Tremblay", email: "marc.tremblay@acme.example" };
    await story.tellAndWait("appointment.updated", later(booking, { staff: [marc] }));
    await story.tellAndWait(
      "appointment.status_changed",
      later(booking, { status: "Completed", updatedAt: at(70) }),
    );
    await story.tellAndWait("appointment.rescheduled", later(booking, { updatedAt: at(80) }));
    await story.tellAndWait(
      "appointment.cancelled",
      later(booking, { status: "Cancelled", updatedAt: at(90) }),
    );
    await save("known-client-changes", booking);
  });

  test("new lead; then a second delivery, a stale event and one with nothing in it", async () => {
    const booking = bookingOf(newcomer("Ann"), { updatedAt: at(30) });
    const event = await story.tell("appointment.created", booking);
    await service.untilDone(booking.id, event.id);
    await save("new-lead", booking);
    await service.deliver(event);
    await service.until(booking.id, ({ duplicates }) => duplicates === 1);
    await save("duplicate", booking);
    await story.tellAndWait("appointment.updated", { ...booking, notes: "older", updatedAt: at(20) });
    await save("stale", booking);
    await story.tellAndWait("appointment.updated", later(booking));
    await save("unchanged", booking);
  });

  test("waiting for somebody to join, then the first attendee cancels", async () => {
    const [first, second] = [newcomer("Amy"), newcomer("Ben")];
    const booking = bookingOf(first, { group: true, attendees: [] });
    await story.tellAndWait("appointment.created", booking);
    await save("waiting", booking);
    await story.tellAndWait("attendee.added", later(booking, { attendees: [first, second] }));
    const attendees = [{ ...first, status: "Cancelled" }, second];
    await story.tellAndWait("attendee.cancelled", later(booking, { attendees, updatedAt: at(90) }));
    await save("second-attendee", booking);
  });

  test("an activity that needs several attempts", async () => {
    const booking = bookingOf(newcomer("Tia"));
    await service.dynamics.fault({ times: 1, path: "contacts?", status: 503 });
    await service.dynamics.fault({ times: 1, path: "appointments(", status: 429, retryAfter: 1 });
    await story.tellAndWait("appointment.created", booking);
    await save("several-attempts", booking);
  });

  test("parked, then retried, skipped, superseded", async () => {
    const isParked = ({ syncState }: { syncState: string }) => syncState === "NeedsAttention";
    const parked = async (name: string) => {
      const booking = bookingOf(newcomer(name), { status: "Odd" });
      await story.tell("appointment.created", booking);
      const { problem } = await service.until(booking.id, isParked);
      return { booking, since: problem?.since };
    };
    const retried = await parked("Pat");
    await service.workflowOf(retried.booking.id).signal(retrySignal);
    await service.until(
      retried.booking.id,
      (state) => isParked(state) && state.problem?.since !== retried.since,
    );
    await save("parked-retried", retried.booking);

    const skipped = await parked("Ski");
    await service.workflowOf(skipped.booking.id).signal(skipSignal);
    await service.until(skipped.booking.id, ({ syncState }) => syncState === "Skipped");
    await save("parked-skipped", skipped.booking);

    const superseded = await parked("Sue");
    await story.tellAndWait("appointment.updated", later(superseded.booking, { status: "Confirmed" }));
    await save("parked-superseded", superseded.booking);
  });

  test("a client whose lead was deleted", async () => {
    const person = newcomer("Del");
    const booking = bookingOf(person);
    await story.tellAndWait("appointment.created", booking);
    await service.dynamics.deleteRow("leads", String((await story.leadsOf(person))[0]?.["leadid"]));
    await story.tellAndWait("appointment.updated", later(booking, { notes: "again" }));
    await save("lead-deleted", booking);
  });

  test("a Signal that is no event", async () => {
    const booking = bookingOf(robert);
    await story.tellAndWait("appointment.created", booking);
    await service.workflowOf(booking.id).signal("appointmentChanged", { not: "an event" });
    await service.until(booking.id, ({ rejected }) => rejected === 1);
    await save("rejected-signal", booking);
  });

  test("cancelled by an operator", async () => {
    const booking = bookingOf(robert);
    await story.tellAndWait("appointment.created", booking);
    await service.workflowOf(booking.id).cancel();
    await expect(service.workflowOf(booking.id).result()).rejects.toThrow();
    await save("cancelled-by-operator", booking);
  });
});

test("the claim of a lead", async () => {
  await using service = await startService();
  await createStory(service).tellAndWait("appointment.created", bookingOf(newcomer("Lea")));
  const claims: WorkflowHandle[] = [];
  await expect
    .poll(async () => {
      for await (const { workflowId, type } of service.temporal.workflow.list())
        if (type === "leadClaim") claims.push(service.temporal.workflow.getHandle(workflowId));
      return claims.length;
    })
    .toBeGreaterThan(0);
  await claims[0]?.result();
  await saveHistory("lead-claim", claims[0] as WorkflowHandle);
});

test("a burst folded into one round", async () => {
  await using service = await startService({ withWorkers: false });
  const story = createStory(service);
  const booking = bookingOf(newcomer("Bea"));
  for (const seconds of [1, 2, 3])
    await story.tell("appointment.updated", { ...booking, updatedAt: at(seconds) });
  await using _workers = await service.startWorkers();
  await service.until(booking.id, ({ syncState }) => syncState === "InStep");
  await saveHistory("burst", service.workflowOf(booking.id));
});

test("settled; settled later because of another event; a new run after settlement", async () => {
  await using service = await startService({ settlePeriod: "1 second" });
  const story = createStory(service);
  const booking = bookingOf(newcomer("Set"));
  await story.tell("appointment.created", booking);
  await service.workflowOf(booking.id).result();
  await saveHistory("settled", service.workflowOf(booking.id));

  await story.tell("appointment.updated", { ...booking, notes: "more", updatedAt: at(60) });
  await service.workflowOf(booking.id).result();
  await saveHistory("new-run-after-settlement", service.workflowOf(booking.id));

  const other = bookingOf(newcomer("Rea"));
  await story.tellAndWait("appointment.created", other);
  // Its first timer runs.
  await expect.poll(() => timersOf(service.workflowOf(other.id))).toHaveLength(1);
  await story.tellAndWait("appointment.updated", { ...other, notes: "more", updatedAt: at(60) });
  await service.workflowOf(other.id).result();
  await saveHistory("settle-rearmed", service.workflowOf(other.id));
});

test("an event that arrives while the completion is on its way to the server", async () => {
  await using service = await startService({ withWorkers: false, settlePeriod: "1 second" });
  const story = createStory(service);
  const booking = bookingOf(robert);
  let lastMinute: Promise<unknown> | undefined;
  // The completion waits in the codec until the server has the other event, which fails it: UNHANDLED_COMMAND.
  const slowCodec: PayloadCodec = {
    async encode(payloads) {
      const isResult = payloads.some(({ data }) =>
        String(Buffer.from(data ?? [])).startsWith('{"syncState"'),
      );
      if (isResult && lastMinute === undefined) {
        lastMinute = story.tell("appointment.updated", {
          ...booking,
          notes: "last minute",
          updatedAt: at(60),
        });
        await lastMinute;
      }
      return payloads;
    },
    decode: (payloads) => Promise.resolve(payloads),
  };
  const connection = await NativeConnection.connect({ address: service.env["TEMPORAL_ADDRESS"] ?? "" });
  const worker = await Worker.create({
    connection,
    namespace: service.namespace,
    taskQueue: "appointments",
    workflowBundle: { codePath: await shared("workflowBundle") },
    dataConverter: { payloadCodecs: [slowCodec] },
  });
  await using _workers = await service.startWorkers("activities only");
  await worker.runUntil(async () => {
    await story.tell("appointment.created", booking);
    await service.workflowOf(booking.id).result();
  });
  await connection.close();
  await saveHistory("event-during-completion", service.workflowOf(booking.id));
  const { events } = await service.workflowOf(booking.id).fetchHistory();
  // temporal.api.enums.v1.WorkflowTaskFailedCause: 1 is UNHANDLED_COMMAND
  expect(events?.some((event) => event.workflowTaskFailedEventAttributes?.cause === 1)).toBe(true);
});

test("continue-as-new, both runs", async () => {
  const dynamicConfig = { "limit.historyCount.suggestContinueAsNew": "40" };
  await using server = await startDevServer({ dynamicConfig, searchAttributes: searchAttributeTypes });
  await using service = await startService({ temporalAddress: server.address });
  const story = createStory(service);
  const booking = bookingOf(newcomer("Con"));
  await story.tellAndWait("appointment.created", booking);
  const { runId } = await service.workflowOf(booking.id).describe();
  for (let seconds = 1; seconds < 30; seconds += 1) {
    await story.tellAndWait("appointment.updated", {
      ...booking,
      notes: `${seconds}`,
      updatedAt: at(60 + seconds),
    });
    if ((await service.workflowOf(booking.id).describe()).runId !== runId) break;
  }
  const second = await service.workflowOf(booking.id).describe();
  expect(second.runId).not.toBe(runId);
  await story.tellAndWait("appointment.updated", {
    ...booking,
    notes: "in the second run",
    updatedAt: at(200),
  });
  await saveHistory("continue-as-new-first-run", service.workflowOf(booking.id, runId));
  await saveHistory("continue-as-new-second-run", service.workflowOf(booking.id, second.runId));
});
