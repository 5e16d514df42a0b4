import type { Attendee, Flow } from "./flow.ts";
import type { Question } from "../../src/pane/contract.ts";

/** A field of the details step; also the id of its control. */
export type FieldId = string;

export interface Problem {
  readonly field: FieldId;
  readonly kind: "missing" | "unanswered" | "not_an_email" | "no_contact" | "too_long" | "refused";
  /** What the server says of the field, or how many characters it takes. */
  readonly message?: string;
  /** What was refused: another value may be better. */
  readonly value?: string;
}

export const attendeeField = (index: number, field: keyof Attendee): FieldId => `attendee-${index}-${field}`;
export const questionField = (index: number, question: Question): FieldId =>
  `question-${index}-${question.id}`;

/** In characters. What was typed is never longer; what Dynamics knows may be. */
export const longest = { firstName: 100, lastName: 100, email: 200, cellPhone: 40 } as const;

// Only what cannot be an address is stopped here: the server and Coconut know better. Neither takes other
// letters than those of ASCII.
const emailShape = /^[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+$/;

export function findProblems(flow: Flow): readonly Problem[] {
  return flow.attendees.flatMap((attendee, index) => [
    ...personProblems(attendee, index),
    ...questionProblems(attendee, index, flow.questions),
  ]);
}

const personFields = ["firstName", "lastName", "email", "cellPhone"] as const;

function personProblems(attendee: Attendee, index: number): readonly Problem[] {
  return personFields.flatMap((name): Problem[] => {
    const field = attendeeField(index, name);
    const text = attendee[name].trim();
    const most = longest[name];
    if (text.length > most) return [{ field, kind: "too_long", message: String(most) }];
    if (name === "cellPhone") return [];
    if (name !== "email") return text === "" ? [{ field, kind: "missing" }] : [];
    // Coconut takes nobody whom it cannot reach.
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
    .map((question) => ({ field: questionField(index, question), kind: "unanswered" }));
}

/** Which fields the server's issues are about; what belongs to no field of this step is left out. */
export function readIssues(
  flow: Flow,
  issues: readonly { readonly path: string; readonly message: string }[],
): readonly Problem[] {
  const refused = (field: FieldId, message: string): Problem[] => [
    { field, kind: "refused", message, value: valueOf(flow, field) },
  ];
  return issues.flatMap(({ path, message }): Problem[] => {
    const [list, at, field = "", answerAt] = path.split(/[/.[\]]+/).filter((part) => part !== "");
    const index = Number(at);
    if (list === "notify") return refused("notify", message);
    const attendee = list === "attendees" ? flow.attendees[index] : undefined;
    if (attendee === undefined || !Object.hasOwn(attendee, field)) return [];
    if (field !== "answers") return refused(attendeeField(index, field as keyof Attendee), message);
    const question = answeredQuestions(attendee, flow.questions)[Number(answerAt)];
    return question ? refused(questionField(index, question), message) : [];
  });
}

/** Of what the server refused, that which was not changed since. */
export function stillRefused(flow: Flow, refused: readonly Problem[]): readonly Problem[] {
  return refused.filter(({ field, value }) => value === valueOf(flow, field));
}

function valueOf({ attendees, isNotified }: Flow, field: FieldId): string {
  const [what, at, ...name] = field.split("-");
  const attendee = attendees[Number(at)];
  const id = name.join("-");
  if (what === "notify") return String(isNotified);
  return JSON.stringify(what === "question" ? attendee?.answers[id] : attendee?.[id as keyof Attendee]);
}

/** In the order in which their answers are sent. */
export function answeredQuestions(
  { answers }: Attendee,
  questions: readonly Question[],
): readonly Question[] {
  return questions.filter(({ id }) => (answers[id] ?? []).join("").trim() !== "");
}

/** A checkbox with options is a list of them; without, it is one yes or no. */
export function isMultipleChoice({ kind, options }: Question): boolean {
  return kind === "multiselect" || (kind === "checkbox" && options.length > 0);
}

/** The answer of a checked box. */
export const yes = "true";
