/** The Workflows of bookings: each is started once, asked for its result again, and waited for within a time limit. */
import { ApplicationFailure, TypedSearchAttributes } from "@temporalio/common";
import { type Client, WorkflowFailedError } from "@temporalio/client";
import type { Logger } from "../log.ts";
import { callTemporal, failureOf } from "../temporal/calls.ts";
import { taskQueues } from "../temporal/task-queues.ts";
import type { bookAppointment } from "../workflows/book-appointment.ts";
import {
  type BookAppointmentInput,
  type BookAppointmentResult,
  type BookingUnavailable,
  bookingUnavailable,
} from "../workflows/booking-messages.ts";
import { searchAttributes } from "../workflows/search-attributes.ts";

/** One Workflow `bookAppointment`: its id and its input. */
export interface BookingRun {
  readonly workflowId: string;
  readonly input: BookAppointmentInput;
  readonly appointmentAt: Date;
}

/** What came of it, as far as is known within the time limits. */
export type RunOutcome =
  | BookAppointmentResult
  | ({ readonly kind: "unavailable" } & BookingUnavailable)
  /** Temporal did not take the booking, so nothing was booked. */
  | { readonly kind: "not started" }
  | { readonly kind: "unknown" };

/** Time limits. */
export interface RunLimits {
  /** For each call but the one that waits for the result. */
  readonly callTimeoutMs: number;
  readonly resultTimeoutMs: number;
}

/** Starts Workflows of bookings and waits for them. */
export function createBookingRuns(
  { temporal, log }: { readonly temporal: Client; readonly log: Logger },
  { callTimeoutMs, resultTimeoutMs }: RunLimits,
) {
  const call = <T>(limitMs: number, action: () => Promise<T>) =>
    callTemporal(temporal.connection, limitMs, action);

  /** Called before the start: when the reply to a start is lost, nobody knows whether something is booked. */
  const isReachable = () =>
    call(callTimeoutMs, () => temporal.workflowService.getSystemInfo({})).then(
      () => true,
      () => false,
    );

  async function start(
    { workflowId, input, appointmentAt }: BookingRun,
    workflowIdReusePolicy: "REJECT_DUPLICATE" | "ALLOW_DUPLICATE_FAILED_ONLY",
  ): Promise<"open" | "closed" | "refused" | "lost"> {
    const starting = call(callTimeoutMs, () =>
      temporal.workflow.start<typeof bookAppointment>("bookAppointment", {
        workflowId,
        taskQueue: taskQueues.workflows,
        args: [input],
        workflowIdReusePolicy,
        workflowIdConflictPolicy: "USE_EXISTING",
        typedSearchAttributes: new TypedSearchAttributes([
          { key: searchAttributes.appointmentAt, value: appointmentAt },
        ]),
        staticSummary: "Booking from Dynamics",
      }),
    );
    return starting.then(
      () => "open",
      (error: unknown) => {
        const failure = failureOf(error);
        if (failure === "already started") return "closed";
        log.error({ workflowId, err: error }, "Temporal did not confirm that it has a booking");
        return failure === "refused" ? "refused" : "lost";
      },
    );
  }

  async function resultOf({ workflowId, input }: BookingRun): Promise<RunOutcome> {
    // Measured by this clock alone: that of Temporal may differ.
    const askedAt = performance.now();
    const handle = temporal.workflow.getHandle<typeof bookAppointment>(workflowId);
    try {
      return await call(resultTimeoutMs, () => handle.result());
    } catch (error) {
      const failure = error instanceof WorkflowFailedError ? error.cause : undefined;
      if (failure instanceof ApplicationFailure && failure.type === bookingUnavailable) {
        return { kind: "unavailable", ...(failure.details?.[0] as BookingUnavailable) };
      }
    }
    // A connection that was lost for a moment also leads here; the booking may still begin.
    const isTooLate = performance.now() - askedAt > input.beginWithinMs;
    return isTooLate && (await wasNeverBegun(workflowId)) ? { kind: "not started" } : { kind: "unknown" };
  }

  /** No Worker has worked on it: its history has two events, started and scheduled. After `beginWithinMs` none will book. */
  async function wasNeverBegun(workflowId: string): Promise<boolean> {
    const handle = temporal.workflow.getHandle(workflowId);
    return call(callTimeoutMs, () => handle.describe()).then(
      ({ status, historyLength }) => status.name === "RUNNING" && historyLength <= 2,
      () => false,
    );
  }

  return {
    /** The outcome of a booking that was begun before; undefined where there is none, or Temporal does not answer. */
    async recall(run: BookingRun): Promise<RunOutcome | undefined> {
      const handle = temporal.workflow.getHandle(run.workflowId);
      const isKnown = await call(callTimeoutMs, () => handle.describe()).then(
        () => true,
        () => false,
      );
      return isKnown ? resultOf(run) : undefined;
    },

    /** Starts the booking, or waits for the one started before; one that failed has booked nothing and is started again. */
    async book(run: BookingRun): Promise<RunOutcome> {
      if (!(await isReachable())) return { kind: "not started" };
      const state = await start(run, "REJECT_DUPLICATE");
      if (state === "refused") return { kind: "not started" };
      if (state === "lost") return { kind: "unknown" };
      const outcome = await resultOf(run);
      const mayStartAgain =
        state === "closed" && outcome.kind === "unavailable" && outcome.digest === run.input.digest;
      if (!mayStartAgain) return outcome;
      const again = await start(run, "ALLOW_DUPLICATE_FAILED_ONLY");
      return again === "lost" ? { kind: "unknown" } : resultOf(run);
    },
  };
}
