/** The questions that a service asks, and how their answers are kept. */
import type { Attendee } from "./flow.ts";
import type { Question } from "../contract.d.ts";

/** The questions that this attendee has answered, in the order in which the answers are sent. */
export function answeredQuestions(
  { answers }: Attendee,
  questions: readonly Question[],
): readonly Question[] {
  return questions.filter(({ id }) => (answers[id] ?? []).join("").trim() !== "");
}

/** Can the question have several answers? A checkbox with options is a list of boxes; without, it is a single one. */
export function isMultipleChoice({ kind, options }: Question): boolean {
  return kind === "multiselect" || (kind === "checkbox" && options.length > 0);
}

/** The answer of a single checked box. */
export const checkedAnswer = "true";
