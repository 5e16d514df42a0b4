import { expect, test } from "vitest";
import { summaryOf } from "../flow/summary.ts";
import { en } from "../words/en.ts";
import { fr } from "../words/fr.ts";
import { answered, noted, applyActions, reason, reviewed } from "./sample-booking.ts";

test("the review lists everything that will be booked, and the step that changes it", () => {
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

test("the review lists each of several people with their own answers and notes", () => {
  const flow = applyActions(
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

test("the review is written in French", () => {
  const flow = applyActions(reviewed, { type: "staff_chosen", staff: { kind: "language", language: "fr" } });
  const texts = summaryOf(flow, fr, "fr-CA").map(({ text }) => text.replaceAll(/[^\S\n]/gu, " "));
  expect(texts).toContain("mardi 10 mars 2026\nde 10 h 00 à 10 h 45\nHeure de l’Est (Toronto)");
  expect(texts).toContain("Toute personne qui parle français");
});
