/** `retry` and `skip` mean something in every state, or are refused in words. */
import { WorkflowUpdateFailedError } from "@temporalio/client";
import { expect } from "vitest";
import { retrySignal, retryUpdate, skipSignal, skipUpdate } from "../../src/workflows/messages.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

const test = testWithService();
test.afterEach(({ service }) => service.dynamics.clearFaults());

/** In which words an Update was refused. */
async function refusalOf(update: Promise<unknown>): Promise<string> {
  const error: unknown = await update.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(WorkflowUpdateFailedError);
  return (error as WorkflowUpdateFailedError).cause?.message ?? "";
}

test("a row that was deleted in Dynamics comes back by `retry`, also when all is in step", async ({
  service,
  story,
}) => {
  const person = newcomer("Rea");
  const booking = bookingOf(person);
  await story.tellAndWait("appointment.created", booking);
  const { saved } = await service.state(booking.id);
  await service.dynamics.deleteRow("appointments", saved?.activityId ?? "");
  expect(await story.rowOf(booking)).toBeUndefined();

  const handle = service.workflowOf(booking.id);
  const words = await handle.executeUpdate(retryUpdate);
  expect(words).toContain("written once more");
  await expect.poll(() => story.rowOf(booking)).toMatchObject({ statecode: 3 });

  const [lead] = await story.leadsOf(person);
  await service.dynamics.deleteRow("leads", String(lead?.["leadid"]));
  await handle.signal(retrySignal);
  await expect.poll(() => story.leadsOf(person)).toHaveLength(1);
  await expect.poll(() => story.rowOf(booking)).toMatchObject({ statecode: 3 });
  expect((await service.state(booking.id)).lastRequest).toMatchObject({ asked: "retry" });
});

test("`retry` does not wait for the next try, and `skip` leaves what waits unwritten", async ({
  service,
  story,
}) => {
  const booking = bookingOf(newcomer("Ski"));
  // Dynamics asks for a pause that is longer than the test.
  await service.dynamics.fault({ path: "contacts?", status: 500, times: 10_000 });
  const event = await story.tell("appointment.created", booking);
  const handle = service.workflowOf(booking.id);
  await expect
    .poll(async () => (await handle.describe()).raw.pendingActivities?.[0]?.attempt ?? 0)
    .toBeGreaterThan(1);
  const scheduledBefore = await timesScheduled();
  expect(await handle.executeUpdate(retryUpdate)).toContain("now");
  await expect.poll(timesScheduled).toBeGreaterThan(scheduledBefore);

  expect(await handle.executeUpdate(skipUpdate)).toContain("unwritten");
  const state = await service.untilDone(booking.id, event.id);
  expect(state).toMatchObject({ syncState: "Skipped", events: [{ outcome: "skipped" }] });

  // What was skipped is written when an operator asks for it.
  expect(await refusalOf(handle.executeUpdate(skipUpdate))).toContain("skipped before");
  await service.dynamics.clearFaults();
  await handle.executeUpdate(retryUpdate);
  await service.until(booking.id, ({ syncState }) => syncState === "InStep");
  expect(await story.rowOf(booking)).toMatchObject({ statecode: 3 });

  async function timesScheduled(): Promise<number> {
    const { events } = await handle.fetchHistory();
    return (events ?? []).filter((one) => one.activityTaskScheduledEventAttributes).length;
  }
});

test("what means nothing is refused in words, and a Signal leaves a trace", async ({ service, story }) => {
  const inStep = bookingOf(newcomer("Ina"));
  await story.tellAndWait("appointment.created", inStep);
  expect(await refusalOf(service.workflowOf(inStep.id).executeUpdate(skipUpdate))).toContain(
    "nothing to skip",
  );
  await service.workflowOf(inStep.id).signal(skipSignal);
  const state = await service.until(inStep.id, ({ lastRequest }) => lastRequest !== undefined);
  expect(state.lastRequest).toMatchObject({ asked: "skip", effect: expect.stringContaining("Refused") });
  expect(state.syncState).toBe("InStep");

  const waiting = bookingOf(newcomer("Wim"), { group: true, attendees: [] });
  await story.tellAndWait("appointment.created", waiting);
  for (const update of [retryUpdate, skipUpdate]) {
    expect(await refusalOf(service.workflowOf(waiting.id).executeUpdate(update))).toContain(
      "nobody has joined",
    );
  }
});
