import { randomUUID } from "node:crypto";
import { formatUtc } from "../model/local-time.ts";
import { appointmentDocument } from "../documents/appointment-document.ts";
import type { Appointment } from "../model/entities.ts";
import type { Store } from "../store/store.ts";

/** What an event says has happened. */
export type EventName =
  | "appointment.created"
  | "appointment.updated"
  | "appointment.rescheduled"
  | "appointment.cancelled"
  | "appointment.status_changed"
  | "attendee.added"
  | "attendee.cancelled"
  | "walkin.created"
  | "walkin.updated";

/** An event, ready to be signed and sent. */
export interface OutgoingEvent {
  readonly id: string;
  readonly event: EventName;
  readonly appointmentId: string;
  /** The bytes that are signed and sent, the same at every attempt. */
  readonly body: string;
}

/** An event of the appointment as it is now, under a new id. */
export function createEvent(
  store: Store,
  tenant: string,
  event: EventName,
  appointment: Appointment,
  options: { readonly withUtm: boolean },
): OutgoingEvent {
  const id = `evt-${randomUUID()}`;
  const occurredAt = formatUtc(appointment.updatedAtMs);
  const document = appointmentDocument(store, appointment, options);
  const body = { id, event, occurred_at: occurredAt, tenant, ...document };
  return { id, event, appointmentId: appointment.id, body: JSON.stringify(body) };
}
