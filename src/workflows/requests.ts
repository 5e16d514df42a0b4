/** What an operator's `retry` and `skip` mean in each state of a Workflow, in words for that operator. */
import type { OperatorRequest, SyncAppointmentState } from "./state.ts";

/** `effect`: what the request does; `refusal`: why it means nothing now. */
export type Answer = { readonly effect: string } | { readonly refusal: string };

/** Judges a request. `isAtWork`: an event is being written, or waits to be tried again. */
export function answerTo(
  asked: OperatorRequest["asked"],
  { syncState, waitingFor, events }: SyncAppointmentState,
  isAtWork: boolean,
): Answer {
  if (events.length === 0) return { refusal: "No event of this appointment has arrived yet." };
  if (syncState === "NeedsAttention" || isAtWork) return { effect: whilePending[asked] };
  if (syncState === "Waiting") {
    return { refusal: `There is nothing to write yet: ${waitingFor ?? "the appointment is not ready"}.` };
  }
  if (asked === "retry") {
    return { effect: "Everybody is looked up again, and the newest event is written once more." };
  }
  if (syncState === "Skipped") return { refusal: "The last event was skipped before." };
  return { refusal: "The last event is in Dynamics already: there is nothing to skip." };
}

const whilePending: Readonly<Record<OperatorRequest["asked"], string>> = {
  retry: "It is tried again now.",
  skip: "The event is left unwritten, unless the attempt under way has written it.",
};
