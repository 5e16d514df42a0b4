/** The appointment that Coconut made of a booking: as an event like any other, and as the banker is told of it. */
import { DateTime } from "luxon";
import type { Appointment, BookedFrom } from "../appointments/appointment.ts";
import { beforeDeliveries, type CoconutEvent } from "../appointments/events.ts";
import { normalizeDelivery } from "../coconut/normalize.ts";
import type { WireMap } from "../coconut/wire-map.ts";
import type { BookedAppointment, BookingRequest } from "./request.ts";

export interface Reader {
  readonly tenant: string;
  readonly wireMap: WireMap;
}

/**
 * Coconut's answer → the event that its webhook tells as well, and before it. `undefined`: it cannot be read, the
 * webhook will do.
 *
 * @param bookedFrom as it was asked for: nobody promises that the answer repeats the campaign words
 */
export function readBooked(
  { appointmentId, document }: { readonly appointmentId: string; readonly document: object },
  bookedFrom: BookedFrom,
  { tenant, wireMap: { statuses } }: Reader,
): CoconutEvent | undefined {
  const eventId = `pane:${appointmentId}`;
  const read = normalizeDelivery({
    body: { ...document, id: eventId, event: "appointment.created", tenant },
    rawBody: new Uint8Array(),
    signedId: eventId,
    receivedAt: new Date(),
    tenant,
    // The answer is in the words of the Open API, whatever shape the deliveries have.
    wireMap: { ...(statuses && { statuses }) },
  });
  if (read.kind !== "event") return undefined;
  const { event } = read;
  return { ...event, sequence: beforeDeliveries, appointment: { ...event.appointment, bookedFrom } };
}

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
