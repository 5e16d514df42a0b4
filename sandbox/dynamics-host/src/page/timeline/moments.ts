import type { Activity } from "./activities.ts";

/** "Tue., Mar. 10, 2026, 10:00 – 10:45 a.m.", in the browser's time zone. */
export function formatSpan({ start, end }: Activity, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, {
    weekday: "short",
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
  });
  if (start !== "" && end !== "") return format.formatRange(new Date(start), new Date(end));
  const only = start || end;
  return only === "" ? "" : format.format(new Date(only));
}

const units = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** "3 minutes ago"; the date after a week. */
export function formatAge(moment: string, locale: string): string {
  const seconds = (Date.now() - new Date(moment).getTime()) / 1000;
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  if (seconds > 7 * 86_400) return new Date(moment).toLocaleDateString(locale, { dateStyle: "medium" });
  for (const [unit, length] of units) {
    if (seconds >= length) return relative.format(-Math.floor(seconds / length), unit);
  }
  return relative.format(0, "second");
}
