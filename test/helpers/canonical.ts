/** Canonical events and appointments for tests of what comes after a delivery has been read. */
import { randomUUID } from "node:crypto";
import type { Appointment, Attendee } from "../../src/appointments/appointment.ts";
import type { CoconutEvent } from "../../src/appointments/events.ts";

export const annLee: Attendee = {
  id: "9001",
  clientId: "5501",
  firstName: "Ann",
  lastName: "Lee",
  email: "ann.lee@example.com",
  cellPhone: "+1 416 555 0101",
};

export function canonicalAppointment(differences: Partial<Appointment> = {}): Appointment {
  return {
    id: "81234",
    kind: "scheduled",
    group: false,
    status: "confirmed",
    rawStatus: "Confirmed",
    start: "2026-03-10T14:00:00Z",
    end: "2026-03-10T14:45:00Z",
    timezone: "America/Toronto",
    meetingMethod: "at_location",
    bookedThrough: "9",
    location: { id: "12", name: "King Street", address: "1 King St W", city: "Toronto" },
    services: [{ id: "7", name: "Mortgage advice", durationMinutes: 45 }],
    staff: [{ id: "31", firstName: "Dana", lastName: "Roy", email: "dana.roy@acme.example" }],
    attendees: [annLee],
    updatedAt: "2026-03-04T15:00:05Z",
    ...differences,
  };
}

export function canonicalEvent({
  appointment,
  ...differences
}: Partial<Omit<CoconutEvent, "appointment">> & {
  readonly appointment?: Partial<Appointment>;
}): CoconutEvent {
  return {
    version: 1,
    eventId: randomUUID(),
    type: "appointment.updated",
    tenant: "acme",
    occurredAt: "2026-03-04T15:00:05Z",
    receivedAt: "2026-03-04T15:00:06Z",
    fingerprint: randomUUID(),
    ...differences,
    appointment: canonicalAppointment(appointment),
  };
}
