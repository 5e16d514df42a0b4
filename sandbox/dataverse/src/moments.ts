/**
 * Parses a moment with an offset into the form that rows keep: 2026-03-10T10:00:00Z. Undefined for anything
 * else, also for days that do not exist.
 */
export function parseMoment(text: string): string | undefined {
  const match =
    /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,12})?)?(Z|[+-]\d{2}:\d{2})$/i.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = "00"] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > daysInMonth)
    return undefined;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${match[7]?.toUpperCase()}`);
  return Number.isNaN(time) ? undefined : formatMoment(new Date(time));
}

/** Formats a moment as rows keep it, in whole seconds. */
export function formatMoment(moment: Date): string {
  return moment.toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** Parses a day without a time: 2026-03-10. Undefined for anything else, also for days that do not exist. */
export function parseDay(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  return parseMoment(`${text}T00:00:00Z`) === undefined ? undefined : text;
}
