import type { Language } from "../../src/pane/contract.ts";

export type Locale = "en-CA" | "fr-CA";

export const localeOf = (language: Language): Locale => (language === "fr" ? "fr-CA" : "en-CA");

// Coconut's times are wall-clock texts in a named zone. They are shown as they stand, so they are formatted as if
// they were UTC: the zone of this computer must not move them.
const asUtc = (local: string): Date => new Date(`${local.slice(0, 10)}T${local.slice(11) || "00:00:00"}Z`);

/** "Tuesday, March 10, 2026" */
export function formatDay(local: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" }).format(asUtc(local));
}

/** "10:00 a.m." or "10 h 00" */
export function formatTime(local: string, locale: Locale): string {
  const format = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", timeZone: "UTC" });
  // "10 h 00" must not break into two lines.
  return format.format(asUtc(local)).replaceAll(" ", "\u00A0");
}

/** "March 2026" of "2026-03" */
export function formatMonth(month: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" }).format(
    asUtc(`${month}-01`),
  );
}

/** "Eastern Time (Toronto)": the name a person uses and the place that settles which zone is meant. */
export function zoneName(zone: string, locale: Locale): string {
  const parts = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    timeZoneName: "longGeneric",
  }).formatToParts();
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
  const place = zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
  return `${name.charAt(0).toLocaleUpperCase(locale)}${name.slice(1)} (${place})`;
}

interface Span {
  readonly start: string;
  readonly end: string;
  readonly timezone: string;
}

/** The same span of time, as the clock of another zone shows it. */
export function inZone({ start, end, timezone }: Span, zone: string): Span {
  const move = (local: string): string => clockAt(momentOf(local, timezone), zone);
  return { start: move(start), end: move(end), timezone: zone };
}

/** `YYYY-MM-DD HH:MM:SS`, which is how Swedes write it. */
function clockAt(moment: number, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(
    moment,
  );
}

function momentOf(local: string, zone: string): number {
  const wanted = asUtc(local).getTime();
  const offset = (moment: number): number => asUtc(clockAt(moment, zone)).getTime() - moment;
  // The offset of the moment itself counts, not that of hours before or after.
  return wanted - offset(wanted - offset(wanted));
}

/** The day it is now in the zone, `YYYY-MM-DD`. */
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

const nearby = [
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

/** The zones to choose from: this computer's first, then those of North America, then all others by name. */
export function zoneChoices(own: string): readonly { readonly zone: string; readonly isNear: boolean }[] {
  const near = [own, ...nearby.filter((zone) => zone !== own)];
  const far = Intl.supportedValuesOf("timeZone").filter((zone) => !near.includes(zone));
  return [...near.map((zone) => ({ zone, isNear: true })), ...far.map((zone) => ({ zone, isNear: false }))];
}

/** This computer's zone; a browser that hides it says UTC or nothing. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}
