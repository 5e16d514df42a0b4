import { expect, test } from "vitest";
import { findProblems, readIssues, stillRefused } from "../flow/details.ts";
import type { AttendeeField } from "../flow/field-address.ts";
import { answered, jane, noted, play, reason, reviewed } from "./sample-booking.ts";

const attendeeField = (index: number, field: AttendeeField) => ({ of: "attendee", index, field });
const answerField = (index: number) => ({ of: "answer", index, questionId: reason.id });

test("what was filled in well has no problems", () => {
  expect(findProblems(reviewed)).toEqual([]);
});

test("missing names, impossible addresses and unanswered questions are found, each at its field", () => {
  const flow = play(
    reviewed,
    { type: "attendee_changed", index: 0, change: { lastName: "  ", email: "jane@" } },
    { type: "attendee_added", language: "en" },
    answered({ [reason.id]: [" "] }),
  );
  expect(findProblems(flow)).toEqual([
    { field: attendeeField(0, "lastName"), kind: "missing" },
    { field: attendeeField(0, "email"), kind: "not_an_email" },
    { field: answerField(0), kind: "unanswered" },
    { field: attendeeField(1, "firstName"), kind: "missing" },
    { field: attendeeField(1, "lastName"), kind: "missing" },
    { field: attendeeField(1, "email"), kind: "no_contact" },
    { field: answerField(1), kind: "unanswered" },
  ]);
});

test("everybody who comes can be reached, by email or by phone, whether a confirmation is sent or not", () => {
  const nowhere = play(
    reviewed,
    { type: "attendee_changed", index: 0, change: { email: " " } },
    { type: "notify_set", isNotified: false },
  );
  expect(findProblems(nowhere)).toEqual([{ field: attendeeField(0, "email"), kind: "no_contact" }]);
  const change = { cellPhone: "416 555 0134" };
  expect(findProblems(play(nowhere, { type: "attendee_changed", index: 0, change }))).toEqual([]);
});

test("what Dynamics knows may be longer than Coconut takes, or an address in other letters", () => {
  const change = {
    firstName: "x".repeat(101),
    lastName: "x".repeat(101),
    email: `${"x".repeat(200)}@example.com`,
    cellPhone: "1".repeat(41),
  };
  const long = play(reviewed, { type: "attendee_changed", index: 0, change });
  expect(findProblems(long)).toEqual([
    { field: attendeeField(0, "firstName"), kind: "too_long", maxLength: 100 },
    { field: attendeeField(0, "lastName"), kind: "too_long", maxLength: 100 },
    { field: attendeeField(0, "email"), kind: "too_long", maxLength: 200 },
    { field: attendeeField(0, "cellPhone"), kind: "too_long", maxLength: 40 },
  ]);
  for (const email of ["marie.côté@exemple.com", "marie@côté.com", "marie\u00a0c@exemple.com"]) {
    const foreign = play(reviewed, { type: "attendee_changed", index: 0, change: { email } });
    expect(findProblems(foreign), email).toEqual([
      { field: attendeeField(0, "email"), kind: "not_an_email" },
    ]);
  }
  const fits = {
    firstName: "é".repeat(100),
    email: "o'neil+x@ex-ample.co",
    cellPhone: ` ${"1".repeat(40)} `,
  };
  expect(findProblems(play(reviewed, { type: "attendee_changed", index: 0, change: fits }))).toEqual([]);
});

test("a refusal is over when its field has another value", () => {
  const issues = ["attendees.0.email", "attendees.0.answers.0.value", "notify"].map((path) => ({
    path,
    message: "no",
  }));
  const fieldsAfter = (...actions: Parameters<typeof play>[1][]) =>
    stillRefused(play(reviewed, ...actions), readIssues(reviewed, issues)).map(({ field }) => field);
  const all = [attendeeField(0, "email"), answerField(0), { of: "booking", field: "notify" }];
  expect(fieldsAfter(noted("x"))).toEqual(all);
  const change = { email: "jane@example.org" };
  expect(fieldsAfter({ type: "attendee_changed", index: 0, change })).toEqual(all.slice(1));
  expect(fieldsAfter(answered({ q1: ["A car"] }), { type: "notify_set", isNotified: false })).toEqual([
    attendeeField(0, "email"),
  ]);
});

test("the server's issues are shown at their fields; what belongs to no field is left to the review", () => {
  const issues = [
    { path: "attendees.0.email", message: "bounces" },
    { path: "start", message: "is in the past" },
    { path: "attendees.0.answers.0", message: "is no answer" },
  ];
  expect(readIssues(reviewed, issues)).toEqual([
    { field: attendeeField(0, "email"), kind: "refused", message: "bounces", value: jane.email },
    { field: answerField(0), kind: "refused", message: "is no answer", value: ["A house"] },
  ]);
});
