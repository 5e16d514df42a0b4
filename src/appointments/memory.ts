/** What of an appointment's events outlives the run of its Workflow that took them in (decision 13). Pure data. */
import { clientKey, regardingClient } from "./appointment.ts";
import type { CoconutEvent } from "./events.ts";
import { type FormerPosition, readWatermark } from "./former-order.ts";
import type { Position } from "./order.ts";
import type { RowRef } from "./row-ref.ts";

/** A second delivery comes within hours; an event that is no longer among the last ones is told to be old by its times. */
export const rememberedEvents = 200;

/** The row that a banker booked the appointment from, and the `clientKey` of the client it was booked for. */
export type Origin = RowRef & { readonly client?: string };

/** Where a run left its appointment. */
export interface Memory {
  /** Where the newest event stands that was taken in, whether it was written or not. */
  readonly watermark?: Position;
  /** The ids of the last events, by which a second delivery is recognised. At most 200. */
  readonly seen: readonly string[];
  /** The appointment's row in Dynamics. */
  readonly activityId?: string;
  /** Of the first event that named one. */
  readonly bookedFrom?: Origin;
}

/** What is known of all earlier runs. `unwritten`: the newest event of a run that ended before it could be written. */
export interface Recollection extends Memory {
  readonly unwritten?: CoconutEvent;
}

/** The state of a run, as far as the next one has to know of it. Versions up to 0.2.0 kept the watermark in the former order. */
export interface LeftState {
  readonly watermark?: Position | FormerPosition;
  readonly events: readonly { readonly eventId: string }[];
  readonly seenEarlier?: readonly string[];
  readonly saved?: { readonly activityId: string };
  readonly earlierActivityId?: string;
  readonly bookedFrom?: Origin;
}

/** What the next run has to know. */
export function memoryOf({
  watermark,
  events,
  seenEarlier = [],
  saved,
  earlierActivityId,
  bookedFrom,
}: LeftState): Memory {
  const activityId = saved?.activityId ?? earlierActivityId;
  const ids = [...seenEarlier, ...events.map(({ eventId }) => eventId)];
  return {
    seen: ids.slice(-rememberedEvents),
    ...(watermark && { watermark: readWatermark(watermark) }),
    ...(activityId !== undefined && { activityId }),
    ...(bookedFrom && { bookedFrom: withoutLink(bookedFrom) }),
  };
}

/** Where the event's appointment was booked from. Of a stale event too: that it is late does not change that. */
export function originOf({ appointment }: CoconutEvent): Origin | undefined {
  if (appointment.bookedFrom === undefined) return undefined;
  const { table, id } = appointment.bookedFrom;
  const client = regardingClient(appointment);
  return { table, id, ...(client && { client: clientKey(client) }) };
}

/** The row it is now is asked for by each run. */
function withoutLink({ table, id, client }: Origin): Origin {
  return { table, id, ...(client !== undefined && { client }) };
}
