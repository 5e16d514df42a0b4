/** What the Open API refuses although staff could book it. */
import type { Candidate } from "./openings.ts";
import { isAtWork } from "./working-hours.ts";
import { invalid } from "../model/refusal.ts";

const pointer = "/data/attributes/start";

/**
 * The candidates who work at that time. Throws a 422 in the past, or if no candidate or not all additional staff work
 * then.
 */
export function filterAtWork(
  wanted: {
    readonly candidates: readonly Candidate[];
    readonly additional: readonly Candidate[];
    readonly startMs: number;
    readonly durationMinutes: number;
  },
  nowMs: number,
): Candidate[] {
  const { startMs, durationMinutes } = wanted;
  if (startMs < nowMs) throw invalid([{ detail: "start: is in the past", pointer }]);
  const interval = { startMs, endMs: startMs + durationMinutes * 60_000 };
  const isThere = ({ staff, place }: Candidate) => isAtWork(staff, place, interval);
  const there = wanted.candidates.filter(isThere);
  if (there.length > 0 && wanted.additional.every(isThere)) return there;
  const detail = "start: is outside the working hours, or not on the quarter hour";
  throw invalid([{ detail, pointer }]);
}
