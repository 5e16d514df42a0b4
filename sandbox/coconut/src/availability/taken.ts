/** Whether staff are busy with other appointments. */
import type { Appointment } from "../model/entities.ts";
import { endMs } from "../model/entities.ts";

/** A time span in milliseconds since 1970; `endMs` is no part of it. */
export interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

/** Whether a member of staff has no other appointment then; `except` is the id of the appointment being moved. */
export function isFree(
  appointments: Iterable<Appointment>,
  staffId: string,
  wanted: Interval,
  except?: string,
): boolean {
  for (const other of appointments) {
    if (other.status === "Cancelled" || other.id === except || !other.staffIds.includes(staffId)) continue;
    if (other.startMs < wanted.endMs && wanted.startMs < endMs(other)) return false;
  }
  return true;
}

const cellMs = 5 * 60_000;

/**
 * Whether staff are busy, for many times: the appointments are indexed once, since a search over months is slow
 * otherwise.
 */
export function indexTaken(
  appointments: Iterable<Appointment>,
): (staffId: string, wanted: Interval) => boolean {
  const taken = new Map<string, Set<number>>();
  for (const appointment of appointments) {
    if (appointment.status === "Cancelled") continue;
    for (const staffId of appointment.staffIds) {
      const cells = taken.get(staffId) ?? new Set();
      taken.set(staffId, cells);
      const interval = { startMs: appointment.startMs, endMs: endMs(appointment) };
      for (const cell of cellsOf(interval)) cells.add(cell);
    }
  }
  return (staffId, wanted) => {
    const cells = taken.get(staffId);
    if (!cells) return false;
    for (const cell of cellsOf(wanted)) if (cells.has(cell)) return true;
    return false;
  };
}

function* cellsOf({ startMs, endMs: end }: Interval): Generator<number> {
  for (let cell = Math.floor(startMs / cellMs); cell * cellMs < end; cell += 1) yield cell;
}
