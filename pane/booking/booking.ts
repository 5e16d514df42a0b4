import type { Answer, BankerApi } from "../server/api.ts";
import { answeredQuestions, isMultipleChoice } from "../flow/details.ts";
import { needsLocation } from "../flow/flow.ts";
import type { Attendee, Flow } from "../flow/flow.ts";
import type { Booked, BookingBody, Question, RowRef } from "../../src/pane/contract.ts";

/** What is asked of the server; undefined while a choice is missing. The first attendee is the row's person. */
export function bookingBody(flow: Flow, { table, id }: RowRef): BookingBody | undefined {
  const { service, method, location, staff, slot } = flow;
  if (service === null || method === null || slot === null) return undefined;
  if (needsLocation(method) && location === null) return undefined;
  return {
    row: { table, id },
    service: service.id,
    method,
    location: location?.id ?? null,
    staff: staff.kind === "person" ? staff.person.id : null,
    language: staff.kind === "language" ? staff.language : null,
    start: slot.start,
    timezone: slot.timezone,
    attendees: flow.attendees.map((attendee) => ({
      firstName: attendee.firstName.trim(),
      lastName: attendee.lastName.trim(),
      email: attendee.email.trim() || null,
      cellPhone: attendee.cellPhone.trim() || null,
      language: attendee.language,
      notes: attendee.notes.trim() || null,
      answers: answersOf(attendee, flow.questions),
    })),
    notify: flow.isNotified,
  };
}

function answersOf(
  attendee: Attendee,
  questions: readonly Question[],
): BookingBody["attendees"][number]["answers"] {
  return answeredQuestions(attendee, questions).map((question) => {
    const value = attendee.answers[question.id] ?? [];
    return { questionId: question.id, value: isMultipleChoice(question) ? value : (value[0] ?? "") };
  });
}

/** Refusals of who has looked at the key: nothing is booked under it. */
const settlingRefusals = new Set([
  "slot_taken",
  "invalid",
  "key_reused",
  "coconut_refused",
  "coconut_unavailable",
]);

/** Refusals that would only be repeated. Those at the door say nothing about what an earlier try did. */
const finalRefusals = new Set([
  "slot_taken",
  "invalid",
  "key_reused",
  "coconut_refused",
  "row_not_yours",
  "not_in_dynamics",
  "row_gone",
  "too_large",
]);

/** Refusals that leave open whether the appointment was booked. Asking again with the same key tells. */
const openRefusals = new Set(["outcome_unknown", "network_lost", "unreadable"]);

/** Is it open, after this refusal, whether the appointment was booked? */
export function isOutcomeUnknown(code: string, wasOutcomeUnknown: boolean): boolean {
  return openRefusals.has(code) || (wasOutcomeUnknown && !settlingRefusals.has(code));
}

/**
 * Keeps one key per content of a booking, so that pressing twice, a lost connection or a second login cannot book
 * twice. Forgotten only after a final refusal that leaves nothing open: the same wish, uttered anew, is then a new
 * booking.
 */
export function createIdempotencyKeys(newKey: () => string) {
  const keys = new Map<string, string>();
  return {
    keyFor(body: BookingBody): string {
      const content = JSON.stringify(body);
      const key = keys.get(content) ?? newKey();
      keys.set(content, key);
      return key;
    },
    settle(body: BookingBody, code: string, wasOutcomeUnknown: boolean): void {
      if (finalRefusals.has(code) && !isOutcomeUnknown(code, wasOutcomeUnknown))
        keys.delete(JSON.stringify(body));
    },
  };
}

const waitsMs = [2_000, 4_000, 8_000];
const longestWaitMs = 15_000;

/** Books, and where it is not certain what became of it asks again, with the same key, a few times. */
export async function bookUntilKnown(
  api: Pick<BankerApi, "book">,
  body: BookingBody,
  key: string,
  onAskingAgain: () => void,
  waits: readonly number[] = waitsMs,
): Promise<Answer<Booked>> {
  let answer = await api.book(body, key);
  for (const waitMs of waits) {
    if (answer.kind === "ok" || answer.code !== "outcome_unknown") break;
    onAskingAgain();
    const retryAfterMs = Math.min(answer.retryAfterMs ?? 0, longestWaitMs);
    await new Promise((resolve) => setTimeout(resolve, Math.max(waitMs, retryAfterMs)));
    answer = await api.book(body, key);
  }
  return answer;
}
