import { DateTime, IANAZone } from "luxon";

const wireFormat = "yyyy-MM-dd HH:mm:ss";

/** Whether this is the name of an IANA time zone. */
export function isTimezone(zone: string): boolean {
  return IANAZone.isValidZone(zone);
}

/** The instant of a zone-less "YYYY-MM-DD HH:MM:SS"; undefined where no clock of that zone ever shows it. */
export function readLocal(text: string, zone: string): number | undefined {
  const time = DateTime.fromFormat(text, wireFormat, { zone, locale: "en" });
  // In the hour that the spring change skips, luxon moves on; a booking must not.
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
