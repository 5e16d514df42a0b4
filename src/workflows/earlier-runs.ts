/** What a new run takes over from those before it, and hands on to the next. */
import { proxyLocalActivities } from "@temporalio/workflow";
import type { WorkflowActivities } from "../activities/index.ts";
import type { CoconutEvent } from "../appointments/events.ts";
import type { Recollection } from "../appointments/memory.ts";
import { isOlder, positionOf } from "../appointments/order.ts";
import { recordOutcome, type Outcome, type StateChange, type SyncAppointmentState } from "./state.ts";

/** Asked in the Workflow Task that needs the answer: both answer from what is at hand. */
export const { recallEarlierRuns, explainDelay } = proxyLocalActivities<WorkflowActivities>({
  // The histories of a weekend without workers have hundreds of megabytes.
  startToCloseTimeout: "10 minutes",
});

/**
 * Judges what has arrived in this run by what earlier runs took in. `newest`: the event that is to be written, if there is
 * one: the pending one, or one that an earlier run could not write.
 */
export function remember(
  state: SyncAppointmentState,
  pending: CoconutEvent,
  { watermark, seen, activityId, bookedFrom, unwritten }: Recollection,
): { readonly change: StateChange; readonly newest: CoconutEvent | undefined } {
  const isSeen = ({ eventId }: { readonly eventId: string }) => seen.includes(eventId);
  const events = state.events.filter((event) => !isSeen(event));
  const isNews = !isSeen(pending) && !(watermark && isOlder(pending, watermark));
  const remembered = {
    seenEarlier: seen,
    events,
    duplicates: state.duplicates + state.events.length - events.length,
    ...(activityId !== undefined && { earlierActivityId: activityId }),
    ...(bookedFrom && { bookedFrom }),
  };
  if (isNews) return { change: remembered, newest: pending };
  const outcome: Outcome = unwritten ? "contained" : "stale";
  return {
    change: {
      ...remembered,
      ...recordOutcome({ ...state, events }, pending, outcome),
      watermark: watermark ?? (unwritten && positionOf(unwritten)),
    },
    newest: unwritten,
  };
}
