/** What of an appointment's events outlives the run of its Workflow that took them in (decision 13). Pure data. */
import type { CoconutEvent } from "./events.ts";
import type { Position } from "./order.ts";

/** Where a run left its appointment. */
export interface Memory {
  /** Where the newest event stands that was taken in, whether it was written or not. */
  readonly watermark?: Position;
  /** The ids of the last events, by which a second delivery is recognised. At most 200. */
  readonly seen: readonly string[];
  /** The appointment's row in Dynamics. */
  readonly activityId?: string;
}

/** What is known of all earlier runs. `unwritten`: the newest event of a run that ended before it could be written. */
export interface Recollection extends Memory {
  readonly unwritten?: CoconutEvent;
}
