/** Coconut's times → instants. A time without an offset is wall-clock time, in a zone that is sent in another field. */
import type { IsoUtc } from "../appointments/appointment.ts";
import { offsetMsAt, readZone } from "./zones.ts";

/** What a time says. `localMs`: the clock's time as if it were UTC. Without `offsetMs` it depends on a zone. */
export interface SentTime {
  readonly localMs: number;
  readonly offsetMs?: number;
  /** Of `2027-03-10T10:00[America/Toronto]`. */
  readonly zone?: string;
}

const shape = new RegExp(
  [
    /^(?<year>(?:19|20|21)\d\d)-?(?<month>\d\d)-?(?<day>\d\d)(?:T| )/,
    /(?<hour>\d\d):?(?<minute>\d\d)(?::?(?<second>\d\d)(?:[.,](?<fraction>\d{1,12}))?)?/,
    / ?(?:(?<utc>Z|UTC|GMT)|(?<sign>[+-])(?<offsetHours>\d\d)(?::?(?<offsetMinutes>[0-5]\d))?(?: [A-Z]{3,5})?)?/,
    /(?:\[!?(?<zone>[^\]=]+)\])?(?:\[[^\]=]+=[^\]]*\])*$/,
  ]
    .map(({ source }) => source)
    .join(""),
  "i",
);

/**
 * Reads a date and time of ISO 8601, PostgreSQL, MySQL, or Java's ZonedDateTime, or the seconds (ten digits) or milliseconds
 * (thirteen) since 1970. A string says what is wrong with it. The second 60 is the next minute's first, as in PostgreSQL.
 */
export function readTime(text: string): SentTime | string {
  const [, seconds, milliseconds] = /^(\d{10}(?:\.\d+)?)$|^(\d{13})$/.exec(text) ?? [];
  const epochMs = seconds === undefined ? milliseconds : Number(seconds) * 1000;
  if (epochMs !== undefined) return { localMs: Math.trunc(Number(epochMs)), offsetMs: 0 };
  const match = shape.exec(text.replaceAll("\u2212", "-"));
  if (match?.groups === undefined) return "is not a date and time such as 2026-03-10 10:00:00";
  const { groups } = match;
  const localMs = toLocalMs(groups);
  const offsetMs = toOffsetMs(groups);
  const zone = groups["zone"] === undefined ? undefined : readZone(groups["zone"]);
  if (localMs === undefined || offsetMs === "wrong") return "is not a date and time that exists";
  if (groups["zone"] !== undefined && zone === undefined && offsetMs === undefined)
    return "is in a time zone that cannot be read";
  return { localMs, ...(offsetMs !== undefined && { offsetMs }), ...(zone !== undefined && { zone }) };
}

type Groups = Readonly<Record<string, string | undefined>>;

function toLocalMs(groups: Groups): number | undefined {
  const number = (name: string) => Number(groups[name] ?? 0);
  const midnight = new Date(Date.UTC(number("year"), number("month") - 1, number("day")));
  if (midnight.getUTCMonth() !== number("month") - 1) return undefined;
  const [hour, minute, second] = [number("hour"), number("minute"), number("second")];
  const isEndOfDay = hour === 24 && minute === 0 && second === 0;
  if ((hour > 23 && !isEndOfDay) || minute > 59 || second > 60) return undefined;
  const fractionMs = Math.trunc(Number(`0.${groups["fraction"] ?? 0}`) * 1000);
  return midnight.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + fractionMs;
}

function toOffsetMs({ utc, sign, offsetHours, offsetMinutes }: Groups): number | "wrong" | undefined {
  if (utc !== undefined) return 0;
  if (sign === undefined) return undefined;
  if (Number(offsetHours) > 15) return "wrong";
  const ms = (Number(offsetHours) * 60 + Number(offsetMinutes ?? 0)) * 60_000;
  return sign === "-" ? -ms : ms;
}

/** The instants that a time may mean, earliest first. */
export interface Meaning {
  /** Two for a clock's time that comes twice in autumn; one for any other. */
  readonly instants: readonly number[];
  /** The clocks skip this time in spring: the instant is as long after the change as the time says. */
  readonly isSkipped: boolean;
}

const dayMs = 86_400_000;

/** What a time means in `zone`, of which the time need not have been sent: then one with an offset means that instant. */
export function meaningOf({ localMs, offsetMs }: SentTime, zone: string): Meaning {
  if (offsetMs !== undefined) return { instants: [localMs - offsetMs], isSkipped: false };
  const before = offsetMsAt(localMs - dayMs, zone);
  const after = offsetMsAt(localMs + dayMs, zone);
  const candidates = before === after ? [before] : [before, after];
  const instants = candidates
    .map((offset) => localMs - offset)
    .filter((instant) => offsetMsAt(instant, zone) === localMs - instant)
    .toSorted((a, b) => a - b);
  return instants.length > 0
    ? { instants, isSkipped: false }
    : { instants: [localMs - before], isSkipped: true };
}

/** ISO 8601 in UTC, with fractions of a second only where there are some. */
export function formatInstant(instantMs: number): IsoUtc {
  return new Date(instantMs).toISOString().replace(".000Z", "Z");
}
