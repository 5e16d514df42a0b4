/** What is wrong with the details: by the page's own rules, and by what the server did not accept. */
import { readPath, valueAt } from "./field-address.ts";
import type { FieldAddress } from "./field-address.ts";
import type { Attendee, Flow } from "./flow.ts";
import { answeredQuestions } from "./questions.ts";
import type { FieldIssue, Question } from "../contract.d.ts";

/** What is wrong with a field. */
export type Problem =
  | {
      readonly field: FieldAddress;
      readonly kind: "missing" | "unanswered" | "not_an_email" | "no_contact";
    }
  | { readonly field: FieldAddress; readonly kind: "too_long"; readonly maxLength: number }
  | RefusedField;

/** A field that the server did not accept. */
export interface RefusedField {
  readonly field: FieldAddress;
  readonly kind: "refused";
  /** The reason, in Coconut's or the server's words. */
  readonly message: string;
  /** The value that was refused. */
  readonly value: ReturnType<typeof valueAt>;
}

/** In characters. The controls take no more, but what comes from Dynamics may be longer. */
export const maxLengths = { firstName: 100, lastName: 100, email: 200, cellPhone: 40 } as const;

// Refuses only what cannot be an address; the server and Coconut check the rest. Both take ASCII letters only.
const emailShape = /^[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+$/;

/** Finds what must be put right before the review, in the order of the fields. */
export function findProblems(flow: Flow): readonly Problem[] {
  return flow.attendees.flatMap((attendee, index) => [
    ...personProblems(attendee, index),
    ...questionProblems(attendee, index, flow.questions),
  ]);
}

const checkedFields = ["firstName", "lastName", "email", "cellPhone"] as const;

function personProblems(attendee: Attendee, index: number): readonly Problem[] {
  return checkedFields.flatMap((name): Problem[] => {
    const field = { of: "attendee", index, field: name } as const;
    const text = attendee[name].trim();
    const maxLength = maxLengths[name];
    if (text.length > maxLength) return [{ field, kind: "too_long", maxLength }];
    if (name === "cellPhone") return [];
    if (name !== "email") return text === "" ? [{ field, kind: "missing" }] : [];
    // Coconut does not book anybody whom it cannot reach.
    if (text === "") return attendee.cellPhone.trim() === "" ? [{ field, kind: "no_contact" }] : [];
    return emailShape.test(text) ? [] : [{ field, kind: "not_an_email" }];
  });
}

function questionProblems(
  attendee: Attendee,
  index: number,
  questions: readonly Question[],
): readonly Problem[] {
  const answered = answeredQuestions(attendee, questions);
  return questions
    .filter((question) => question.required && !answered.includes(question))
    .map(({ id }) => ({ field: { of: "answer", index, questionId: id }, kind: "unanswered" }));
}

/** Finds the fields that the server's issues are about; leaves out what is not a field of the details step. */
export function readIssues(flow: Flow, issues: readonly FieldIssue[]): readonly RefusedField[] {
  return issues.flatMap(({ path, message }): RefusedField[] => {
    const field = readPath(path, flow);
    return field ? [{ field, kind: "refused", message, value: valueAt(flow, field) }] : [];
  });
}

/** Keeps only the fields that still have the value that was refused. */
export function stillRefused(flow: Flow, refused: readonly RefusedField[]): readonly RefusedField[] {
  return refused.filter(({ field, value }) => JSON.stringify(value) === JSON.stringify(valueAt(flow, field)));
}
