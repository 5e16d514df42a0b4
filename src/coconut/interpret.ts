/** Checked wire fields → the appointment, its times, statuses and people in our words. */
import type {
  Appointment,
  AppointmentStatus,
  Attendee,
  IsoUtc,
  Location,
  Service,
  Staff,
} from "../appointments/appointment.ts";
import type { EventType } from "../appointments/events.ts";
import { readSchedule, type Report } from "./schedule.ts";
import type { WireEvent } from "./schemas.ts";
import { readStatus } from "./status.ts";
import { isZone } from "./times.ts";

/** The appointment and the time of the event; undefined when something is wrong, which `report` was told. */
export function interpretAppointment(
  wire: WireEvent,
  type: EventType,
  statuses: Readonly<Record<string, AppointmentStatus>> | undefined,
  report: Report,
): { readonly appointment: Appointment; readonly occurredAt: IsoUtc | undefined } | undefined {
  const { appointment: sent, location } = wire;
  const status = impliedStatus(type, sent.status) ?? (sent.status && readStatus(sent.status, statuses));
  if (!status) report("appointment.status", "is missing");
  const schedule = readSchedule(wire, report);
  if (!status || schedule === undefined) return undefined;
  const { occurredAt, ...times } = schedule;
  const appointment = withoutUndefined<Appointment>({
    id: sent.id,
    kind: sent.walkIn || type.startsWith("walkin.") ? "walk_in" : "scheduled",
    group: sent.group,
    status,
    rawStatus: sent.status ?? "",
    ...times,
    meetingMethod: sent.meetingMethod,
    bookedThrough: sent.bookedThrough,
    location:
      location && withoutUndefined<Location>({ ...location, timezone: zoneOrNone(location.timezone) }),
    services: distinct(wire.services).map((service) => withoutUndefined<Service>(service)),
    staff: distinct(wire.staff).map((person) => withoutUndefined<Staff>(person)),
    attendees: distinct(wire.attendees).map((attendee) => {
      const own = attendee.status === undefined ? undefined : readStatus(attendee.status, statuses);
      return withoutUndefined<Attendee>({ ...attendee, status: own });
    }),
    notes: sent.notes,
  });
  return { appointment, occurredAt };
}

/** The event `cancelled` means cancelled, whatever status came with it; a new booking without a status is confirmed. */
function impliedStatus(type: EventType, sent: string | undefined): AppointmentStatus | undefined {
  if (type === "appointment.cancelled") return "cancelled";
  return sent === undefined && type.endsWith(".created") ? "confirmed" : undefined;
}

/** An unknown zone is left out: it is no reason to leave the branch out. */
function zoneOrNone(name: string | undefined): string | undefined {
  return name !== undefined && isZone(name) ? name : undefined;
}

/** The first of each id. */
function distinct<Item extends { readonly id: string }>(items: readonly Item[]): readonly Item[] {
  const byId = new Map(items.toReversed().map((item) => [item.id, item]));
  return items.filter((item) => byId.get(item.id) === item);
}

/** T, but its optional members may also be undefined. */
type Sparse<T> = { [K in keyof T]: Partial<Pick<T, K>> extends Pick<T, K> ? T[K] | undefined : T[K] };

/** Without the members that are undefined: they would not survive the JSON of a Signal either. */
export function withoutUndefined<T extends object>(value: Sparse<T>): T {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members) as T;
}
