/** What a run has taken in, told from its history: the newest event, and whether it was written. Pure. */
import type { CoconutEvent } from "../appointments/events.ts";
import { fromFormer, type FormerPosition } from "../appointments/former-order.ts";
import type { Recollection } from "../appointments/memory.ts";
import { isOlder, type Position, positionOf } from "../appointments/order.ts";
import type { RunStart } from "./run-history.ts";

const rememberedEvents = 200;

/** Takes in what a run was told, one after the other, and holds the newest event alone. */
export interface EventFold {
  takeIn(event: CoconutEvent): void;
  /** The run said how far it was with the event that it had taken up last. */
  setSyncState(syncState: unknown): void;
  recollection(): Recollection;
}

/** Begins with what was known before the run. */
export function createEventFold({ unwritten, ...before }: Recollection): EventFold {
  let { watermark, seen } = before;
  let newest = unwritten;
  let isWritten = false;
  return {
    takeIn(event) {
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
  const { watermark, events, seenEarlier = [], saved, earlierActivityId, syncState } = state;
  const activityId = saved?.activityId ?? earlierActivityId;
  const fold = createEventFold({
    seen: [],
    ...(watermark && { watermark: isFormer(watermark) ? fromFormer(watermark) : watermark }),
    ...(newest && !isDone(syncState) && { unwritten: newest }),
  });
  for (const event of pending) fold.takeIn(event);
  const seen = [...seenEarlier, ...events.map(({ eventId }) => eventId)].slice(-rememberedEvents);
  return { ...fold.recollection(), seen, ...(activityId !== undefined && { activityId }) };
}

function isFormer(watermark: Position | FormerPosition): watermark is FormerPosition {
  return Array.isArray(watermark);
}

/** Nothing was left to write of the event that had been taken up last. */
function isDone(syncState: unknown): boolean {
  return syncState === "InStep" || syncState === "Waiting" || syncState === "Skipped";
}
