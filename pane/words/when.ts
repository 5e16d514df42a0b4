/** How the pane writes days, times and time zones. Times are Coconut's: `YYYY-MM-DD HH:MM:SS` in a named zone. */
import type { Language } from "../contract.d.ts";

/** The locale in which each language of the pane writes dates: both are Canadian. */
export type Locale = "en-CA" | "fr-CA";

/** The locale of a language. */
export const localeOf = (language: Language): Locale => (language === "fr" ? "fr-CA" : "en-CA");

// Coconut's times are shown as they stand. They are formatted as if they were UTC, because the zone of this computer
// must not change them.
const asUtc = (local: string): Date => new Date(`${local.slice(0, 10)}T${local.slice(11) || "00:00:00"}Z`);

/** Formats the day of a time or day: "Tuesday, March 10, 2026". */
export function formatDay(local: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" }).format(asUtc(local));
}

/** Formats the time of day: "10:00 a.m." or "10 h 00". */
export function formatTime(local: string, locale: Locale): string {
  const format = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", timeZone: "UTC" });
  // "10 h 00" must not break into two lines.
  return format.format(asUtc(local)).replaceAll(" ", "\u00A0");
}

/** Formats a month: "2026-03" becomes "March 2026". */
export function formatMonth(month: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" }).format(
    asUtc(`${month}-01`),
  );
}

/** Names a zone as people do and adds its city, because several zones share a name: "Eastern Time (Toronto)". */
export function zoneName(zone: string, locale: Locale): string {
  const parts = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    timeZoneName: "longGeneric",
  }).formatToParts();
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
  const city = zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
  return `${name.charAt(0).toLocaleUpperCase(locale)}${name.slice(1)} (${city})`;
}

interface Span {
  readonly start: string;
  readonly end: string;
  readonly timezone: string;
}

/** Converts a span of time to the wall-clock time of another zone. */
export function inZone({ start, end, timezone }: Span, zone: string): Span {
  const convert = (local: string): string => clockAt(momentOf(local, timezone), zone);
  return { start: convert(start), end: convert(end), timezone: zone };
}

/** The wall-clock time of a moment, `YYYY-MM-DD HH:MM:SS`: the Swedish locale writes it in this form. */
function clockAt(moment: number, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(
    moment,
  );
}

/** The moment of a wall-clock time, in milliseconds since 1970. */
function momentOf(local: string, zone: string): number {
  const wanted = asUtc(local).getTime();
  const offset = (moment: number): number => asUtc(clockAt(moment, zone)).getTime() - moment;
  // Twice, because the offset that counts is that of the moment itself, and clocks may change between the two.
  return wanted - offset(wanted - offset(wanted));
}

/** The current day in the zone, `YYYY-MM-DD`. */
export function dayIn(zone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(now);
  const part = (type: string): string => parts.find((candidate) => candidate.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

const northAmericanZones = [
  "America/St_Johns",
  "America/Halifax",
  "America/Toronto",
  "America/Winnipeg",
  "America/Regina",
  "America/Edmonton",
  "America/Phoenix",
  "America/Vancouver",
  "America/Anchorage",
  "Pacific/Honolulu",
];

/** Lists the zones to choose from: this computer's first, then those of North America, then all others by name. */
export function zoneChoices(own: string): readonly { readonly zone: string; readonly isNear: boolean }[] {
  const near = [own, ...northAmericanZones.filter((zone) => zone !== own)];
  const far = Intl.supportedValuesOf("timeZone").filter((zone) => !near.includes(zone));
  return [...near.map((zone) => ({ zone, isNear: true })), ...far.map((zone) => ({ zone, isNear: false }))];
}

/** This computer's zone, or "UTC" where the browser hides it. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}
