import { DateTime, IANAZone } from "luxon";

const wireFormat = "yyyy-MM-dd HH:mm:ss";

/** Whether this is the name of an IANA time zone. */
export function isTimezone(zone: string): boolean {
  return IANAZone.isValidZone(zone);
}

/** The instant of a local "YYYY-MM-DD HH:MM:SS"; undefined for a time that does not exist in that zone. */
export function readLocal(text: string, zone: string): number | undefined {
  const time = DateTime.fromFormat(text, wireFormat, { zone, locale: "en" });
  // For a time that the change to summer time skips, luxon gives a later one; a booking must not move silently.
  return time.isValid && time.toFormat(wireFormat) === text ? time.toMillis() : undefined;
}

/** "YYYY-MM-DD HH:MM:SS" by the clock of that zone. */
export function formatLocal(ms: number, zone: string): string {
  return DateTime.fromMillis(ms, { zone, locale: "en" }).toFormat(wireFormat);
}

/** ISO 8601 in UTC, in whole seconds. */
export function formatUtc(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/u, "Z");
}
