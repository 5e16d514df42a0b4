/** What a run has taken in, told from its history: the newest event, and whether it was written. Pure. */
import type { CoconutEvent } from "../appointments/events.ts";
import { memoryOf, originOf, type Recollection, rememberedEvents } from "../appointments/memory.ts";
import { isOlder, positionOf } from "../appointments/order.ts";
import type { RunStart } from "./run-history.ts";

/** Takes in what a run was told, one after the other, and holds the newest event alone. */
export interface EventFold {
  takeIn(event: CoconutEvent): void;
  /** The run said how far it was with the event that it had taken up last. */
  setSyncState(syncState: unknown): void;
  recollection(): Recollection;
}

/** Begins with what was known before the run. */
export function createEventFold({ unwritten, ...before }: Recollection): EventFold {
  let { watermark, seen, bookedFrom } = before;
  let newest = unwritten;
  let isWritten = false;
  return {
    takeIn(event) {
      bookedFrom ??= originOf(event);
      if (seen.includes(event.eventId)) return;
      seen = [...seen, event.eventId].slice(-rememberedEvents);
      if (watermark && isOlder(event, watermark)) return;
      watermark = positionOf(event);
      newest = event;
      isWritten = false;
    },
    setSyncState(syncState) {
      isWritten = isDone(syncState);
    },
    recollection: () => ({
      ...before,
      seen,
      ...(watermark && { watermark }),
      ...(bookedFrom && { bookedFrom }),
      ...(newest && !isWritten && { unwritten: newest }),
    }),
  };
}

/** What the run before handed over by continue-as-new. */
export function recollectionCarriedBy({
  state,
  pending,
  newest,
}: NonNullable<RunStart["carried"]>): Recollection {
  const { seen, ...memory } = memoryOf(state);
  const isUnwritten = newest !== undefined && !isDone(state.syncState);
  // Those that wait are among the seen.
  const fold = createEventFold({ ...memory, seen: [], ...(isUnwritten && { unwritten: newest }) });
  for (const event of pending) fold.takeIn(event);
  return { ...fold.recollection(), seen };
}

/** Nothing was left to write of the event that had been taken up last. */
function isDone(syncState: unknown): boolean {
  return syncState === "InStep" || syncState === "Waiting" || syncState === "Skipped";
}
