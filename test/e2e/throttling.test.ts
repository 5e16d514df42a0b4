/** When Dynamics asks for a pause, all of the worker pauses: nothing is sent, nothing is lost, nobody is parked. */
import { expect, onTestFinished, vi } from "vitest";
import { workflowIdFor } from "../../src/appointments/ids.ts";
import { grpcCodeOf } from "../../src/temporal/calls.ts";
import { createRefusals, describeAttempt } from "../helpers/refusals.ts";
import type { Booking } from "../helpers/events.ts";
import { type Service, startService, tenant } from "../helpers/service.ts";
import { bookingOf, createStory, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

const test = testWithService();

/** What the attempts failed of that a Worker took, once it runs none. The others wait in the Task Queue. */
async function failuresOf(service: Service, bookings: readonly Booking[]) {
  const failures = await Promise.all(
    bookings.map(async ({ id }) => {
      const workflow = service.workflowOf(id);
      const activity = await vi.waitFor(
        async () => {
          const [found] = (await workflow.describe()).raw.pendingActivities ?? [];
          expect(found?.state).toBe(scheduled);
          return found;
        },
        { timeout: 40_000 },
      );
      // The pause is longer than an attempt may wait before the appointment counts as delayed: that ended it.
      const { events = [] } = await workflow.fetchHistory();
      const ended = events?.flatMap(({ activityTaskFailedEventAttributes: failed }) => failed?.failure ?? []);
      return ended?.at(-1) ?? activity?.lastFailure ?? [];
    }),
  );
  return failures.flat();
}
/** temporal.api.enums.v1.PendingActivityState */
const scheduled = 1;
/** gRPC */
const notFound = 5;

test.for([
  ["requests", "0x80072322"],
  ["execution time", "0x80072321"],
  ["concurrency", "0X80072326"],
  ["another limit", "0x8005F103"],
])("429 %s: tried again when Retry-After has passed", async ([_what, code], { refusals }) => {
  const refusal = await refusals.begin("saveAppointment", { status: 429, code, retryAfter: 1 });
  expect((await refusals.untilDone(refusal)).syncState).toBe("InStep");
  const fared = await refusals.fared(refusal, "saveAppointment");
  expect(fared).toMatchObject({ attempt: 2, type: "DynamicsThrottled" });
  expect(fared.delaySeconds).toBeGreaterThanOrEqual(1);
  expect(fared.delaySeconds).toBeLessThanOrEqual(1.1);
});

test("429 without Retry-After: tried again after a second", async ({ refusals }) => {
  const refusal = await refusals.begin("findClient", { status: 429, code: "" });
  expect((await refusals.untilDone(refusal)).syncState).toBe("InStep");
  const fared = await refusals.fared(refusal, "findClient");
  expect(fared).toMatchObject({ attempt: 2, type: "DynamicsThrottled" });
  expect(fared.delaySeconds).toBeGreaterThanOrEqual(1);
  expect(fared.delaySeconds).toBeLessThanOrEqual(1.1);
});

test.each([
  [429, "0x80072322"],
  [503, "0x8004A001"],
])(
  "one %s with Retry-After: nobody sends anything until it has passed, and then all do",
  async (status, code) => {
    // With a worker of its own: a pause is the whole worker's, and this one is long.
    await using paused = await startService();
    const { begin, untilDone } = createRefusals(paused);
    const story = createStory(paused);
    const pauseMs = 600_000;
    const beganAt = performance.now();
    const first = await begin("findClient", { status, code, retryAfter: pauseMs / 1000 });
    await expect.poll(() => paused.dynamics.requests(), { timeout: 40_000 }).toHaveLength(1);
    expect(await failuresOf(paused, [first.booking])).toHaveLength(1);
    const bookings = Array.from({ length: 15 }, () => bookingOf(newcomer("Many")));
    const events = await Promise.all(bookings.map((booking) => story.tell("appointment.created", booking)));
    // Of those the Worker takes only what it asked Temporal for before the pause, four at most with the first.
    const failures = await failuresOf(paused, bookings);
    expect(failures.length).toBeLessThanOrEqual(3);
    for (const failure of failures) {
      // Temporal lost the attempt.
      if (failure.timeoutFailureInfo) continue;
      const unsent = describeAttempt(1, failure);
      expect(unsent.type).toBe("DynamicsThrottled");
      expect(unsent.message).toMatch(/GET \w+: unsent/);
      // For the rest of the pause, which began after we had asked for it, and a little more.
      expect(unsent.delaySeconds).toBeGreaterThanOrEqual((beganAt + pauseMs - performance.now()) / 1000);
      expect(unsent.delaySeconds).toBeLessThanOrEqual(pauseMs / 1000 + 5);
    }
    expect((await paused.dynamics.requests()).map((request) => request.status)).toEqual([status]);

    // Ten minutes are long for a test: the clock is put forward, and the Activities are reset as an operator would.
    const now = performance.now.bind(performance);
    const clock = vi.spyOn(performance, "now").mockImplementation(() => now() + pauseMs);
    onTestFinished(() => clock.mockRestore());
    const all = bookings.map((booking, index) => ({
      booking,
      eventId: events[index]?.id ?? "",
      lastName: "",
    }));
    const { namespace, temporal } = paused;
    for (const { booking } of [first, ...all]) {
      const execution = { workflowId: workflowIdFor(tenant, booking.id) };
      const resetting = temporal.workflowService.resetActivity({ namespace, execution, type: "findClient" });
      await resetting.catch((error: unknown) => {
        // It waits no more: the Worker goes on by itself.
        if (grpcCodeOf(error) !== notFound) throw error;
      });
    }
    for (const one of [first, ...all]) expect((await untilDone(one)).syncState).toBe("InStep");
    expect(await paused.dynamics.newLeads()).toHaveLength(all.length + 1);
  },
);

test("Retry-After: 0 is tried again, and parks nobody", async ({ service, story }) => {
  await service.dynamics.fault({ times: 1, path: "/api/data/", status: 503, retryAfter: 0 });
  const state = await story.tellAndWait("appointment.created", bookingOf(newcomer("Hal")));
  expect(state.syncState).toBe("InStep");
});
