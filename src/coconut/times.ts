/** Coconut's times → UTC. A time without an offset is wall-clock time in a zone that is sent in another field. */
import { DateTime, IANAZone } from "luxon";
import type { IsoUtc } from "../appointments/appointment.ts";

const pattern =
  /^(?:19|20|21)\d{2}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?: ?(Z|[+-]\d{2}:?\d{2}))?$/i;

/**
 * Reads `2026-03-10 10:00:00` in `zone`, or a time with its own offset; a string says what is wrong with it. A time in the
 * hour that does not exist in spring is an hour later (luxon's rule). In the hour that comes twice in autumn the first is
 * taken: luxon alone would decide by today's offset, and a redelivery in another season would move the appointment.
 */
export function readInstant(text: string, zone: string | undefined): DateTime<true> | string {
  const match = pattern.exec(text);
  if (match === null) return "is not a date and time such as 2026-03-10 10:00:00";
  if (match[1] === undefined && zone === undefined)
    return "has no offset, and no time zone was sent to read it in";
  const iso = text.replace(" ", "T").replace(" ", "").toUpperCase();
  const instant = DateTime.fromISO(iso, { zone: zone ?? "UTC" });
  if (!instant.isValid) return "is not a date and time that exists";
  return match[1] === undefined ? firstOf(instant) : instant;
}

function firstOf(wallClock: DateTime<true>): DateTime<true> {
  const [first] = wallClock.getPossibleOffsets();
  return first?.isValid === true ? first : wallClock;
}

/** ISO 8601 in UTC, with fractions of a second only where there are some. */
export function formatInstant(instant: DateTime<true>): IsoUtc {
  return instant.toUTC().toISO({ suppressMilliseconds: true });
}

/** Whether this is an IANA name: `America/Toronto`, `UTC`, not an offset. `create` caches names, `isValidZone` does not. */
export function isZone(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name) && IANAZone.create(name).isValid;
}
