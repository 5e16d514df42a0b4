import { expect, test } from "vitest";
import { controlIdOf, readPath, valueAt } from "../flow/field-address.ts";
import type { AttendeeField, FieldAddress } from "../flow/field-address.ts";
import type { BookingBody, Question } from "../contract.d.ts";
import { answered, bodyOf, noted, applyActions, reason, reviewed } from "./sample-booking.ts";

const documents: Question = {
  ...reason,
  id: "email",
  kind: "multiselect",
  options: ["passport", "payslip"].map((value) => ({ value, label: value })),
};

/** Three people: the first answers one question, the second all, the third none. */
const threePeople = applyActions(
  reviewed,
  { type: "questions_loaded", questions: [documents, reason] },
  noted("Has a dog"),
  { type: "attendee_added", language: "fr" },
  { type: "attendee_changed", index: 1, change: { firstName: "John", cellPhone: "416 555 0134" } },
  answered({ [documents.id]: ["passport", "payslip"], [reason.id]: ["A car"] }, 1),
  { type: "attendee_added", language: "en" },
);
const body = bodyOf(threePeople);

const attendeeFields = [
  "firstName",
  "lastName",
  "email",
  "cellPhone",
  "language",
  "notes",
] satisfies AttendeeField[];

const sentFields: readonly FieldAddress[] = [
  ...body.attendees.flatMap(({ answers }, index): FieldAddress[] => [
    ...attendeeFields.map((field) => ({ of: "attendee", index, field }) as const),
    ...answers.map(({ questionId }) => ({ of: "answer", index, questionId }) as const),
  ]),
  { of: "booking", field: "notify" },
];

/** The path by which the server names a field: the keys and positions that lead to it in the body that was sent. */
function pathOf(address: FieldAddress, { attendees }: BookingBody): string {
  switch (address.of) {
    case "attendee":
      return `attendees.${address.index}.${address.field}`;
    case "answer": {
      const answers = attendees[address.index]?.answers ?? [];
      const position = answers.findIndex(({ questionId }) => questionId === address.questionId);
      return `attendees.${address.index}.answers.${position}.value`;
    }
    case "booking":
      return address.field;
  }
}

function valueAtPath(path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>>)[key], body);
}

test("every field that is sent is found again by its path", () => {
  expect(sentFields.map((address) => readPath(pathOf(address, body), threePeople))).toEqual(sentFields);
});

test("the value of a field is the one that is sent under its path", () => {
  const sent = sentFields.map((address) => valueAtPath(pathOf(address, body)) ?? "");
  const held = sentFields.map((address) => valueAt(threePeople, address));
  // An answer is held as a list, and sent as a text where there can be one only.
  expect(held.map((value) => [value].flat())).toEqual(sent.map((value) => [value].flat()));
});

test("an answer is meant by the path of any part of it", () => {
  const [first] = body.attendees[1]?.answers ?? [];
  const answer = { of: "answer", index: 1, questionId: first?.questionId };
  expect(readPath("attendees.1.answers.0", threePeople)).toEqual(answer);
  expect(readPath("attendees.1.answers.0.value.1", threePeople)).toEqual(answer);
});

test.each([
  "start",
  "attendees",
  "attendees.7.email",
  "attendees.0.answers",
  "attendees.0.answers.9.value",
  "attendees.2.answers.0.value",
  "attendees.0.nickname",
  "attendees.0.__proto__",
  "",
])("the path “%s” is no field of the details step", (path) => {
  expect(readPath(path, threePeople)).toBeUndefined();
});

test("no two fields have the same control, whatever the ids of the questions", () => {
  const ids = sentFields.map(controlIdOf);
  expect(new Set(ids).size).toBe(ids.length);
});
