/** What goes into the Workflow `bookAppointment` and comes out of it: one definition for both sides. */
import type { BookInCoconutInput, BookingAttempt } from "../activities/booking.ts";
import type { Appointment } from "../appointments/appointment.ts";

export interface BookAppointmentInput extends BookInCoconutInput {
  readonly tenant: string;
  /** Tells the request from another under the same key. */
  readonly digest: string;
  /** No attempt begins later than this after the start: the banker waits, and then has gone. */
  readonly beginWithinMs: number;
  /** How long to wait for word of a booking whose outcome is unknown. */
  readonly seenWithinMs: number;
}

/** What Coconut answered, if it did. */
export type BookingAnswer = Exclude<BookingAttempt, { readonly kind: "unavailable" }>;

/** `seen`: Coconut never answered, but told of the appointment as it tells of every other. */
export type BookAppointmentResult = { readonly digest: string } & (
  | BookingAnswer
  | { readonly kind: "seen"; readonly appointment: Appointment }
);

/** The details of the failure of that name: nothing was booked, and the same booking may be started again. */
export interface BookingUnavailable {
  readonly digest: string;
  readonly what: "coconut" | "worker";
  readonly retryAfterMs?: number;
}
export const bookingUnavailable = "BookingUnavailable";
