/** Why a Workflow is parked, in words for the person who has to decide. */
import { ActivityFailure, ApplicationFailure, isCancellation, log } from "@temporalio/workflow";
import type { Problem } from "./state.ts";

/** Describes a failed Activity. @throws any other error as it is: a cancellation, a fault of the Workflow's own code */
export function problemOf(error: unknown): Problem {
  if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
  const cause = error.cause instanceof ApplicationFailure ? error.cause : undefined;
  const type = cause?.type ?? error.cause?.name ?? error.name;
  log.warn("parked", { activity: error.activityType, type });
  return { type, message: cause?.message ?? error.message, since: new Date().toISOString() };
}
