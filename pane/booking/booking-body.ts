/** What the pane sends to the server to book. */
import { needsLocation } from "../flow/flow.ts";
import type { Attendee, Flow } from "../flow/flow.ts";
import { answeredQuestions, isMultipleChoice } from "../flow/questions.ts";
import type { BookingBody, Question, RowRef } from "../contract.d.ts";

/** Creates the request that books what was chosen. Returns undefined while a choice is missing. */
export function createBookingBody(flow: Flow, { table, id }: RowRef): BookingBody | undefined {
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
