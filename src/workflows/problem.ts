/** Why a Workflow is parked or delayed, in words for the person who looks. */
import {
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  log,
  TimeoutFailure,
} from "@temporalio/workflow";
import type { Problem } from "./state.ts";

/** Describes a failed Activity. @throws any other error as it is: a cancellation, a fault of the Workflow's own code */
export function problemOf(error: unknown): Problem {
  if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
  const cause = error.cause instanceof ApplicationFailure ? error.cause : undefined;
  const type = cause?.type ?? error.cause?.name ?? error.name;
  log.warn("parked", { activity: error.activityType, type });
  return { type, message: cause?.message ?? error.message, since: new Date().toISOString() };
}

/** Whether an Activity ended without success, or was cancelled: not a fault of the Workflow's own code. */
export function isEndOfActivity(error: unknown): boolean {
  return isCancellation(error) || error instanceof ActivityFailure;
}

/** An Activity that was tried for as long as it may be, and is to be scheduled again. */
export interface TimeUp {
  /** The failure of the last attempt, if one is known. */
  readonly cause?: { readonly type: string; readonly message: string };
  /** Whether an attempt may still be under way, which Temporal no longer waits for. */
  readonly mayStillRun: boolean;
}

/** Whether the error says that the time for all attempts is over; undefined for any other. */
export function timeUpOf(error: unknown): TimeUp | undefined {
  if (!(error instanceof ActivityFailure)) return undefined;
  const { cause, retryState } = error;
  if (cause instanceof TimeoutFailure && cause.timeoutType === "SCHEDULE_TO_CLOSE") {
    return { ...causeOf(cause.cause), mayStillRun: true };
  }
  return retryState === "TIMEOUT" ? { ...causeOf(cause), mayStillRun: false } : undefined;
}

function causeOf(error: unknown): Pick<TimeUp, "cause"> {
  if (error instanceof ApplicationFailure) {
    return { cause: { type: error.type ?? error.name, message: error.message } };
  }
  if (error instanceof TimeoutFailure) return { cause: attemptTimedOut };
  return {};
}

const attemptTimedOut = {
  type: "AttemptTimedOut",
  message: "An attempt did not end within its time: the worker that had it has ended, or hangs.",
};

/** Where no attempt has told why. */
export const notTried = {
  type: "NotTried",
  message:
    "No attempt was made: see that workers run for the Task Queue dynamics. They hold work back while Dynamics is away.",
};
