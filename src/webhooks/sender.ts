/** A canonical event → its Workflow, by Signal-With-Start, within a time limit. */
import type { Client } from "@temporalio/client";
import { workflowIdFor } from "../appointments/ids.ts";
import type { CoconutEvent } from "../appointments/events.ts";
import { createConcurrencyLimiter } from "../http/concurrency-limiter.ts";
import { callTemporal, describeFailure, failureOf, TemporalTimeoutError } from "../temporal/calls.ts";
import { taskQueues } from "../temporal/task-queues.ts";
import { appointmentChangedSignal } from "../workflows/messages.ts";
import { searchAttributesOf } from "../workflows/search-attributes.ts";
import type { syncAppointment, SyncPeriods } from "../workflows/sync-appointment.ts";

/** Temporal did not confirm that it has the event. `isPermanent`: it will not until somebody repairs what is wrong. */
export class NotConfirmedError extends Error {
  readonly isPermanent: boolean;

  constructor(message: string, isPermanent: boolean, options?: ErrorOptions) {
    super(message, options);
    this.name = "NotConfirmedError";
    this.isPermanent = isPermanent;
  }
}

/** Takes events to their Workflows. */
export interface EventSender {
  /** Resolves once Temporal has stored the event. @throws NotConfirmedError */
  send(event: CoconutEvent): Promise<{ readonly workflowId: string }>;
}

/** What events are sent with. */
export interface EventSenderOptions {
  readonly temporal: Client;
  /** Handed to each Workflow that an event starts. */
  readonly periods: SyncPeriods;
  /** For waiting and the call together. Senders of webhooks hang up after 3 s; an answer has to be on its way before. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Without a limit, 400 calls at once delay each other until most run out of time; with this one they are answered in turn.
 * A delivery holds up to 256 kB while it waits.
 */
const callsAtATime = { limit: 16, longestQueue: 1_000 };

/** A call that could not begin earlier than this before the end of its time is not made. */
const shortestCallMs = 500;

/** Sends to the Workflow of the event's appointment, which is started if none is open. */
export function createEventSender({ temporal, periods, timeoutMs = 2_500 }: EventSenderOptions): EventSender {
  const limiter = createConcurrencyLimiter(callsAtATime);
  return {
    async send(event) {
      const giveUpAt = performance.now() + timeoutMs;
      const workflowId = workflowIdFor(event.tenant, event.appointment.id);
      const start = () =>
        temporal.workflow.signalWithStart<typeof syncAppointment, [CoconutEvent]>("syncAppointment", {
          workflowId,
          taskQueue: taskQueues.workflows,
          args: [{ tenant: event.tenant, appointmentId: event.appointment.id, ...periods, rules: 2 }],
          signal: appointmentChangedSignal,
          signalArgs: [event],
          // An event after settlement starts a new run; it finds the rows again by their ids.
          workflowIdReusePolicy: "ALLOW_DUPLICATE",
          typedSearchAttributes: searchAttributesOf(event, "Syncing"),
          staticSummary: `Coconut appointment ${event.appointment.id}`,
        });
      using turn = await limiter.acquire(timeoutMs - shortestCallMs);
      if (turn === undefined) throw new NotConfirmedError("Too many deliveries at once", false);
      try {
        await callTemporal(temporal.connection, Math.round(giveUpAt - performance.now()), start);
      } catch (error) {
        throw toNotConfirmed(error);
      }
      return { workflowId };
    },
  };
}

function toNotConfirmed(error: unknown): NotConfirmedError {
  if (error instanceof TemporalTimeoutError) {
    return new NotConfirmedError(error.message, false, { cause: error });
  }
  const isPermanent = failureOf(error) !== "unreachable";
  const what = isPermanent ? "Temporal refused the event" : "Temporal could not be reached";
  return new NotConfirmedError(`${what} (${describeFailure(error)})`, isPermanent, { cause: error });
}
