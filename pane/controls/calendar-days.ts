/**
 * Arithmetic of days without a clock: a day is "2026-03-10", a month "2026-03". Both compare as text.
 * Counted in UTC, where every day has 24 hours.
 */

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

export function shiftMonth(month: string, count: number): string {
  const date = toDate(`${month}-01`);
  date.setUTCMonth(date.getUTCMonth() + count);
  return monthOf(toDay(date));
}

export function monthOf(day: string): string {
  return day.slice(0, 7);
}

export function daysIn(month: string): number {
  return Number(addDays(`${shiftMonth(month, 1)}-01`, -1).slice(8));
}

/** 0 is Sunday. */
export function weekdayOf(day: string): number {
  return toDate(day).getUTCDay();
}

/** The first day of the week that `day` is in, when weeks begin on `firstWeekday`. */
export function startOfWeek(day: string, firstWeekday: number): string {
  return addDays(day, -((weekdayOf(day) - firstWeekday + 7) % 7));
}

/** Six weeks of seven, so that every month is equally tall; `null` where the month has no day. */
export function weeksOf(month: string, firstWeekday: number): (string | null)[][] {
  const start = startOfWeek(`${month}-01`, firstWeekday);
  return Array.from({ length: 6 }, (_week, week) =>
    Array.from({ length: 7 }, (_day, index) => {
      const day = addDays(start, week * 7 + index);
      return monthOf(day) === month ? day : null;
    }),
  );
}

export function clampDay(day: string, min: string, max: string): string {
  if (day < min) return min;
  return day > max ? max : day;
}

/** For Intl formats that are told `timeZone: "UTC"`. */
export function toDate(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

function toDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function dayOf(month: string, date: number): string {
  return `${month}-${String(date).padStart(2, "0")}`;
}
