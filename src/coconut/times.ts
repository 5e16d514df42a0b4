/** Coconut's times → instants. A time without an offset is wall-clock time, in a zone that is sent in another field. */
import { DateTime } from "luxon";
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
    /^(?<date>(?:19|20|21)\d\d(?:-?\d\d-?\d\d|-?W\d\d-?\d|-?\d{3}))(?:T| )/,
    /(?<hour>\d\d)(?::?(?<minute>\d\d)(?::?(?<second>\d\d))?)?(?:[.,](?<fraction>\d+))?/,
    / ?(?:(?<utc>Z|UTC|GMT)|(?<sign>[+-])(?<offset>\d\d(?::?[0-5]\d){0,2})(?: [A-Z]{3,5})?)?/,
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

const dayMs = 86_400_000;

type Groups = Readonly<Record<string, string | undefined>>;

/** A fraction is one of the last unit that is written: `10:30,5` is half a minute past. */
function toLocalMs(groups: Groups): number | undefined {
  const number = (name: string) => Number(groups[name] ?? 0);
  const midnight = DateTime.fromISO(groups["date"]?.toUpperCase() ?? "", { zone: "utc" });
  if (!midnight.isValid) return undefined;
  const [hour, minute, second] = [number("hour"), number("minute"), number("second")];
  const unitMs = groups["second"] ? 1_000 : groups["minute"] ? 60_000 : 3_600_000;
  const timeMs = ((hour * 60 + minute) * 60 + second) * 1_000;
  const fractionMs = Math.trunc(Number(`0.${groups["fraction"] ?? 0}`) * unitMs);
  const isAfterMidnight = hour === 24 && timeMs + fractionMs > dayMs;
  if (hour > 24 || isAfterMidnight || minute > 59 || second > 60) return undefined;
  return midnight.toMillis() + timeMs + fractionMs;
}

/** PostgreSQL writes seconds, too, where local time was not yet a zone's. */
function toOffsetMs({ utc, sign, offset }: Groups): number | "wrong" | undefined {
  if (utc !== undefined) return 0;
  if (sign === undefined) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = (offset?.match(/\d\d/g) ?? []).map(Number);
  if (hours > 15) return "wrong";
  const ms = ((hours * 60 + minutes) * 60 + seconds) * 1_000;
  return sign === "-" ? -ms : ms;
}

/** The instants that a time may mean, earliest first. */
export interface Meaning {
  /** Two for a clock's time that comes twice in autumn; one for any other. */
  readonly instants: readonly number[];
  /** The clocks skip this time in spring: the instant is as long after the change as the time says. */
  readonly isSkipped: boolean;
}

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
