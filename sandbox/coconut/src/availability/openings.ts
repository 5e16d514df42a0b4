import { DateTime } from "luxon";
import type { Appointment, Location, Staff } from "../model/entities.ts";
import type { Interval } from "./taken.ts";
import { indexTaken } from "./taken.ts";
import { isAtWork, startsWithin, workingTimes } from "./working-hours.ts";

const dayMs = 86_400_000;

/** For whom, how long and between which times an opening is looked for. */
export interface OpeningsQuery {
  readonly appointments: Iterable<Appointment>;
  /** Whoever may be the one to meet. */
  readonly candidates: readonly Candidate[];
  /** Staff who must all be at work and free as well. */
  readonly additional: readonly Candidate[];
  readonly durationMinutes: number;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** A member of staff, and the branch whose hours and time zone count for them. */
export interface Candidate {
  readonly staff: Staff;
  readonly place: Location;
}

/** A time at which a candidate is at work and free. */
export interface Opening extends Interval {
  /** The first candidate who has it. */
  readonly staff: Staff;
}

/** Yields, in order, the times at which a candidate and all additional staff are at work and free. */
export function* findOpenings(query: OpeningsQuery): Generator<Opening> {
  const { fromMs, untilMs, candidates, additional } = query;
  const isTaken = indexTaken(query.appointments);
  const durationMs = query.durationMinutes * 60_000;
  const suits = ({ staff, place }: Candidate, wanted: Interval) =>
    isAtWork(staff, place, wanted) && !isTaken(staff.id, wanted);

  for (let chunk = fromMs; chunk < untilMs; chunk += dayMs) {
    const found = new Map<number, Staff>();
    for (const { staff, place } of candidates) {
      for (const startMs of starts(staff, place, chunk, durationMs)) {
        const wanted = { startMs, endMs: startMs + durationMs };
        const isOutside = startMs < chunk || startMs >= Math.min(chunk + dayMs, untilMs);
        if (isOutside || found.has(startMs) || isTaken(staff.id, wanted)) continue;
        if (additional.every((other) => suits(other, wanted))) found.set(startMs, staff);
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
