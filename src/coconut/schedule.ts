/** Reads the times of an appointment and of its event. */
import type { IsoUtc } from "../appointments/appointment.ts";
import type { WireEvent } from "./schemas.ts";
import { type PlacedTime, readStartAndEnd, type StartAndEnd } from "./start-and-end.ts";
import { formatInstant, meaningOf, readTime, type SentTime } from "./times.ts";
import { readZone } from "./zones.ts";

/** Takes what is wrong with a field, by its canonical name (`appointment.start`); `what` never quotes the value. */
export type Report = (field: string, what: string) => void;

/** `refuse`: the delivery cannot be taken. `leaveOut`: it is taken without the field. */
export interface Reports {
  readonly refuse: Report;
  readonly leaveOut: Report;
}

interface Schedule {
  readonly start: IsoUtc;
  readonly end: IsoUtc;
  readonly timezone: string;
  readonly createdAt: IsoUtc | undefined;
  readonly updatedAt: IsoUtc | undefined;
  readonly occurredAt: IsoUtc | undefined;
}

/** Start and end without an offset are wall-clock times in the appointment's zone, all other times are UTC. */
export function readSchedule(wire: WireEvent, reports: Reports): Schedule | undefined {
  const { appointment } = wire;
  const { refuse, leaveOut } = reports;
  const bookkeeping = (field: string, text: string | undefined) => {
    const time = place(field, readSent(field, text, leaveOut), "UTC", leaveOut);
    return time && formatInstant(firstOf(time));
  };
  const occurredAt = bookkeeping("occurredAt", wire.occurredAt);
  const createdAt = bookkeeping("appointment.createdAt", appointment.createdAt);
  const updatedAt = bookkeeping("appointment.updatedAt", appointment.updatedAt);
  const sentStart = readSent("appointment.start", appointment.start, refuse);
  if (appointment.start === undefined) refuse("appointment.start", "is missing");
  const timezone = zoneOf(wire, sentStart, leaveOut);
  const start = place("appointment.start", sentStart, timezone, refuse);
  if (start === undefined) return undefined;
  const [startMs, endMs] = withEnd(start, timezone, wire, leaveOut);
  return {
    start: formatInstant(wholeSecond(startMs)),
    end: formatInstant(wholeSecond(endMs)),
    timezone: timezone ?? "UTC",
    createdAt,
    updatedAt,
    occurredAt,
  };
}

/**
 * An end that cannot be read, or is before the start, is left out: then the services' durations say how long the appointment
 * is. Without them its length is unknown, and it ends when it starts: Dynamics wants an end that is not before the start.
 */
function withEnd(
  start: PlacedTime,
  timezone: string | undefined,
  wire: WireEvent,
  leaveOut: Report,
): StartAndEnd {
  const { end: text } = wire.appointment;
  const lengthMs = lengthOf(wire);
  const end = place("appointment.end", readSent("appointment.end", text, leaveOut), timezone, leaveOut);
  const both = end && readStartAndEnd(start, end, lengthMs);
  if (both !== undefined) return both;
  if (end !== undefined) leaveOut("appointment.end", "is before the start");
  if (text === undefined && lengthMs === undefined)
    leaveOut("appointment.end", "is missing, and no service has a duration");
  return [firstOf(start), firstOf(start) + (lengthMs ?? 0)];
}

function readSent(field: string, text: string | undefined, report: Report): SentTime | undefined {
  const time = text === undefined ? undefined : readTime(text);
  if (typeof time !== "string") return time;
  report(field, time);
  return undefined;
}

function place(
  field: string,
  time: SentTime | undefined,
  timezone: string | undefined,
  report: Report,
): PlacedTime | undefined {
  if (time === undefined) return undefined;
  const zone = time.zone ?? timezone ?? (time.offsetMs === undefined ? undefined : "UTC");
  if (zone !== undefined) return { ...time, zone };
  report(field, "has no offset, and no time zone was sent to read it in");
  return undefined;
}

function firstOf(time: PlacedTime): number {
  return meaningOf(time, time.zone).instants[0] ?? time.localMs;
}

function wholeSecond(instantMs: number): number {
  return Math.floor(instantMs / 1000) * 1000;
}

/**
 * The appointment's zone, else the start's own, else the branch's: location bookings are held in the branch's (help article
 * 9802700).
 */
function zoneOf(
  { appointment, location }: WireEvent,
  start: SentTime | undefined,
  leaveOut: Report,
): string | undefined {
  const read = (field: string, name: string | undefined) => {
    const zone = name === undefined ? undefined : readZone(name);
    if (name !== undefined && zone === undefined)
      leaveOut(field, "is not a time zone such as America/Toronto");
    return zone;
  };
  const own = read("appointment.timezone", appointment.timezone);
  const branch = read("location.timezone", location?.timezone);
  return own ?? start?.zone ?? branch;
}

/** Services booked together follow each other; one without a duration leaves the end open. */
function lengthOf({ services }: WireEvent): number | undefined {
  const durations = services.flatMap(({ durationMinutes }) => durationMinutes ?? []);
  if (durations.length === 0 || durations.length < services.length) return undefined;
  return durations.reduce((sum, minutes) => sum + minutes, 0) * 60_000;
}
