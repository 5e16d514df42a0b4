/** What a run holds, hands on and writes into its history does not grow with the deliveries that come while Dynamics is away. */
import * as fc from "fast-check";
import { expect } from "vitest";
import { startDevServer } from "../../tools/temporal/dev-server.ts";
import { searchAttributeTypes } from "../../tools/temporal/search-attributes.ts";
import { at, type Booking, type Person, wireEvent } from "../helpers/events.ts";
import { startForFile } from "../helpers/fixtures.ts";
import { type Service, startService } from "../helpers/service.ts";
import { bookingOf, createStory, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

/** After so many Temporal suggests to continue as new. */
const eventsOfRun = 40;

const test = testWithService().extend(
  "server",
  startForFile(() =>
    startDevServer({
      dynamicConfig: { "limit.historyCount.suggestContinueAsNew": String(eventsOfRun) },
      searchAttributes: searchAttributeTypes,
    }),
  ),
);
test.afterEach(({ service }) => service.dynamics.clearFaults());

/** Temporal refuses a payload of 2 MB. */
const farBelowLimitBytes = 1_200_000;
/** Temporal ends a run whose history has 50 MB or 51,200 events. */
const farBelowLimit = { bytes: 10_000_000, events: 10_000 };
const largestDeliveryBytes = 256 * 1024;

/** One delivery: how many people are there, and how much of what is left is filled with notes. */
const delivery = fc.record({
  guests: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 400, max: 900 })),
  filled: fc.constantFrom(0, 0.5, 0.98),
  kind: fc.constantFrom("newer", "newer", "newer", "older", "again"),
});

test(
  "any deliveries during an outage: no payload or history near a limit, and the newest stands in the row",
  {
    timeout: 280_000,
  },
  async ({ service, story }) => {
    const group = fc.array(delivery, { minLength: 25, maxLength: 40, size: "max" });
    await fc.assert(
      fc.asyncProperty(group, async (deliveries) => {
        const host = newcomer("Hal");
        const booking = bookingOf(host, { group: true });
        await service.dynamics.fault({ path: "", status: 503, times: 100_000 });
        const sent: ReturnType<typeof wireEvent>[] = [];
        for (const [index, { guests, filled, kind }] of deliveries.entries()) {
          const again = kind === "again" ? sent[Math.floor(index / 2)] : undefined;
          const updatedAt = at(kind === "older" ? 1 : 60 + index);
          const body =
            again ??
            filledUp({ ...booking, updatedAt, attendees: [host, ...guestsOf(booking, guests)] }, filled);
          sent.push(body);
          expect((await service.deliver(body)).status).toBe(202);
        }
        const last = wireEvent("appointment.cancelled", {
          ...booking,
          attendees: [host],
          status: "Cancelled",
          updatedAt: at(3_000),
        });
        expect((await service.deliver(last)).status).toBe(202);
        const runs = await runsOf(service, booking);
        await service.dynamics.clearFaults();
        await service.untilDone(booking.id, last.id);
        expect(await story.rowOf(booking)).toMatchObject({ statecode: 2 });
        expect(runs.length).toBeGreaterThan(0);
        for (const { historyBytes, historyEvents, largestPayloadBytes } of await runsOf(service, booking)) {
          expect(historyBytes).toBeLessThan(farBelowLimit.bytes);
          expect(historyEvents).toBeLessThan(farBelowLimit.events);
          expect(largestPayloadBytes).toBeLessThan(farBelowLimitBytes);
        }
        expect(await story.leadsOf(host)).toHaveLength(1);
      }),
      { numRuns: 2 },
    );
  },
);

test("a run that waits for Dynamics is continued as new all the same", async ({ server }) => {
  await using service = await startService({ temporalAddress: server.address });
  const story = createStory(service);
  const booking = bookingOf(newcomer("Ida"));
  await service.dynamics.fault({ path: "", status: 503, times: 100_000 });
  for (let index = 0; index < 2 * eventsOfRun; index += 1)
    await story.tell("appointment.updated", { ...booking, notes: `${index}`, updatedAt: at(60 + index) });
  const runs = await runsOf(service, booking);
  expect(Math.max(...runs.map(({ historyEvents }) => historyEvents))).toBeLessThan(2 * eventsOfRun);
  await service.dynamics.clearFaults();
  await service.until(booking.id, ({ syncState }) => syncState === "InStep");
  expect((await story.rowOf(booking))?.["description"]).toMatch(new RegExp(`^${2 * eventsOfRun - 1}\\b`));
});

function guestsOf({ id }: Booking, count: number): Person[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `g${id}-${index}`,
    firstName: `Guest${index}`,
    lastName: `Of${id}`,
    email: `guest.${index}.of.${id}@example.com`,
  }));
}

/** The delivery, with guests' notes until it is as large as it is to be. */
function filledUp(booking: Booking, share: number) {
  const event = wireEvent("appointment.updated", booking);
  for (const { attributes } of event.included) {
    const leftBytes = Math.floor(largestDeliveryBytes * share) - JSON.stringify(event).length - 100;
    if (leftBytes <= 0) break;
    Object.assign(attributes, { notes: "x".repeat(Math.min(leftBytes, 19_000)) });
  }
  return event;
}

/** Every run of the appointment's Workflow. */
async function runsOf(service: Service, { id }: Booking) {
  const { workflowId } = service.workflowOf(id);
  const runs: { historyBytes: number; historyEvents: number; largestPayloadBytes: number }[] = [];
  for await (const { runId } of service.temporal.workflow.list({ query: `WorkflowId = "${workflowId}"` })) {
    const handle = service.temporal.workflow.getHandle(workflowId, runId);
    const { historySize = 0, historyLength } = await handle.describe();
    const { events } = await handle.fetchHistory();
    const largest = Math.max(...(events ?? []).map((event) => JSON.stringify(event).length));
    // Payloads are written in base64 here.
    runs.push({
      historyBytes: historySize,
      historyEvents: historyLength,
      largestPayloadBytes: largest * 0.75,
    });
  }
  return runs;
}
