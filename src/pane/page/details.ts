import type { Attendee, Flow } from "./flow.ts";
import type { Question } from "./reference-data.ts";

/** A field of the details step; also the id of its control. */
export type FieldId = string;

export interface Problem {
  readonly field: FieldId;
  readonly kind: "missing" | "unanswered" | "not_an_email" | "no_way_to_notify" | "refused";
  /** What the server says of the field. */
  readonly message?: string;
}

export const attendeeField = (index: number, field: keyof Attendee): FieldId => `attendee-${index}-${field}`;
export const questionField = (index: number, question: Question): FieldId =>
  `question-${index}-${question.id}`;

// Only what cannot be an address is stopped here: the server and Coconut know better.
const emailShape = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export function problemsOf(flow: Flow): readonly Problem[] {
  const people = flow.attendees.flatMap((attendee, index) => [
    ...personProblems(attendee, index),
    ...questionProblems(attendee, index, flow.questions),
  ]);
  const [client] = flow.attendees;
  const cannotNotify = flow.isNotified && client.email.trim() === "" && client.cellPhone.trim() === "";
  return cannotNotify ? [...people, { field: "notify", kind: "no_way_to_notify" }] : people;
}

function personProblems({ firstName, lastName, email }: Attendee, index: number): readonly Problem[] {
  const missing = Object.entries({ firstName, lastName }).filter(([, text]) => text.trim() === "");
  const problems = missing.map(([field]): Problem => ({
    field: attendeeField(index, field as keyof Attendee),
    kind: "missing",
  }));
  const isWrong = email.trim() !== "" && !emailShape.test(email.trim());
  return isWrong ? [...problems, { field: attendeeField(index, "email"), kind: "not_an_email" }] : problems;
}

function questionProblems(
  attendee: Attendee,
  index: number,
  questions: readonly Question[],
): readonly Problem[] {
  const answered = answeredQuestions(attendee, questions);
  return questions
    .filter((question) => question.required && !answered.includes(question))
    .map((question) => ({ field: questionField(index, question), kind: "unanswered" }));
}

/** Which fields the server's issues are about; what belongs to no field of this step is left out. */
export function problemsOfIssues(
  flow: Flow,
  issues: readonly { readonly path: string; readonly message: string }[],
): readonly Problem[] {
  return issues.flatMap(({ path, message }): Problem[] => {
    const [list, at, field = "", answerAt] = path.split(/[/.[\]]+/).filter((part) => part !== "");
    const index = Number(at);
    if (list === "notify") return [{ field: "notify", kind: "refused", message }];
    const attendee = list === "attendees" ? flow.attendees[index] : undefined;
    if (attendee === undefined || !Object.hasOwn(attendee, field)) return [];
    if (field !== "answers") {
      return [{ field: attendeeField(index, field as keyof Attendee), kind: "refused", message }];
    }
    const question = answeredQuestions(attendee, flow.questions)[Number(answerAt)];
    return question ? [{ field: questionField(index, question), kind: "refused", message }] : [];
  });
}

/** In the order in which their answers are sent. */
export function answeredQuestions(
  { answers }: Attendee,
  questions: readonly Question[],
): readonly Question[] {
  return questions.filter(({ id }) => (answers[id] ?? []).join("").trim() !== "");
}

/** A checkbox with options is a list of them; without, it is one yes or no. */
export function hasManyAnswers({ kind, options }: Question): boolean {
  return kind === "multiselect" || (kind === "checkbox" && options.length > 0);
}

/** The answer of a checked box. */
export const yes = "true";
