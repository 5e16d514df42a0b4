// The periods that conditions name, such as last-x-months or this-week. Days begin at midnight UTC, weeks on
// Sunday.

const units = ["minute", "hour", "day", "week", "month", "quarter", "year"] as const;
type Unit = (typeof units)[number];

/** A period in milliseconds since 1970: it includes its first moment and excludes its second. */
type Period = readonly [from: number, to: number];

/** The latest moment that a Date can hold. */
const forever = 8.64e15;
const minuteMs = 60_000;

/** An operator that passes if a moment lies in a period that depends on the current time. */
export interface PeriodOperator {
  /** Whether the condition gives a number for the x of the operator's name. */
  readonly takesNumber: boolean;
  /** The period as of `now` (milliseconds since 1970), for this x. */
  readonly period: (now: number, x: number) => Period;
}

/** The operators whose periods depend on the current time, by their FetchXML names. */
export const periodOperators: ReadonlyMap<string, PeriodOperator> = new Map(
  [...["day", "yesterday", "today", "tomorrow"].flatMap(dayNames), ...units.flatMap(operatorsOf)].map(
    ([name, takesNumber, period]) => [name, { takesNumber, period }],
  ),
);

type Entry = [name: string, takesNumber: boolean, period: PeriodOperator["period"]];

/**
 * The operators about single days (yesterday, today, tomorrow) and about the seven days before and after now.
 */
function dayNames(name: string): Entry[] {
  const offsets: Record<string, number> = { yesterday: -1, today: 0, tomorrow: 1 };
  const offset = offsets[name];
  if (offset === undefined) {
    return [
      ["last-seven-days", false, (now) => [startOf("day", shift("day", now, -7)), now]],
      ["next-seven-days", false, (now) => [now, startOf("day", shift("day", now, 8))]],
    ];
  }
  return [[name, false, (now) => around("day", now, offset)]];
}

/** The operators last-, this-, next-, last-x-, next-x- and olderthan-x- of one unit. */
function operatorsOf(unit: Unit): Entry[] {
  // The fiscal year is the calendar year here, its periods are quarters.
  const single = { quarter: "fiscal-period", year: "year" }[unit as string] ?? unit;
  const edge = unit === "minute" || unit === "hour" ? unit : "day";
  const entries: Entry[] = [
    [`last-${single}`, false, (now) => around(unit, now, -1)],
    [`this-${single}`, false, (now) => around(unit, now, 0)],
    [`next-${single}`, false, (now) => around(unit, now, 1)],
    [`last-x-${single}s`, true, (now, x) => [startOf(edge, shift(unit, now, -x)), now]],
    [`next-x-${single}s`, true, (now, x) => [now, shift(edge, startOf(edge, shift(unit, now, x)), 1)]],
    [`olderthan-x-${single}s`, true, (now, x) => [-forever, startOf(edge, shift(unit, now, -x))]],
  ];
  const fiscal = entries.map(([name, ...rest]): Entry => [name.replace("year", "fiscal-year"), ...rest]);
  return unit === "year" ? [...entries, ...fiscal] : entries;
}

/** The whole unit in which `now` lies, moved by `offset` units. */
function around(unit: Unit, now: number, offset: number): Period {
  const from = shift(unit, startOf(unit, now), offset);
  return [from, shift(unit, from, 1)];
}

/** The period of the day on which a moment or a date lies; undefined if the text is neither. */
export function dayOf(text: string): Period | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : around("day", time, 0);
}

/**
 * The first moment of the minute, hour, day … in which a time lies; both in milliseconds since 1970, in UTC.
 */
export function startOf(unit: Unit, time: number): number {
  const date = new Date(time);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (unit) {
    case "minute":
      return Math.floor(time / minuteMs) * minuteMs;
    case "hour":
      return Math.floor(time / (60 * minuteMs)) * 60 * minuteMs;
    case "day":
      return Date.UTC(year, month, date.getUTCDate());
    case "week":
      return Date.UTC(year, month, date.getUTCDate() - date.getUTCDay());
    case "month":
      return Date.UTC(year, month);
    case "quarter":
      return Date.UTC(year, month - (month % 3));
    default:
      return Date.UTC(year, 0);
  }
}

/**
 * Moves a time by a number of units; a result that no Date can hold becomes the earliest or latest possible
 * one.
 */
function shift(unit: Unit, time: number, count: number): number {
  const date = new Date(time);
  if (unit === "minute") return time + count * minuteMs;
  if (unit === "hour") return time + count * 60 * minuteMs;
  if (unit === "day" || unit === "week")
    date.setUTCDate(date.getUTCDate() + count * (unit === "week" ? 7 : 1));
  else date.setUTCMonth(date.getUTCMonth() + count * { month: 1, quarter: 3, year: 12 }[unit]);
  const moved = date.getTime();
  return Number.isNaN(moved) ? Math.sign(count) * forever : moved;
}
