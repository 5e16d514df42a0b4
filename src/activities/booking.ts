/** Activity `bookInCoconut`: one request to Coconut for one booking. After `unknown` it must not be repeated. */
import type { CoconutClient } from "../coconut/client.ts";
import { CoconutError, type CoconutErrorFacts, type CoconutProblem } from "../coconut/errors.ts";
import type { NewBooking } from "../coconut/open-api-booking.ts";

/** The booking that a banker confirmed. */
export interface BookInCoconutInput {
  readonly booking: NewBooking;
}

/** The outcome of one request. These are values, not errors: after none of them may Temporal retry the Activity. */
export type BookingAttempt =
  /** `document` is Coconut's answer: the appointment that it made. */
  | { readonly kind: "booked"; readonly appointmentId: string; readonly document: object }
  | { readonly kind: "slot_taken" }
  | { readonly kind: "invalid"; readonly problems: readonly CoconutProblem[] }
  | { readonly kind: "refused"; readonly status: number }
  /** Nothing was booked, and a later attempt may succeed. */
  | { readonly kind: "unavailable"; readonly retryAfterMs?: number }
  /** It may have been booked. */
  | { readonly kind: "unknown" };

/** Asks Coconut once. @throws what is no answer of Coconut: a fault of our own code */
export async function bookInCoconut(
  { booking }: BookInCoconutInput,
  coconut: CoconutClient,
): Promise<BookingAttempt> {
  try {
    return { kind: "booked", ...(await coconut.book(booking)) };
  } catch (error) {
    if (error instanceof CoconutError) return attemptOf(error.facts);
    throw error;
  }
}

function attemptOf({
  status = 0,
  problems = [],
  retryAfterMs,
  isOutcomeKnown,
}: CoconutErrorFacts): BookingAttempt {
  if (!isOutcomeKnown) return { kind: "unknown" };
  if (status === 409) return { kind: "slot_taken" };
  if (status === 422) return { kind: "invalid", problems };
  const isTemporary = status === 0 || status === 429 || status >= 500;
  if (!isTemporary) return { kind: "refused", status };
  return { kind: "unavailable", ...(retryAfterMs !== undefined && { retryAfterMs }) };
}
