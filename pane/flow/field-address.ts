/** Which field of the details step is meant. It is a text only as the id of its control, and in the server's issues. */
import { answeredQuestions } from "./questions.ts";
import type { Attendee, Flow } from "./flow.ts";

/** Counts attendees from 0. */
export type FieldAddress =
  | { readonly of: "attendee"; readonly index: number; readonly field: AttendeeField }
  | { readonly of: "answer"; readonly index: number; readonly questionId: string }
  | { readonly of: "booking"; readonly field: "notify" };

/** A field that is the same for every service. */
export type AttendeeField = Exclude<keyof Attendee, "answers">;

/** The id of the field's control. No two fields have the same. */
export function controlIdOf(address: FieldAddress): string {
  switch (address.of) {
    case "attendee":
      return `attendee-${address.index}-${address.field}`;
    case "answer":
      return `question-${address.index}-${address.questionId}`;
    case "booking":
      return address.field;
  }
}

/** The value of the field: a text, the list of an answer, or undefined where the booking has no such field. */
export function valueAt(flow: Flow, address: FieldAddress): string | readonly string[] | boolean | undefined {
  switch (address.of) {
    case "attendee":
      return flow.attendees[address.index]?.[address.field];
    case "answer":
      return flow.attendees[address.index]?.answers[address.questionId];
    case "booking":
      return flow.isNotified;
  }
}

/**
 * Reads the `path` of an issue, which counts answers in the order in which they were sent. Returns undefined for a
 * field that the details step does not have.
 */
export function readPath(path: string, flow: Flow): FieldAddress | undefined {
  const [list, position, field = "", answerPosition] = path.split(".");
  if (list === "notify") return { of: "booking", field: "notify" };
  const index = Number(position);
  const attendee = list === "attendees" ? flow.attendees[index] : undefined;
  if (attendee === undefined) return undefined;
  if (field === "answers") {
    const question = answeredQuestions(attendee, flow.questions)[Number(answerPosition)];
    return question && { of: "answer", index, questionId: question.id };
  }
  return Object.hasOwn(attendee, field)
    ? { of: "attendee", index, field: field as AttendeeField }
    : undefined;
}
