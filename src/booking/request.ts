/** A booking as the pane asks for it, and what can become of it. */
import type { BookedFrom } from "../appointments/appointment.ts";
import type { NewBooking } from "../coconut/open-api-booking.ts";

export interface BookingRequest extends Omit<NewBooking, "bookerId" | "words"> {
  /** The member of staff who is logged in to the pane. */
  readonly staffId: string;
  /** Names this booking: asking again under the same key books nothing new. A uuid. */
  readonly key: string;
  /** From where it is booked; the banker may see it. */
  readonly row: Pick<BookedFrom, "table" | "id">;
}

/** Times are wall-clock times in `timezone`, `2026-03-10 10:00:00`. */
export interface BookedAppointment {
  readonly appointmentId: string;
  readonly subject: string;
  readonly start: string;
  readonly end: string;
  readonly timezone: string;
  readonly location: string | null;
  readonly staff: string | null;
}

export interface BookingIssue {
  /** Of the request: `start`, `attendees.0.email`. */
  readonly path: string;
  /** Coconut's own words, for the person who booked. */
  readonly message: string;
}

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
  /** It may have been booked; asking again under the same key says what became of it. */
  | { readonly kind: "unknown" }
  /** The key was used for another booking. */
  | { readonly kind: "key_reused" };
