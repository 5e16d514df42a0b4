/** Input and results of the Workflow `bookAppointment`: one definition for the Workflow and its callers. */
import type { BookInCoconutInput, BookingAttempt } from "../activities/booking.ts";
import type { Appointment } from "../appointments/appointment.ts";

/** What is to be booked, and within what time. */
export interface BookAppointmentInput extends BookInCoconutInput {
  readonly tenant: string;
  /** SHA-256 of the request: another request with the same key has another one. */
  readonly digest: string;
  /** No attempt begins later than this after the start: the banker no longer waits then. */
  readonly beginWithinMs: number;
  /** How long to wait for a delivery when the answer to the booking was lost. */
  readonly seenWithinMs: number;
}

/** What Coconut's answer means, or `unknown`. */
export type BookingAnswer = Exclude<BookingAttempt, { readonly kind: "unavailable" }>;

/** How the Workflow ended. `seen`: the answer was lost, but Coconut's delivery proves that it has booked. */
export type BookAppointmentResult = { readonly digest: string } & (
  | BookingAnswer
  | { readonly kind: "seen"; readonly appointment: Appointment }
);

/** The details of the failure `BookingUnavailable`: nothing was booked, and the same booking may be started again. */
export interface BookingUnavailable {
  readonly digest: string;
  readonly what: "coconut" | "worker";
  readonly retryAfterMs?: number;
}
/** The type of that failure. */
export const bookingUnavailable = "BookingUnavailable";
