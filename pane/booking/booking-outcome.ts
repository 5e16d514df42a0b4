/**
 * Makes sure that nothing is booked twice: which refusals leave open whether the appointment was booked, which key a
 * booking is sent under, and when it is sent again.
 */
import type { BankerApi, Result } from "../server/api.ts";
import type { Booked, BookingBody } from "../contract.d.ts";

/** The server looked up the key before it refused: nothing is booked under it. */
const nothingBookedCodes = new Set([
  "slot_taken",
  "invalid",
  "key_reused",
  "coconut_refused",
  "coconut_unavailable",
]);

/**
 * The same request would be refused again. `row_not_yours`, `not_in_dynamics`, `row_gone` and `too_large` come before
 * the server looks up the key, so they do not say whether an earlier request with it has booked.
 */
const finalCodes = new Set([
  "slot_taken",
  "invalid",
  "key_reused",
  "coconut_refused",
  "row_not_yours",
  "not_in_dynamics",
  "row_gone",
  "too_large",
]);

/** The appointment may be booked. Sending the same key again tells. */
const outcomeUnknownCodes = new Set(["outcome_unknown", "network_lost", "unreadable"]);

/** Is it unknown, after this refusal, whether the appointment was booked? */
export function isOutcomeUnknown(code: string, wasOutcomeUnknown: boolean): boolean {
  return outcomeUnknownCodes.has(code) || (wasOutcomeUnknown && !nothingBookedCodes.has(code));
}

/**
 * Keeps one key for each content of a booking, so that pressing twice, a lost connection or a second login cannot book
 * twice.
 */
export function createIdempotencyKeys(createKey: () => string) {
  const keys = new Map<string, string>();
  return {
    keyFor(body: BookingBody): string {
      const content = JSON.stringify(body);
      const key = keys.get(content) ?? createKey();
      keys.set(content, key);
      return key;
    },
    /** Forgets the key if the refusal is final and surely nothing was booked: the same content is then a new booking. */
    forgetAfter(body: BookingBody, code: string, wasOutcomeUnknown: boolean): void {
      if (finalCodes.has(code) && !isOutcomeUnknown(code, wasOutcomeUnknown))
        keys.delete(JSON.stringify(body));
    },
  };
}

const usualWaitsMs = [2_000, 4_000, 8_000];
const maxWaitMs = 15_000;

/** Books. While the outcome is unknown it asks again with the same key, once after each of the waits. */
export async function bookUntilKnown(
  api: Pick<BankerApi, "book">,
  body: BookingBody,
  idempotencyKey: string,
  onAskingAgain: () => void,
  waitsMs: readonly number[] = usualWaitsMs,
): Promise<Result<Booked>> {
  let result = await api.book(body, idempotencyKey);
  for (const waitMs of waitsMs) {
    if (result.kind === "ok" || result.code !== "outcome_unknown") break;
    onAskingAgain();
    const retryAfterMs = Math.min(result.retryAfterMs ?? 0, maxWaitMs);
    await new Promise((resolve) => setTimeout(resolve, Math.max(waitMs, retryAfterMs)));
    result = await api.book(body, idempotencyKey);
  }
  return result;
}
