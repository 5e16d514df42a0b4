/** Runs of `syncAppointment` without a worker: events are sent as the server does, Workflow Tasks answered by hand. */
import { randomUUID } from "node:crypto";
import { Client, Connection } from "@temporalio/client";
import { defaultPayloadConverter } from "@temporalio/common";
import { expect, onTestFinished, vi } from "vitest";
import { workflowIdFor } from "../../src/appointments/ids.ts";
import type { CoconutEvent } from "../../src/appointments/events.ts";
import { channelArgs } from "../../src/temporal/channel.ts";
import { taskQueues } from "../../src/temporal/task-queues.ts";
import { createEventSender } from "../../src/webhooks/sender.ts";
import { createNamespace } from "../../tools/temporal/namespaces.ts";
import { searchAttributeTypes } from "../../tools/temporal/search-attributes.ts";
import { canonicalEvent } from "./canonical.ts";
import { patienceMs } from "./service.ts";

type Commands = NonNullable<
  Parameters<Connection["workflowService"]["respondWorkflowTaskCompleted"]>[0]["commands"]
>;

export const toPayload = (value: unknown) => defaultPayloadConverter.toPayload(value);
const payloads = (value: unknown) => ({ payloads: [toPayload(value)] });

/** Commands of a Workflow Task. */
export const commands = {
  setSyncState: (state: string): Commands => [
    {
      commandType: 13,
      upsertWorkflowSearchAttributesCommandAttributes: {
        searchAttributes: { indexedFields: { SyncState: toPayload(state) } },
      },
    },
  ],
  complete: (result: unknown): Commands => [
    { commandType: 4, completeWorkflowExecutionCommandAttributes: { result: payloads(result) } },
  ],
  fail: (): Commands => [
    { commandType: 5, failWorkflowExecutionCommandAttributes: { failure: { message: "a fault" } } },
  ],
  cancel: (): Commands => [{ commandType: 7, cancelWorkflowExecutionCommandAttributes: {} }],
  continueAsNew: (input: unknown): Commands => [
    {
      commandType: 10,
      continueAsNewWorkflowExecutionCommandAttributes: {
        workflowType: { name: "syncAppointment" },
        taskQueue: { name: taskQueues.workflows },
        input: payloads(input),
      },
    },
  ],
};

/** An appointment in a namespace of its own, of which no event has been told. */
export async function appointmentByHand(address: string) {
  const connection = await Connection.connect({ address, connectTimeout: patienceMs, channelArgs });
  onTestFinished(() => connection.close());
  const namespace = `test-${randomUUID()}`;
  await createNamespace(connection, namespace, searchAttributeTypes);
  const client = new Client({ connection, namespace });
  const workflowId = workflowIdFor("acme", "81234");
  const handle = client.workflow.getHandle(workflowId);
  const sender = createEventSender({
    temporal: client,
    periods: { settlePeriodMs: 1_000 },
    timeoutMs: patienceMs,
  });
  const poll = (limitMs: number) =>
    connection.withDeadline(Date.now() + limitMs, () =>
      connection.workflowService.pollWorkflowTaskQueue({
        namespace,
        taskQueue: { name: taskQueues.workflows },
      }),
    );
  return {
    client,
    namespace,
    workflowId,
    handle,
    sender,
    runId: async () => (await handle.describe()).runId,
    /** Sends each as the server does, one after the other. */
    async tell(...events: readonly CoconutEvent[]): Promise<void> {
      for (const event of events) await sender.send(event);
    },
    /** Asks for a Workflow Task, as a worker does, until Temporal has terminated the run for it. */
    untilTerminatedByAsking: () =>
      vi.waitFor(
        async () => {
          await poll(5_000).catch(() => undefined);
          expect((await handle.describe()).status.name).toBe("TERMINATED");
        },
        { timeout: patienceMs },
      ),
    /** Takes Workflow Tasks and answers none, until Temporal's index says so of the run. */
    untilTimedOut: () =>
      vi.waitFor(
        async () => {
          await poll(5_000).catch(() => undefined);
          const { searchAttributes } = await handle.describe();
          expect(searchAttributes["TemporalReportedProblems"]).toContain("category=WorkflowTaskTimedOut");
        },
        { timeout: patienceMs },
      ),
    /** Answers the Workflow Task that waits. */
    async answer(...answers: readonly Commands[]): Promise<void> {
      const { taskToken } = await poll(patienceMs);
      await connection.workflowService.respondWorkflowTaskCompleted({
        namespace,
        taskToken,
        commands: answers.flat(),
      });
    },
  };
}

/** An event of that appointment, so many minutes after the first; its id says which. */
export function told(
  eventId: string,
  minutes: number,
  more: Parameters<typeof canonicalEvent>[0] = {},
): CoconutEvent {
  const at = new Date(Date.UTC(2026, 2, 4, 15, minutes)).toISOString();
  return canonicalEvent({
    eventId,
    occurredAt: at,
    receivedAt: at,
    ...more,
    appointment: { updatedAt: at, ...more.appointment },
  });
}
