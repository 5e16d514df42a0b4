/** Bookings as Temporal knows them: each started once, joined by whoever asks again, waited for within a limit. */
import { ApplicationFailure, TypedSearchAttributes } from "@temporalio/common";
import {
  type Client,
  isGrpcServiceError,
  NamespaceNotFoundError,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
} from "@temporalio/client";
import type { Logger } from "../log.ts";
import type { bookAppointment } from "../workflows/book-appointment.ts";
import {
  type BookAppointmentInput,
  type BookAppointmentResult,
  type BookingUnavailable,
  bookingUnavailable,
} from "../workflows/booking-messages.ts";
import { searchAttributes } from "../workflows/search-attributes.ts";
import { tooLate, withinLimit } from "./time-limit.ts";

export interface BookingRun {
  readonly workflowId: string;
  readonly input: BookAppointmentInput;
  readonly appointmentAt: Date;
}

export type RunOutcome =
  | BookAppointmentResult
  | ({ readonly kind: "unavailable" } & BookingUnavailable)
  /** Temporal did not take the booking, so nothing was booked. */
  | { readonly kind: "not started" }
  | { readonly kind: "unknown" };

export interface RunLimits {
  /** For Temporal to say that it is there, and to take a booking. */
  readonly callTimeoutMs: number;
  readonly resultTimeoutMs: number;
}

export function createBookingRuns(
  { temporal, log }: { readonly temporal: Client; readonly log: Logger },
  { callTimeoutMs, resultTimeoutMs }: RunLimits,
) {
  const call = <T>(limitMs: number, action: () => Promise<T>) =>
    withinLimit(temporal.connection.withDeadline(Date.now() + limitMs, action), limitMs + 200);

  /** Asked first: once a start is on its way, its reply may be lost, and then nobody knows. */
  const isThere = () =>
    call(callTimeoutMs, () => temporal.workflowService.getSystemInfo({})).then(
      (answer) => answer !== tooLate,
      () => false,
    );

  async function start(
    { workflowId, input, appointmentAt }: BookingRun,
    workflowIdReusePolicy: "REJECT_DUPLICATE" | "ALLOW_DUPLICATE_FAILED_ONLY",
  ): Promise<"open" | "closed" | "refused" | "lost"> {
    const starting = call(callTimeoutMs, () =>
      temporal.workflow.start<typeof bookAppointment>("bookAppointment", {
        workflowId,
        taskQueue: "appointments",
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
      (handle) => (handle === tooLate ? "lost" : "open"),
      (error: unknown) => {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return "closed";
        log.error({ workflowId, err: error }, "Temporal did not take a booking");
        return isRefusal(error) ? "refused" : "lost";
      },
    );
  }

  async function resultOf({ workflowId, input }: BookingRun): Promise<RunOutcome> {
    // By this clock alone: Temporal's may be another.
    const askedAt = performance.now();
    const handle = temporal.workflow.getHandle<typeof bookAppointment>(workflowId);
    try {
      const result = await call(resultTimeoutMs, () => handle.result());
      if (result !== tooLate) return result;
    } catch (error) {
      const failure = error instanceof WorkflowFailedError ? error.cause : undefined;
      if (failure instanceof ApplicationFailure && failure.type === bookingUnavailable) {
        return { kind: "unavailable", ...(failure.details?.[0] as BookingUnavailable) };
      }
    }
    // Also a connection that was lost for a moment comes here; the booking may still begin.
    const isTooLate = performance.now() - askedAt > input.beginWithinMs;
    return isTooLate && (await wasNeverTakenUp(workflowId)) ? { kind: "not started" } : { kind: "unknown" };
  }

  /** Started and scheduled are two events; whoever takes it up after `beginWithinMs` finds that it is too late. */
  async function wasNeverTakenUp(workflowId: string): Promise<boolean> {
    const handle = temporal.workflow.getHandle(workflowId);
    const description = await call(callTimeoutMs, () => handle.describe()).catch(() => tooLate);
    return (
      description !== tooLate &&
      typeof description === "object" &&
      description.status.name === "RUNNING" &&
      description.historyLength <= 2
    );
  }

  return {
    /** Of a booking that was begun before; undefined where there is none, or nobody can say. */
    async recall(run: BookingRun): Promise<RunOutcome | undefined> {
      const handle = temporal.workflow.getHandle(run.workflowId);
      const isKnown = await call(callTimeoutMs, () => handle.describe()).then(
        (description) => description !== tooLate,
        () => false,
      );
      return isKnown ? resultOf(run) : undefined;
    },

    /** Starts the booking, or joins it where it was started before: one that failed has booked nothing and goes again. */
    async book(run: BookingRun): Promise<RunOutcome> {
      if (!(await isThere())) return { kind: "not started" };
      const state = await start(run, "REJECT_DUPLICATE");
      if (state === "refused") return { kind: "not started" };
      if (state === "lost") return { kind: "unknown" };
      const outcome = await resultOf(run);
      const mayGoAgain =
        state === "closed" && outcome.kind === "unavailable" && outcome.digest === run.input.digest;
      if (!mayGoAgain) return outcome;
      const again = await start(run, "ALLOW_DUPLICATE_FAILED_ONLY");
      return again === "lost" ? { kind: "unknown" } : resultOf(run);
    },
  };
}

/** gRPC codes that say "not like this": INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED, UNAUTHENTICATED. */
const refusals: ReadonlySet<number> = new Set([3, 5, 7, 16]);

function isRefusal(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : error;
  return error instanceof NamespaceNotFoundError || (isGrpcServiceError(cause) && refusals.has(cause.code));
}
