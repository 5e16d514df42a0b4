/** What Dynamics does not take for some minutes says so, and goes on by itself. */
import { expect } from "vitest";
import { taskQueues } from "../../src/temporal/task-queues.ts";
import { skipUpdate } from "../../src/workflows/messages.ts";
import { searchAttributes } from "../../src/workflows/search-attributes.ts";
import { at } from "../helpers/events.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { startService } from "../helpers/service.ts";
import { bookingOf, createStory, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

const test = testWithService({ env: { DELAYED_AFTER: "2 seconds" } });
test.afterEach(({ service }) => service.dynamics.clearFaults());

const isDelayed = ({ syncState }: { readonly syncState: string }) => syncState === "Delayed";

test("an appointment is Delayed, with its cause and since when, until Dynamics takes it", async ({
  service,
  story,
}) => {
  const booking = bookingOf(newcomer("Dea"));
  await service.dynamics.fault({ path: "", status: 503, times: 10_000 });
  const event = await story.tell("appointment.created", booking);
  const state = await service.until(booking.id, isDelayed);
  expect(state.delay).toMatchObject({
    type: "DynamicsUnavailable",
    message: expect.stringContaining("503"),
    since: state.lastTakenUpAt,
  });
  const shown = async () => {
    const { typedSearchAttributes } = await service.workflowOf(booking.id).describe();
    return [searchAttributes.syncState, searchAttributes.problemType].map((key) =>
      typedSearchAttributes.get(key),
    );
  };
  expect(await shown()).toEqual(["Delayed", "DynamicsUnavailable"]);
  const found = service.temporal.workflow.list({
    query: 'SyncState = "Delayed" AND ProblemType = "DynamicsUnavailable"',
  });
  const listed = async () => {
    for await (const { workflowId } of found) if (workflowId.endsWith(`:${booking.id}`)) return true;
    return false;
  };
  await expect.poll(listed).toBe(true);

  await service.dynamics.clearFaults();
  const done = await service.untilDone(booking.id, event.id);
  expect(done).toMatchObject({ syncState: "InStep" });
  expect(done).not.toHaveProperty("delay");
  expect(await shown()).toEqual(["InStep", undefined]);
  expect(await story.rowOf(booking)).toMatchObject({ statecode: 3 });
});

test("while it is delayed others go first, a newer event takes its place, and it is still the same delay", async ({
  service,
  story,
}) => {
  const booking = bookingOf(newcomer("Eli"));
  await service.dynamics.fault({ path: "", status: 503, times: 10_000 });
  await story.tell("appointment.created", booking);
  const { delay } = await service.until(booking.id, isDelayed);
  const last = await story.tell("appointment.cancelled", {
    ...booking,
    status: "Cancelled",
    updatedAt: at(60),
  });
  await service.until(booking.id, ({ events }) => events[0]?.outcome === "contained");
  expect((await service.state(booking.id)).delay?.since).toBe(delay?.since);
  await service.dynamics.clearFaults();
  await service.untilDone(booking.id, last.id);
  expect(await story.rowOf(booking)).toMatchObject({ statecode: 2 });

  const { events } = await service.workflowOf(booking.id).fetchHistory();
  const priorities = (events ?? []).flatMap(
    ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.priority?.priorityKey ?? [],
  );
  expect(priorities[0]).toBe(3);
  expect(priorities.slice(1).every((priority) => priority === 4)).toBe(true);
});

test("an attempt that may still be under way is waited for, and `skip` is taken meanwhile", async () => {
  const service = closeAfterTest(
    await startService({ env: { DELAYED_AFTER: "4 seconds" }, withWorkers: false }),
  );
  closeAfterTest(await service.startWorkers("workflows only"));
  const booking = bookingOf(newcomer("Eva"));
  const event = await createStory(service).tell("appointment.created", booking);
  const handle = service.workflowOf(booking.id);
  // A worker takes the Activity, and is not heard of again.
  const { connection } = service.temporal;
  const taskQueue = { name: taskQueues.dynamicsActivities };
  await connection.withDeadline(Date.now() + 20_000, () =>
    connection.workflowService.pollActivityTaskQueue({ namespace: service.namespace, taskQueue }),
  );
  const waits = async () => {
    const events = (await handle.fetchHistory()).events ?? [];
    const timers = events.flatMap(
      ({ timerStartedEventAttributes: timer }) => timer?.startToFireTimeout ?? [],
    );
    return {
      isTimeUp: events.some((one) => one.activityTaskTimedOutEventAttributes),
      activities: events.filter((one) => one.activityTaskScheduledEventAttributes).length,
      timerSeconds: timers.map(({ seconds }) => Number(seconds)),
    };
  };
  // Nothing is tried again before the attempt's own time is over.
  await expect
    .poll(waits, { timeout: 20_000 })
    .toEqual({ isTimeUp: true, activities: 1, timerSeconds: [15] });
  expect(await handle.executeUpdate(skipUpdate)).toContain("unwritten");
  const state = await service.untilDone(booking.id, event.id);
  expect(state).toMatchObject({ syncState: "Skipped", events: [{ outcome: "skipped" }] });
});
