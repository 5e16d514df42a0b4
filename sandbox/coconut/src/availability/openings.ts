import { DateTime } from "luxon";
import type { Appointment, Location, Staff } from "../model/entities.ts";
import type { Interval } from "./taken.ts";
import { layOutTaken } from "./taken.ts";
import { isAtWork, startsWithin, workingTimes } from "./working-hours.ts";

const dayMs = 86_400_000;

export interface Sought {
  readonly appointments: Iterable<Appointment>;
  /** Each with the place whose hours and clock count for them. */
  readonly candidates: readonly Candidate[];
  /** They must all be there as well. */
  readonly together: readonly Candidate[];
  readonly durationMinutes: number;
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface Candidate {
  readonly staff: Staff;
  readonly place: Location;
}

export interface Opening extends Interval {
  /** The first candidate who has it. */
  readonly staff: Staff;
}

/** The times, in order, at which somebody is at work and free. */
export function* openings(sought: Sought): Generator<Opening> {
  const { fromMs, untilMs, candidates, together } = sought;
  const isTaken = layOutTaken(sought.appointments);
  const durationMs = sought.durationMinutes * 60_000;
  const suits = ({ staff, place }: Candidate, wanted: Interval) =>
    isAtWork(staff, place, wanted) && !isTaken(staff.id, wanted);

  for (let chunk = fromMs; chunk < untilMs; chunk += dayMs) {
    const found = new Map<number, Staff>();
    for (const { staff, place } of candidates) {
      for (const startMs of starts(staff, place, chunk, durationMs)) {
        const wanted = { startMs, endMs: startMs + durationMs };
        const isOutside = startMs < chunk || startMs >= Math.min(chunk + dayMs, untilMs);
        if (isOutside || found.has(startMs) || isTaken(staff.id, wanted)) continue;
        if (together.every((other) => suits(other, wanted))) found.set(startMs, staff);
      }
    }
    for (const [startMs, staff] of [...found].toSorted(([a], [b]) => a - b)) {
      yield { startMs, endMs: startMs + durationMs, staff };
    }
  }
}

/** On the calendar days that the 24 hours from `fromMs` on touch. */
function* starts(staff: Staff, place: Location, fromMs: number, durationMs: number): Generator<number> {
  const today = DateTime.fromMillis(fromMs, { zone: place.timezone }).startOf("day");
  for (const day of [today, today.plus({ days: 1 }), today.plus({ days: 2 })]) {
    for (const hours of workingTimes(staff, place, day)) yield* startsWithin(hours, durationMs);
  }
}
