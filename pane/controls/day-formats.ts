import { addDays, toDate, weekdayOf } from "./calendar-days.ts";
import type { Locale } from "../words/when.ts";

/** How a calendar writes its days in one language. */
export function createDayFormats(locale: Locale) {
  const write = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
    return (day: string) => format.format(toDate(day));
  };
  const month = write({ month: "long", year: "numeric" });
  const long = write({ weekday: "long" });
  const short = write({ weekday: "short" });
  return {
    month: (value: string) => month(`${value}-01`),
    day: write({ weekday: "long", year: "numeric", month: "long", day: "numeric" }),
    weekdays: (firstWeekday: number) =>
      Array.from({ length: 7 }, (_, index) => {
        const day = addDays("2026-03-01", firstWeekday - weekdayOf("2026-03-01") + index);
        return { short: short(day), long: long(day) };
      }),
  };
}

/** 0 is Sunday. Older browsers know no week data; both languages of the pane begin on Sunday in Canada. */
export function firstWeekdayOf(locale: Locale): number {
  const known = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?: () => { readonly firstDay: number };
    readonly weekInfo?: { readonly firstDay: number };
  };
  const firstDay = known.getWeekInfo?.().firstDay ?? known.weekInfo?.firstDay ?? 7;
  return firstDay % 7;
}
