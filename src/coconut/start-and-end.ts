/** Reads start and end together: over a change of the clocks each alone may mean two instants, or none. */
import { meaningOf, type SentTime } from "./times.ts";

/** A time, and the zone in which to read it if it has no offset. */
export interface PlacedTime extends SentTime {
  readonly zone: string;
}

/** Start and end in milliseconds since 1970. */
export type StartAndEnd = readonly [startMs: number, endMs: number];

/**
 * Of what the two times may mean, the earliest in which the end is not before the start; one that is as long as the services
 * goes before it. A start that the clocks skip moves on with the clocks, and takes the end with it. Undefined where the end
 * is before the start in every reading.
 */
export function readStartAndEnd(
  start: PlacedTime,
  end: PlacedTime,
  lengthMs: number | undefined,
): StartAndEnd | undefined {
  const starts = meaningOf(start, start.zone);
  const { instants: ends } = meaningOf(end, end.zone);
  const isMoved = starts.isSkipped && end.offsetMs === undefined && end.zone === start.zone;
  const pairs = starts.instants.flatMap((startMs) => {
    const movedEnds = isMoved ? [startMs + end.localMs - start.localMs] : [];
    return [...movedEnds, ...ends].map((endMs): StartAndEnd => [startMs, endMs]);
  });
  const possible = pairs.filter(([startMs, endMs]) => endMs >= startMs);
  return possible.find(([startMs, endMs]) => endMs - startMs === lengthMs) ?? possible[0];
}
