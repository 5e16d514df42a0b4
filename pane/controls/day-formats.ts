/** How the date grid writes months, days and weekdays. */
import { addDays, toDate, weekdayOf } from "./calendar-days.ts";
import type { Locale } from "../words/when.ts";

/** Creates the formats of one language. */
export function createDayFormats(locale: Locale) {
  const createFormat = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
    return (day: string) => format.format(toDate(day));
  };
  const month = createFormat({ month: "long", year: "numeric" });
  const long = createFormat({ weekday: "long" });
  const short = createFormat({ weekday: "short" });
  return {
    month: (value: string) => month(`${value}-01`),
    day: createFormat({ weekday: "long", year: "numeric", month: "long", day: "numeric" }),
    weekdays: (firstWeekday: number) =>
      Array.from({ length: 7 }, (_, index) => {
        const day = addDays("2026-03-01", firstWeekday - weekdayOf("2026-03-01") + index);
        return { short: short(day), long: long(day) };
      }),
  };
}

/** The weekday on which weeks begin; 0 is Sunday, which is also used where the browser does not know it. */
export function firstWeekdayOf(locale: Locale): number {
  const known = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?: () => { readonly firstDay: number };
    readonly weekInfo?: { readonly firstDay: number };
  };
  const firstDay = known.getWeekInfo?.().firstDay ?? known.weekInfo?.firstDay ?? 7;
  return firstDay % 7;
}
