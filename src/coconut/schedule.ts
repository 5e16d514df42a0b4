/** Reads the times of an appointment and of its event. */
import type { DateTime } from "luxon";
import type { IsoUtc } from "../appointments/appointment.ts";
import type { WireEvent } from "./schemas.ts";
import { formatInstant, isZone, readInstant } from "./times.ts";

/** Takes what is wrong with a field, by its canonical name (`appointment.start`); `what` never quotes the value. */
export type Report = (field: string, what: string) => void;

interface Schedule {
  readonly start: IsoUtc;
  readonly end: IsoUtc;
  readonly timezone: string;
  readonly createdAt: IsoUtc | undefined;
  readonly updatedAt: IsoUtc | undefined;
  readonly occurredAt: IsoUtc | undefined;
}

/** Start and end without an offset are wall-clock times in the appointment's zone, all other times are UTC. */
export function readSchedule(wire: WireEvent, report: Report): Schedule | undefined {
  const { appointment } = wire;
  const read = (field: string, text: string | undefined, zone: string | undefined) => {
    const instant = text === undefined ? undefined : readInstant(text, zone);
    if (typeof instant !== "string") return instant;
    report(field, instant);
    return undefined;
  };
  const timezone = zoneOf(wire, report);
  const occurredAt = read("occurredAt", wire.occurredAt, "UTC");
  const createdAt = read("appointment.createdAt", appointment.createdAt, "UTC");
  const updatedAt = read("appointment.updatedAt", appointment.updatedAt, "UTC");
  const start = read("appointment.start", appointment.start, timezone);
  const sentEnd = read("appointment.end", appointment.end, timezone);
  if (appointment.start === undefined) report("appointment.start", "is missing");
  if (start === undefined) return undefined;
  const end = appointment.end === undefined ? endByDuration(start, wire) : sentEnd;
  if (end === undefined) {
    if (appointment.end === undefined) report("appointment.end", "is missing, and no service has a duration");
    return undefined;
  }
  if (end < start) report("appointment.end", "is before the start");
  return {
    start: formatInstant(start.startOf("second")),
    end: formatInstant(end.startOf("second")),
    timezone: timezone ?? "UTC",
    createdAt: createdAt && formatInstant(createdAt),
    updatedAt: updatedAt && formatInstant(updatedAt),
    occurredAt: occurredAt && formatInstant(occurredAt),
  };
}

/** The appointment's zone, else its branch's: location bookings are held in the branch's (help article 9802700). */
function zoneOf({ appointment, location }: WireEvent, report: Report): string | undefined {
  if (appointment.timezone !== undefined) {
    if (isZone(appointment.timezone)) return appointment.timezone;
    report("appointment.timezone", "is not an IANA time zone such as America/Toronto");
    return "UTC"; // already reported; any zone will do to check the other times
  }
  return location?.timezone !== undefined && isZone(location.timezone) ? location.timezone : undefined;
}

/** Services booked together follow each other; one without a duration leaves the end open. */
function endByDuration(start: DateTime<true>, { services }: WireEvent): DateTime<true> | undefined {
  const durations = services.flatMap(({ durationMinutes }) => durationMinutes ?? []);
  if (durations.length === 0 || durations.length < services.length) return undefined;
  return start.plus({ minutes: durations.reduce((sum, minutes) => sum + minutes, 0) });
}
