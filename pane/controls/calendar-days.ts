/**
 * Arithmetic of days and months as texts, "2026-03-10" and "2026-03", which can be compared with `<`. Counted in UTC,
 * where every day has 24 hours.
 */

/** The day that is `count` days later, or earlier if it is negative. */
export function addDays(day: string, count: number): string {
  const date = toDate(day);
  date.setUTCDate(date.getUTCDate() + count);
  return toDay(date);
}

/** The same day of another month, or that month's last day when it has no such day. */
export function addMonths(day: string, count: number): string {
  const month = shiftMonth(monthOf(day), count);
  const last = daysIn(month);
  const date = Number(day.slice(8));
  return dayOf(month, Math.min(date, last));
}

/** The month that is `count` months later, or earlier if it is negative. */
export function shiftMonth(month: string, count: number): string {
  const date = toDate(`${month}-01`);
  date.setUTCMonth(date.getUTCMonth() + count);
  return monthOf(toDay(date));
}

/** The month of a day. */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** How many days a month has. */
export function daysIn(month: string): number {
  return Number(addDays(`${shiftMonth(month, 1)}-01`, -1).slice(8));
}

/** The weekday of a day; 0 is Sunday. */
export function weekdayOf(day: string): number {
  return toDate(day).getUTCDay();
}

/** The first day of the week that `day` is in, if weeks begin on `firstWeekday`. */
export function startOfWeek(day: string, firstWeekday: number): string {
  return addDays(day, -((weekdayOf(day) - firstWeekday + 7) % 7));
}

/** Six weeks of seven days, so that every month has the same height; `null` where the month has no day. */
export function weeksOf(month: string, firstWeekday: number): (string | null)[][] {
  const start = startOfWeek(`${month}-01`, firstWeekday);
  return Array.from({ length: 6 }, (_week, week) =>
    Array.from({ length: 7 }, (_day, index) => {
      const day = addDays(start, week * 7 + index);
      return monthOf(day) === month ? day : null;
    }),
  );
}

/** The day itself, or the nearest one from `min` to `max`. */
export function clampDay(day: string, min: string, max: string): string {
  if (day < min) return min;
  return day > max ? max : day;
}

/** The start of a day in UTC, for Intl formats with `timeZone: "UTC"`. */
export function toDate(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

function toDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function dayOf(month: string, date: number): string {
  return `${month}-${String(date).padStart(2, "0")}`;
}
