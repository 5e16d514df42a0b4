/** What an operator's `retry` and `skip` mean in each state of a Workflow, in words for that operator. */
import type { OperatorRequest, SyncAppointmentState } from "./state.ts";

/** `effect`: what the request does; `refusal`: why it means nothing now. */
export type Answer = { readonly effect: string } | { readonly refusal: string };

/** Judges a request. */
export function answerTo(asked: OperatorRequest["asked"], state: SyncAppointmentState): Answer {
  const { syncState, waitingFor, lastTakenUpAt } = state;
  if (lastTakenUpAt === undefined) return { refusal: nothingTakenUp };
  if (syncState === "NeedsAttention" || isAtWork(state)) return { effect: whilePending[asked] };
  if (syncState === "Waiting") {
    return { refusal: `There is nothing to write yet: ${waitingFor ?? "the appointment is not ready"}.` };
  }
  if (asked === "retry") {
    return { effect: "Everybody is looked up again, and the newest event is written once more." };
  }
  if (syncState === "Skipped") return { refusal: "The last event was skipped before." };
  return { refusal: "The last event is in Dynamics already: there is nothing to skip." };
}

/** An event is being written, waits to be tried again, or will be once an attempt that ran out of time has ended. */
export function isAtWork({ syncState }: SyncAppointmentState): boolean {
  return syncState === "Syncing" || syncState === "Delayed";
}

const nothingTakenUp =
  "There is nothing to write or to skip: what has arrived in this run, if anything, is older than what an earlier run was told, or is still compared with it.";

const whilePending: Readonly<Record<OperatorRequest["asked"], string>> = {
  retry: "It is tried again now.",
  skip: "The event is left unwritten, unless the attempt under way has written it.",
};
