import { DateTime, IANAZone } from "luxon";
import type { Appointment, Location, Staff } from "./entities.ts";
import { endMs } from "./entities.ts";

const wireFormat = "yyyy-MM-dd HH:mm:ss";
const opensHour = 9;
const closesHour = 17;
const gridMinutes = 15;
const horizonDays = 730;

export interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

export interface Slot extends Interval {
  readonly staff: Staff;
}

export function isTimezone(zone: string): boolean {
  return IANAZone.isValidZone(zone);
}

/** The instant of a zone-less "YYYY-MM-DD HH:MM:SS"; undefined where no clock of that zone ever shows it. */
export function readLocal(text: string, zone: string): number | undefined {
  const time = DateTime.fromFormat(text, wireFormat, { zone, locale: "en" });
  // In the hour that the spring change skips, luxon moves on; a booking must not.
  return time.isValid && time.toFormat(wireFormat) === text ? time.toMillis() : undefined;
}

export function formatLocal(ms: number, zone: string): string {
  return DateTime.fromMillis(ms, { zone, locale: "en" }).toFormat(wireFormat);
}

export function formatUtc(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/u, "Z");
}

/** Whether this member of staff has nothing else at that time; `except` is the appointment that is moving. */
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

/** The business slots from `fromMs` on that at least one of `candidates` has free, each with the first who has. */
export function* freeSlots(
  appointments: Iterable<Appointment>,
  location: Location,
  candidates: readonly Staff[],
  durationMinutes: number,
  fromMs: number,
): Generator<Slot> {
  // Everyone's taken times are laid out once: a search over months would be slow against the appointments.
  const taken = takenCells(appointments);
  for (const { startMs, endMs: end } of businessSlots(location.timezone, durationMinutes, fromMs)) {
    const staff = candidates.find((candidate) => hasFree(taken.get(candidate.id), startMs, end));
    if (staff) yield { startMs, endMs: end, staff };
  }
}

/** Monday to Friday, nine to five, on the quarter hour. */
function* businessSlots(zone: string, durationMinutes: number, fromMs: number): Generator<Interval> {
  let day = DateTime.fromMillis(fromMs, { zone }).startOf("day");
  for (let count = 0; count < horizonDays; count += 1, day = day.plus({ days: 1 })) {
    if (day.weekday > 5) continue;
    const closesMs = day.set({ hour: closesHour }).toMillis();
    let startMs = day.set({ hour: opensHour }).toMillis();
    for (; startMs + durationMinutes * 60_000 <= closesMs; startMs += gridMinutes * 60_000) {
      if (startMs >= fromMs) yield { startMs, endMs: startMs + durationMinutes * 60_000 };
    }
  }
}

const cellMs = 5 * 60_000;

function takenCells(appointments: Iterable<Appointment>): Map<string, Set<number>> {
  const taken = new Map<string, Set<number>>();
  for (const appointment of appointments) {
    if (appointment.status === "Cancelled") continue;
    for (const staffId of appointment.staffIds) {
      const cells = taken.get(staffId) ?? new Set();
      taken.set(staffId, cells);
      for (const cell of cellsOf(appointment.startMs, endMs(appointment))) cells.add(cell);
    }
  }
  return taken;
}

function hasFree(cells: Set<number> | undefined, startMs: number, end: number): boolean {
  if (!cells) return true;
  for (const cell of cellsOf(startMs, end)) if (cells.has(cell)) return false;
  return true;
}

function* cellsOf(startMs: number, end: number): Generator<number> {
  for (let cell = Math.floor(startMs / cellMs); cell * cellMs < end; cell += 1) yield cell;
}
