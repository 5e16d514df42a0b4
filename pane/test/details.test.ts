import { expect, test } from "vitest";
import { findProblems, readIssues, stillRefused } from "../flow/details.ts";
import type { AttendeeField } from "../flow/field-address.ts";
import { answered, jane, noted, applyActions, reason, reviewed } from "./sample-booking.ts";

const attendeeField = (index: number, field: AttendeeField) => ({ of: "attendee", index, field });
const answerField = (index: number) => ({ of: "answer", index, questionId: reason.id });

test("details that are complete have no problems", () => {
  expect(findProblems(reviewed)).toEqual([]);
});

test("missing names, impossible email addresses and unanswered questions are found at their fields", () => {
  const flow = applyActions(
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

test("every attendee needs an email address or a phone, even if no confirmation is sent", () => {
  const nowhere = applyActions(
    reviewed,
    { type: "attendee_changed", index: 0, change: { email: " " } },
    { type: "notify_set", isNotified: false },
  );
  expect(findProblems(nowhere)).toEqual([{ field: attendeeField(0, "email"), kind: "no_contact" }]);
  const change = { cellPhone: "416 555 0134" };
  expect(findProblems(applyActions(nowhere, { type: "attendee_changed", index: 0, change }))).toEqual([]);
});

test("texts from Dynamics that are too long for Coconut, and email addresses that are not ASCII, are found", () => {
  const change = {
    firstName: "x".repeat(101),
    lastName: "x".repeat(101),
    email: `${"x".repeat(200)}@example.com`,
    cellPhone: "1".repeat(41),
  };
  const long = applyActions(reviewed, { type: "attendee_changed", index: 0, change });
  expect(findProblems(long)).toEqual([
    { field: attendeeField(0, "firstName"), kind: "too_long", maxLength: 100 },
    { field: attendeeField(0, "lastName"), kind: "too_long", maxLength: 100 },
    { field: attendeeField(0, "email"), kind: "too_long", maxLength: 200 },
    { field: attendeeField(0, "cellPhone"), kind: "too_long", maxLength: 40 },
  ]);
  for (const email of ["marie.côté@exemple.com", "marie@côté.com", "marie\u00a0c@exemple.com"]) {
    const foreign = applyActions(reviewed, { type: "attendee_changed", index: 0, change: { email } });
    expect(findProblems(foreign), email).toEqual([
      { field: attendeeField(0, "email"), kind: "not_an_email" },
    ]);
  }
  const fits = {
    firstName: "é".repeat(100),
    email: "o'neil+x@ex-ample.co",
    cellPhone: ` ${"1".repeat(40)} `,
  };
  expect(findProblems(applyActions(reviewed, { type: "attendee_changed", index: 0, change: fits }))).toEqual(
    [],
  );
});

test("a refused field is in order again when its value has changed", () => {
  const issues = ["attendees.0.email", "attendees.0.answers.0.value", "notify"].map((path) => ({
    path,
    message: "no",
  }));
  const fieldsAfter = (...actions: Parameters<typeof applyActions>[1][]) =>
    stillRefused(applyActions(reviewed, ...actions), readIssues(reviewed, issues)).map(({ field }) => field);
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
