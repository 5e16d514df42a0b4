/** What happened in Coconut, and which of two events is the newer. Pure: runs inside the Workflow. */
import type { Appointment, IsoUtc } from "./appointment.ts";
import { isRowRef } from "./row-ref.ts";

/** The kinds of events that are synced; the names are also those on the default wire. */
export const eventTypes = [
  "appointment.created",
  "appointment.updated",
  "appointment.rescheduled",
  "appointment.cancelled",
  "appointment.status_changed",
  "attendee.added",
  "attendee.cancelled",
  "walkin.created",
  "walkin.updated",
] as const;
/** One of them. */
export type EventType = (typeof eventTypes)[number];

/** The canonical event. `version` lets a Workflow begun by older code tell what it reads. */
export interface CoconutEvent {
  readonly version: 1;
  /** Identifies the event: a delivery with the same id is the same event. */
  readonly eventId: string;
  readonly type: EventType;
  readonly tenant: string;
  readonly occurredAt: IsoUtc;
  readonly receivedAt: IsoUtc;
  /** The sender's counter of events, where it has one; `beforeDeliveries` for the answer to a booking. */
  readonly sequence?: number;
  /** SHA-256 (hex) of the appointment without its bookkeeping times: equal means nothing to write. */
  readonly fingerprint: string;
  /** The whole appointment as it stands after the event. */
  readonly appointment: Appointment;
}

/**
 * The place of an event in the order of one appointment's changes, most significant part first: the sender's sequence (an
 * event that has one is newer than one that has none), the time of the change, the kind (a booking first, a cancellation
 * last), the time of the event, and the event id, so that no two events have the same place.
 */
export type Position = readonly [
  sequence: number,
  changedAtMs: number,
  kindRank: number,
  occurredAtMs: number,
  eventId: string,
];

/**
 * The sequence of Coconut's answer to a booking: it counts as older than every delivery of the appointment. The answer may
 * have no time of its own, and says less than a delivery.
 */
export const beforeDeliveries = -2;

/** The event's place in that order. */
export function positionOf(event: CoconutEvent): Position {
  return [
    event.sequence ?? -1,
    changedAtMs(event),
    kindRank(event),
    Date.parse(event.occurredAt),
    event.eventId,
  ];
}

const dayMs = 86_400_000;

/** A time of change more than a day after the event was received is wrong, and must not make later events stale. */
function changedAtMs({ appointment, occurredAt, receivedAt }: CoconutEvent): number {
  const told = Date.parse(appointment.updatedAt ?? occurredAt);
  const received = Date.parse(receivedAt);
  return told > received + dayMs ? received : told;
}

function kindRank({ type, appointment }: CoconutEvent): number {
  if (type === "appointment.cancelled" || appointment.status === "cancelled") return 2;
  return type === "appointment.created" || type === "walkin.created" ? 0 : 1;
}

/** Negative when `a` is older than `b`, 0 when they are the same event. */
export function comparePositions(a: Position, b: Position): number {
  for (const [index, ours] of a.entries()) {
    const theirs = b[index];
    if (theirs !== undefined && ours !== theirs) return ours < theirs ? -1 : 1;
  }
  return 0;
}

/** The newest of several events; the others are contained in it, since each carries the whole appointment. */
export function newestOf(events: readonly CoconutEvent[]): CoconutEvent | undefined {
  return events.toSorted((a, b) => comparePositions(positionOf(a), positionOf(b))).at(-1);
}

/** Tells a canonical event from whatever a person may have typed into a Signal by hand. */
export function isCoconutEvent(value: unknown): value is CoconutEvent {
  const event = (value ?? {}) as Partial<CoconutEvent>;
  const appointment = (event.appointment ?? {}) as Partial<Appointment>;
  const { updatedAt } = appointment;
  return (
    event.version === 1 &&
    [event.eventId, event.tenant, event.fingerprint, appointment.id, appointment.status].every(isText) &&
    eventTypes.some((type) => type === event.type) &&
    [event.occurredAt, event.receivedAt, appointment.start, appointment.end].every(isInstant) &&
    (updatedAt === undefined || isInstant(updatedAt)) &&
    [appointment.attendees, appointment.staff, appointment.services].every(isListOfThings) &&
    (appointment.bookedFrom === undefined || isRowRef(appointment.bookedFrom))
  );
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

/** Within the years that Dataverse and Search Attributes can hold. */
function isInstant(value: unknown): boolean {
  return typeof value === "string" && /^[12]\d{3}-/.test(value) && !Number.isNaN(Date.parse(value));
}

/** People and services: an id and other words or numbers. */
function isListOfThings(value: unknown): boolean {
  return Array.isArray(value) && value.every(isThing);
}

function isThing(item: unknown): boolean {
  if (typeof item !== "object" || item === null) return false;
  const { id, durationMinutes = 0, ...others } = item as Record<string, unknown>;
  return isText(id) && typeof durationMinutes === "number" && Object.values(others).every(isText);
}
