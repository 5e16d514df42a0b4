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
import { digestOf } from "./fingerprint.ts";
import { type Reports, readSchedule } from "./schedule.ts";
import type { WireEvent } from "./schemas.ts";
import { readStatus, type StatusWords } from "./status.ts";
import { readZone } from "./zones.ts";

/** What the fields of an appointment do not say themselves. */
interface Interpretation {
  readonly type: EventType;
  readonly statuses: StatusWords | undefined;
  /** False: a status was sent, and is no text. */
  readonly isStatusReadable: boolean;
}

/** The appointment and the time of the event; undefined when it is refused, which `reports` was told. */
export function interpretAppointment(
  wire: WireEvent,
  { type, statuses, isStatusReadable }: Interpretation,
  reports: Reports,
): { readonly appointment: Appointment; readonly occurredAt: IsoUtc | undefined } | undefined {
  const { appointment: sent } = wire;
  const schedule = readSchedule(wire, reports);
  const attendees = readAttendees(wire, statuses, reports);
  if (schedule === undefined || attendees === undefined) return undefined;
  const { occurredAt, ...times } = schedule;
  const appointment = withoutUndefined<Appointment>({
    id: sent.id,
    kind: sent.walkIn || type.startsWith("walkin.") ? "walk_in" : "scheduled",
    group: sent.group,
    status: (isStatusReadable && impliedStatus(type, sent.status)) || readStatus(sent.status ?? "", statuses),
    rawStatus: sent.status ?? "",
    ...times,
    meetingMethod: sent.meetingMethod ?? "unknown",
    bookedThrough: sent.bookedThrough,
    location: readLocation(wire),
    services: identified("services", wire.services, reports).map((service) =>
      withoutUndefined<Service>(service),
    ),
    staff: identified("staff", wire.staff, reports).map((person) => withoutUndefined<Staff>(person)),
    attendees,
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
function readLocation({ location }: WireEvent): Location | undefined {
  if (Object.values(location).every((value) => value === undefined)) return undefined;
  const timezone = location.timezone === undefined ? undefined : readZone(location.timezone);
  return withoutUndefined<Location>({ ...location, id: location.id ?? "", timezone });
}

/** The first of each id; of those without an id, each that says something else. */
function identified<Item extends { readonly id?: string | undefined }>(
  group: "services" | "staff",
  items: readonly Item[],
  { leaveOut }: Reports,
): readonly (Item & { readonly id: string })[] {
  const known = items.flatMap((item, at) => {
    if (Object.values(item).some((value) => value !== undefined)) return { ...item, id: item.id ?? "" };
    leaveOut(`${group}.${at}`, "says nothing that can be read");
    return [];
  });
  return distinct(known, (item) => item.id || JSON.stringify(item));
}

/**
 * The attendees; undefined when nobody can be told of those who were sent. Who has no id at this appointment is told by the
 * person's, else by name and addresses.
 */
function readAttendees(
  { appointment, attendees }: WireEvent,
  statuses: StatusWords | undefined,
  { refuse, leaveOut }: Reports,
): readonly Attendee[] | undefined {
  const known = attendees.flatMap((sent, at) => {
    const { id: sentId, clientId, status: word } = sent;
    const { externalId, firstName, lastName, email, phone, cellPhone, workPhone } = sent;
    const who = [externalId, firstName, lastName, email, phone, cellPhone, workPhone];
    const isSomebody = who.some((value) => value !== undefined);
    const id = sentId ?? clientId ?? (isSomebody ? digestOf([appointment.id, ...who]) : undefined);
    if (id === undefined) return [];
    const status = word === undefined ? undefined : readStatus(word, statuses);
    if (status === "unknown") leaveOut(`attendees.${at}.status`, "is a status that nobody has mapped");
    const rawStatus = status === "unknown" ? word : undefined;
    const attendee = withoutUndefined<Attendee>({ ...sent, id, status, rawStatus });
    return { at, key: sentId === undefined ? `person ${id}` : `attendee ${id}`, attendee };
  });
  const told = new Set(known.map(({ at }) => at));
  for (const at of attendees.keys()) {
    if (told.has(at)) continue;
    (known.length > 0 ? leaveOut : refuse)(`attendees.${at}.id`, "is missing");
  }
  if (known.length === 0 && attendees.length > 0) return undefined;
  return distinct(known, ({ key }) => key).map(({ attendee }) => attendee);
}

/** The first of each key. */
function distinct<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  const byKey = new Map(items.toReversed().map((item) => [keyOf(item), item]));
  return items.filter((item) => byKey.get(keyOf(item)) === item);
}

/** T, but its optional members may also be undefined. */
type Sparse<T> = { [K in keyof T]: Partial<Pick<T, K>> extends Pick<T, K> ? T[K] | undefined : T[K] };

/** Without the members that are undefined: they would not survive the JSON of a Signal either. */
export function withoutUndefined<T extends object>(value: Sparse<T>): T {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members) as T;
}
