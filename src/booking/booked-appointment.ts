/** The appointment that Coconut made of a booking: as an event for its Workflow, and as the banker is told of it. */
import { DateTime } from "luxon";
import type { Appointment, BookedFrom } from "../appointments/appointment.ts";
import type { CoconutEvent } from "../appointments/events.ts";
import { beforeDeliveries } from "../appointments/order.ts";
import { type AppointmentReader, readAppointment, toEvent } from "../coconut/read-appointment.ts";
import type { BookedAppointment, BookingRequest } from "./request.ts";

/**
 * Coconut's answer to a booking → the event that its webhook tells as well; this one counts as older. `undefined` if the
 * answer cannot be read: then the webhook's event has to do.
 *
 * @param bookedFrom as it was sent with the booking: Coconut does not promise to repeat it in the answer
 */
export function readBooked(
  { appointmentId, document }: { readonly appointmentId: string; readonly document: object },
  bookedFrom: BookedFrom,
  { tenant, wireMap: { statuses } }: AppointmentReader,
): CoconutEvent | undefined {
  const type = "appointment.created";
  // The answer is in the words of the Open API, whatever shape the deliveries have.
  const wireMap = { ...(statuses && { statuses }) };
  const read = readAppointment({ ...document }, type, { tenant, wireMap });
  if (read.kind === "malformed") return undefined;
  const appointment = { ...read.appointment, bookedFrom };
  const { occurredAt } = read;
  return toEvent({
    eventId: `pane:${appointmentId}`,
    type,
    tenant,
    appointment,
    occurredAt,
    receivedAt: new Date(),
    sequence: beforeDeliveries,
  });
}

/** What the banker is told of the appointment. Times are wall-clock times in the appointment's zone. */
export function summaryOf(appointment: Appointment): BookedAppointment {
  const { id, services, start, end, timezone, location, staff } = appointment;
  const { firstName, lastName } = staff[0] ?? {};
  return {
    appointmentId: id,
    subject: services.flatMap(({ name }) => name ?? []).join(", "),
    start: toLocal(start, timezone),
    end: toLocal(end, timezone),
    timezone,
    location: location?.name ?? null,
    staff: [firstName, lastName].filter(Boolean).join(" ") || null,
  };
}

/** All that is certain when Coconut's answer cannot be read: that it booked what it was asked for. */
export function summaryOfRequest(appointmentId: string, request: BookingRequest): BookedAppointment {
  const { start, timezone } = request;
  return { appointmentId, subject: "", start, end: start, timezone, location: null, staff: null };
}

function toLocal(instant: string, zone: string): string {
  return DateTime.fromISO(instant, { zone }).toFormat("yyyy-MM-dd HH:mm:ss");
}
