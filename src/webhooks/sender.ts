/** A canonical event → its Workflow, by Signal-With-Start, within a time limit. */
import type { Client } from "@temporalio/client";
import { workflowIdFor } from "../appointments/ids.ts";
import type { CoconutEvent } from "../appointments/events.ts";
import { createTurns } from "../http/turns.ts";
import {
  callTemporal,
  describeFailure,
  failureOf,
  runLimitOf,
  TemporalTimeoutError,
} from "../temporal/calls.ts";
import { taskQueues } from "../temporal/task-queues.ts";
import { appointmentChangedSignal } from "../workflows/messages.ts";
import { searchAttributesOf } from "../workflows/search-attributes.ts";
import type { syncAppointment } from "../workflows/sync-appointment.ts";
import type { SyncPeriods } from "../workflows/sync-messages.ts";

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
const callsAtATime = { limit: () => 16 };
const longestQueue = 1_000;

/** A call that could not begin earlier than this before the end of its time is not made. */
const shortestCallMs = 500;

interface RunName {
  readonly workflowId: string;
  readonly runId: string;
}

/** Sends to the Workflow of the event's appointment, which is started if none is open. */
export function createEventSender({ temporal, periods, timeoutMs = 2_500 }: EventSenderOptions): EventSender {
  const turns = createTurns(callsAtATime, longestQueue);
  return {
    async send(event) {
      const giveUpAt = performance.now() + timeoutMs;
      const workflowId = workflowIdFor(event.tenant, event.appointment.id);
      using turn = await turns.acquire(AbortSignal.timeout(Math.max(0, timeoutMs - shortestCallMs)));
      if (turn === undefined) throw new NotConfirmedError("Too many deliveries at once", false);
      try {
        const leftMs = Math.round(giveUpAt - performance.now());
        await callTemporal(temporal.connection, leftMs, () => signalOpenRun(workflowId, event));
      } catch (error) {
        throw toNotConfirmed(error);
      }
      return { workflowId };
    },
  };

  /** Signals the open run. Where there is none a new one is started, and told which run was the last. */
  async function signalOpenRun(workflowId: string, event: CoconutEvent): Promise<void> {
    // Where many events come at once, even the new run may be full: until the time limit ends the calls.
    for (let previousRunId: string | undefined; ;) {
      try {
        await signalWithStart(workflowId, event, previousRunId);
        return;
      } catch (error) {
        const limit = runLimitOf(error);
        if (failureOf(error) !== "already started" && limit === undefined) throw error;
        const { runId } = await temporal.workflow.getHandle(workflowId).describe();
        if (limit === "too many signals" && (await signalOrEnd({ workflowId, runId }, event))) return;
        previousRunId = runId;
      }
    }
  }

  /** Whether this very run took the Signal; else it has ended. Another server may have started it a moment ago. */
  async function signalOrEnd({ workflowId, runId }: RunName, event: CoconutEvent): Promise<boolean> {
    const run = temporal.workflow.getHandle(workflowId, runId);
    try {
      await run.signal(appointmentChangedSignal, event);
      return true;
    } catch (error) {
      if (runLimitOf(error) === undefined && failureOf(error) !== "not found") throw error;
    }
    try {
      await run.terminate("It takes no more Signals. The next run takes over what it knows.");
    } catch (error) {
      if (failureOf(error) !== "not found") throw error;
    }
    return false;
  }

  /** @param previousRunId known to have ended; without it a new run is refused where there was one before */
  function signalWithStart(workflowId: string, event: CoconutEvent, previousRunId?: string) {
    const { tenant, appointment } = event;
    const input = { tenant, appointmentId: appointment.id, ...periods, rules: 2 } as const;
    return temporal.workflow.signalWithStart<typeof syncAppointment, [CoconutEvent]>("syncAppointment", {
      workflowId,
      taskQueue: taskQueues.workflows,
      args: [previousRunId === undefined ? input : { ...input, previousRunId }],
      signal: appointmentChangedSignal,
      signalArgs: [event],
      workflowIdReusePolicy: previousRunId === undefined ? "REJECT_DUPLICATE" : "ALLOW_DUPLICATE",
      typedSearchAttributes: searchAttributesOf(event, "Syncing"),
      staticSummary: `Coconut appointment ${appointment.id}`,
    });
  }
}

function toNotConfirmed(error: unknown): NotConfirmedError {
  if (error instanceof TemporalTimeoutError) {
    return new NotConfirmedError(error.message, false, { cause: error });
  }
  const isPermanent = failureOf(error) === "refused";
  const what = isPermanent ? "Temporal refused the event" : "Temporal could not be reached";
  return new NotConfirmedError(`${what} (${describeFailure(error)})`, isPermanent, { cause: error });
}
