/** Activity `bookInCoconut`: one request to Coconut for one booking. Never to be repeated after `unknown`. */
import type { CoconutClient } from "../coconut/client.ts";
import { CoconutError, type CoconutErrorFacts, type CoconutProblem } from "../coconut/errors.ts";
import type { NewBooking } from "../coconut/open-api-booking.ts";

export interface BookInCoconutInput {
  readonly booking: NewBooking;
}

/** What became of one attempt. Nothing is thrown, as each asks for something else than a retry of the Activity. */
export type BookingAttempt =
  /** `document` is the appointment as Coconut answered it. */
  | { readonly kind: "booked"; readonly appointmentId: string; readonly document: object }
  | { readonly kind: "slot_taken" }
  | { readonly kind: "invalid"; readonly problems: readonly CoconutProblem[] }
  | { readonly kind: "refused"; readonly status: number }
  /** Nothing was booked, and a later attempt may succeed. */
  | { readonly kind: "unavailable"; readonly retryAfterMs?: number }
  /** It may have been booked. */
  | { readonly kind: "unknown" };

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
  const isPassing = status === 0 || status === 429 || status >= 500;
  if (!isPassing) return { kind: "refused", status };
  return { kind: "unavailable", ...(retryAfterMs !== undefined && { retryAfterMs }) };
}
