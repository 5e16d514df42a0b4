import { DateTime } from "luxon";
import type { Location, Shift, Staff } from "../model/entities.ts";
import type { Interval } from "./taken.ts";

const gridMs = 15 * 60_000;

/** When a member of staff works at a branch on one of its calendar days: where both their hours overlap. */
export function workingTimes(staff: Staff, place: Location, day: DateTime): readonly Interval[] {
  const date = day.toFormat("MM-dd");
  if (place.closedOn.includes(date) || staff.daysOff.includes(date)) return [];
  const open = intervals(place.hours, day);
  return intervals(staff.hours, day).flatMap((shift) =>
    open.flatMap((hours) => {
      const startMs = Math.max(shift.startMs, hours.startMs);
      const endMs = Math.min(shift.endMs, hours.endMs);
      return startMs < endMs ? [{ startMs, endMs }] : [];
    }),
  );
}

/** Whether they work there during the whole interval, and it begins on a quarter hour. */
export function isAtWork(staff: Staff, place: Location, wanted: Interval): boolean {
  const day = DateTime.fromMillis(wanted.startMs, { zone: place.timezone }).startOf("day");
  return workingTimes(staff, place, day).some(
    ({ startMs, endMs }) =>
      startMs <= wanted.startMs && wanted.endMs <= endMs && (wanted.startMs - startMs) % gridMs === 0,
  );
}

/** Every quarter hour at which something of that length can begin and still end in time. */
export function* startsWithin({ startMs, endMs }: Interval, durationMs: number): Generator<number> {
  for (let start = startMs; start + durationMs <= endMs; start += gridMs) yield start;
}

function intervals(shifts: readonly Shift[], day: DateTime): Interval[] {
  return shifts
    .filter(({ days }) => days.includes(day.weekday))
    .map(({ from, to }) => ({ startMs: at(day, from), endMs: at(day, to) }));
}

/** By local time, not by hours since midnight: they differ on days when the clocks change. */
function at(day: DateTime, time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return day.set({ hour, minute }).toMillis();
}
