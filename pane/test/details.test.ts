import { expect, test } from "vitest";
import { findProblems, readIssues, stillRefused } from "../flow/details.ts";
import { summaryOf } from "../flow/summary.ts";
import { en } from "../words/en.ts";
import { fr } from "../words/fr.ts";
import { answered, noted, play, reason, reviewed } from "./sample-booking.ts";

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
    { field: "attendee-0-lastName", kind: "missing" },
    { field: "attendee-0-email", kind: "not_an_email" },
    { field: "question-0-q1", kind: "unanswered" },
    { field: "attendee-1-firstName", kind: "missing" },
    { field: "attendee-1-lastName", kind: "missing" },
    { field: "attendee-1-email", kind: "no_contact" },
    { field: "question-1-q1", kind: "unanswered" },
  ]);
});

test("everybody who comes can be reached, by email or by phone, whether a confirmation is sent or not", () => {
  const nowhere = play(
    reviewed,
    { type: "attendee_changed", index: 0, change: { email: " " } },
    { type: "notify_set", isNotified: false },
  );
  expect(findProblems(nowhere)).toEqual([{ field: "attendee-0-email", kind: "no_contact" }]);
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
    { field: "attendee-0-firstName", kind: "too_long", message: "100" },
    { field: "attendee-0-lastName", kind: "too_long", message: "100" },
    { field: "attendee-0-email", kind: "too_long", message: "200" },
    { field: "attendee-0-cellPhone", kind: "too_long", message: "40" },
  ]);
  for (const email of ["marie.côté@exemple.com", "marie@côté.com", "marie\u00a0c@exemple.com"]) {
    const foreign = play(reviewed, { type: "attendee_changed", index: 0, change: { email } });
    expect(findProblems(foreign), email).toEqual([{ field: "attendee-0-email", kind: "not_an_email" }]);
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
  const all = ["attendee-0-email", "question-0-q1", "notify"];
  expect(fieldsAfter(noted("x"))).toEqual(all);
  const change = { email: "jane@example.org" };
  expect(fieldsAfter({ type: "attendee_changed", index: 0, change })).toEqual(all.slice(1));
  expect(fieldsAfter(answered({ q1: ["A car"] }), { type: "notify_set", isNotified: false })).toEqual([
    "attendee-0-email",
  ]);
});

test("the server's issues are tied to their fields, however it writes the path", () => {
  const message = "no";
  const issues = [
    "attendees.0.email",
    "/attendees/0/cellPhone",
    "attendees[0].notes",
    "attendees.0.answers.0.value",
    "attendees.1.notes",
    "attendees.1.answers.0.value",
  ].map((path) => ({ path, message }));
  const two = play(
    reviewed,
    { type: "attendee_added", language: "en" },
    answered({ [reason.id]: ["A car"] }, 1),
  );
  expect(readIssues(two, issues).map(({ field }) => field)).toEqual([
    "attendee-0-email",
    "attendee-0-cellPhone",
    "attendee-0-notes",
    "question-0-q1",
    "attendee-1-notes",
    "question-1-q1",
  ]);
});

test("an issue of no field of the details is left to the review", () => {
  const issues = [
    "start",
    "attendees.7.email",
    "attendees.0.answers.9.value",
    "attendees",
    "attendees.0.__proto__",
    "",
  ];
  expect(
    readIssues(
      reviewed,
      issues.map((path) => ({ path, message: "no" })),
    ),
  ).toEqual([]);
});

test("the review says everything that will be booked, and where to change it", () => {
  const rows = summaryOf(reviewed, en, "en-CA").map(({ step, term, text }) => [
    step,
    term,
    text.replaceAll(/[^\S\n]/gu, " "),
  ]);
  expect(rows).toEqual([
    ["service", "Service", "Mortgage · 45 min"],
    ["service", "Meeting", "At a location"],
    ["location", "Location", "King Street\n200 King St W, Toronto"],
    ["staff", "With", "Amira Haddad"],
    ["time", "When", "Tuesday, March 10, 2026\n10:00 a.m. to 10:45 a.m.\nEastern Time (Toronto)"],
    ["details", "Client", "Jane Doe\njane@example.com"],
    ["details", "Answers", "Reason? A house"],
    ["details", "Confirmation", "Sent to the client"],
  ]);
});

test("the review says who of several people said what", () => {
  const flow = play(
    reviewed,
    noted("Has a dog"),
    { type: "attendee_added", language: "en" },
    { type: "attendee_changed", index: 1, change: { firstName: "John", lastName: "Doe", notes: "Is deaf" } },
    answered({ [reason.id]: ["A car"] }, 1),
  );
  const texts = summaryOf(flow, en, "en-CA").map(({ term, text }) => [term, text]);
  expect(texts.slice(-5)).toEqual([
    ["Client", "Jane Doe\njane@example.com"],
    ["Answers", "Reason? A house"],
    ["Notes", "Has a dog"],
    ["Person 2", "John Doe\nReason? A car\nIs deaf"],
    ["Confirmation", "Sent to the client"],
  ]);
});

test("the review speaks French", () => {
  const flow = play(reviewed, { type: "staff_chosen", staff: { kind: "language", language: "fr" } });
  const texts = summaryOf(flow, fr, "fr-CA").map(({ text }) => text.replaceAll(/[^\S\n]/gu, " "));
  expect(texts).toContain("mardi 10 mars 2026\nde 10 h 00 à 10 h 45\nHeure de l’Est (Toronto)");
  expect(texts).toContain("Toute personne qui parle français");
});
