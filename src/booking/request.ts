/** A booking as the pane asks for it, and its possible outcomes. */
import type { RowRef } from "../appointments/row-ref.ts";
import type { NewBooking } from "../coconut/open-api-booking.ts";

/** What the banker confirmed in the pane. */
export interface BookingRequest extends Omit<NewBooking, "bookerId" | "words"> {
  /** The member of staff who is logged in to the pane. */
  readonly staffId: string;
  /** Identifies this booking: a second request with the same key books nothing new. A uuid. */
  readonly key: string;
  /** The row it is booked from; it was checked that the banker may see it. */
  readonly row: RowRef;
}

/** What the banker is told of the appointment. Times are wall-clock times in `timezone`, `2026-03-10 10:00:00`. */
export interface BookedAppointment {
  readonly appointmentId: string;
  readonly subject: string;
  readonly start: string;
  readonly end: string;
  readonly timezone: string;
  readonly location: string | null;
  readonly staff: string | null;
}

/** Something in the request that Coconut does not accept. */
export interface BookingIssue {
  /** Where in the request: `start`, `attendees.0.email`. */
  readonly path: string;
  /** Coconut's own words, for the person who booked. */
  readonly message: string;
}

/** What became of a booking. */
export type BookingOutcome =
  | ({ readonly kind: "booked" } & BookedAppointment)
  | { readonly kind: "slot_taken" }
  | { readonly kind: "invalid"; readonly issues: readonly BookingIssue[] }
  | { readonly kind: "refused"; readonly reason: string }
  /** Nothing was booked; the same key may be used again. */
  | {
      readonly kind: "unavailable";
      readonly what: "coconut" | "temporal";
      readonly retryAfterSeconds: number;
    }
  /** It may have been booked; a second request with the same key tells what became of it. */
  | { readonly kind: "unknown" }
  /** The key was used for another booking. */
  | { readonly kind: "key_reused" };
