/** What happened in Coconut. Pure: runs inside the Workflow. */
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
  /** The sender's counter of events, where it has one; `beforeDeliveries` (order.ts) for the answer to a booking. */
  readonly sequence?: number;
  /** SHA-256 (hex) of the appointment without its bookkeeping times: equal means nothing to write. */
  readonly fingerprint: string;
  /** The whole appointment as it stands after the event. */
  readonly appointment: Appointment;
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
