/** Events that come when Temporal takes no more of one run. On a real Temporal with low limits; no worker runs. */
import { expect, test as base, vi } from "vitest";
import { recallEarlierRuns } from "../../src/activities/earlier-runs.ts";
import type { CoconutEvent } from "../../src/appointments/events.ts";
import { startDevServer } from "../../tools/temporal/dev-server.ts";
import { startForFile } from "../helpers/fixtures.ts";
import { appointmentByHand, told } from "../helpers/run-by-hand.ts";

const limits = {
  "history.maximumSignalsPerExecution": "20",
  "limit.historySize.error": "100000",
  "limit.historyCount.error": "40",
};
const test = base.extend(
  "temporal",
  { scope: "file" },
  startForFile(() => startDevServer({ dynamicConfig: limits })),
);

type Appointment = Awaited<ReturnType<typeof appointmentByHand>>;

const eventsOf = (count: number, notes = "") =>
  Array.from({ length: count }, (_, index) =>
    told(`e${index}`, index, { appointment: { notes: `${index} ${notes}` } }),
  );

/** What the open run can know: the ids of its own Signals, and what it recalls. */
async function known({ client, workflowId, handle, runId }: Appointment) {
  const { events } = await handle.fetchHistory();
  const own = events?.flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => {
    const data = signal?.input?.payloads?.[0]?.data;
    return data ? [(JSON.parse(Buffer.from(data).toString()) as { eventId: string }).eventId] : [];
  });
  const asking = { workflowId, runId: await runId(), tenant: "acme", appointmentId: "81234" };
  const recollection = await recallEarlierRuns(client, asking);
  return { own: own ?? [], recollection };
}

/** Each run of the appointment but the open one, and why it was ended. */
async function endedRuns({ client, workflowId, runId }: Appointment) {
  const open = await runId();
  const reasons: (string | null | undefined)[] = [];
  for await (const run of client.workflow.list({ query: `WorkflowId = "${workflowId}"` })) {
    if (run.runId === open) continue;
    const { events } = await client.workflow.getHandle(workflowId, run.runId).fetchHistory();
    reasons.push(events?.at(-1)?.workflowExecutionTerminatedEventAttributes?.reason);
  }
  return reasons;
}

test("a run that takes no more Signals is replaced by one that knows what it was told", async ({
  temporal,
}) => {
  const appointment = await appointmentByHand(temporal.address);
  const events = eventsOf(21);
  await appointment.tell(...events);
  const { own, recollection } = await known(appointment);
  expect(own).toEqual(["e20"]);
  expect(recollection?.unwritten?.eventId).toBe("e19");
  expect(recollection?.seen).toEqual(events.slice(0, 20).map(({ eventId }) => eventId));
  expect(await endedRuns(appointment)).toEqual([expect.stringContaining("It takes no more Signals")]);
});

test("nothing is lost where many servers come to that limit at once", async ({ temporal }) => {
  const appointment = await appointmentByHand(temporal.address);
  const events = eventsOf(30);
  await appointment.tell(...events.slice(0, 15));
  await Promise.all(events.slice(15).map((event) => appointment.sender.send(event)));
  const { own, recollection } = await known(appointment);
  const all = events.map(({ eventId }) => eventId).toSorted();
  expect([...own, ...(recollection?.seen ?? [])].toSorted()).toEqual(all);
  // The new run, which others had started, was not ended.
  expect(await endedRuns(appointment)).toHaveLength(1);
});

test("a run that another server has just started in place of the full one is not ended", async ({
  temporal,
}) => {
  const appointment = await appointmentByHand(temporal.address);
  const { client, sender } = appointment;
  const events = eventsOf(22);
  const [ours, theirs] = [events[20], events[21]] as [CoconutEvent, CoconutEvent];
  await appointment.tell(...events.slice(0, 20));
  // The other server is there first: between the refusal and our look at which run is the open one.
  const getHandle = client.workflow.getHandle.bind(client.workflow);
  let isFirst = true;
  vi.spyOn(client.workflow, "getHandle").mockImplementation((workflowId, runId) => {
    const handle = getHandle(workflowId, runId);
    if (!isFirst) return handle;
    isFirst = false;
    return {
      ...handle,
      describe: async () => {
        await sender.send(theirs);
        return handle.describe();
      },
    };
  });
  await sender.send(ours);
  vi.restoreAllMocks();
  const { own, recollection } = await known(appointment);
  expect(own).toEqual([theirs.eventId, ours.eventId]);
  expect(recollection?.seen).toHaveLength(20);
  expect(await endedRuns(appointment)).toHaveLength(1);
});

test("so is a run that Temporal has terminated for the size of its history", async ({ temporal }) => {
  const appointment = await appointmentByHand(temporal.address);
  const events = eventsOf(10, "n".repeat(12_000));
  await appointment.tell(...events);
  const { own, recollection } = await known(appointment);
  expect([...(recollection?.seen ?? []), ...own]).toEqual(events.map(({ eventId }) => eventId));
  expect(await endedRuns(appointment)).toEqual(["Workflow history size exceeds limit."]);
});

test("and one that Temporal has terminated for their number", async ({ temporal }) => {
  const appointment = await appointmentByHand(temporal.address);
  const events = eventsOf(12);
  const refusals: unknown[] = [];
  for (const event of events) {
    await appointment.tell(event);
    // Temporal refuses the answer that makes it too long, and terminates the run.
    await appointment.answer([]).catch((error: unknown) => refusals.push(error));
  }
  const { own, recollection } = await known(appointment);
  expect([...(recollection?.seen ?? []), ...own]).toEqual(events.map(({ eventId }) => eventId));
  expect(await endedRuns(appointment)).toEqual(["Workflow history count exceeds limit."]);
  expect(refusals).toMatchObject([{ details: "Workflow history count exceeds limit." }]);
});
