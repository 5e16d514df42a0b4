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
export const questionField = (question: Question): FieldId => `question-${question.id}`;

// Only what cannot be an address is stopped here: the server and Coconut know better.
const emailShape = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export function problemsOf(flow: Flow): readonly Problem[] {
  const people = flow.attendees.flatMap((attendee, index) => personProblems(attendee, index));
  const [client] = flow.attendees;
  const cannotNotify = flow.isNotified && client.email.trim() === "" && client.cellPhone.trim() === "";
  const unanswered = flow.questions.filter(
    (question) => question.required && (flow.answers[question.id] ?? []).join("").trim() === "",
  );
  return [
    ...people,
    ...unanswered.map((question): Problem => ({ field: questionField(question), kind: "unanswered" })),
    ...(cannotNotify ? [{ field: "notify", kind: "no_way_to_notify" } as const] : []),
  ];
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

/** Which fields the server's issues are about; what belongs to no field of this step is left out. */
export function problemsOfIssues(
  flow: Flow,
  issues: readonly { readonly path: string; readonly message: string }[],
): readonly Problem[] {
  return issues.flatMap(({ path, message }): Problem[] => {
    const [list, at, field = "", answerAt] = path.split(/[/.[\]]+/).filter((part) => part !== "");
    const index = Number(at);
    if (list === "notify") return [{ field: "notify", kind: "refused", message }];
    if (list !== "attendees" || flow.attendees[index] === undefined) return [];
    if (Object.hasOwn(flow.attendees[index], field)) {
      return [{ field: attendeeField(index, field as keyof Attendee), kind: "refused", message }];
    }
    if (field === "notes") return [{ field: "notes", kind: "refused", message }];
    const question = field === "answers" ? answeredQuestions(flow)[Number(answerAt)] : undefined;
    return question ? [{ field: questionField(question), kind: "refused", message }] : [];
  });
}

/** In the order in which their answers are sent. */
export function answeredQuestions(flow: Flow): readonly Question[] {
  return flow.questions.filter(({ id }) => (flow.answers[id] ?? []).join("").trim() !== "");
}

/** A checkbox with options is a list of them; without, it is one yes or no. */
export function hasManyAnswers({ kind, options }: Question): boolean {
  return kind === "multiselect" || (kind === "checkbox" && options.length > 0);
}

/** The answer of a checked box. */
export const yes = "true";
