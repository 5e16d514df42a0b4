import { expect, test } from "vitest";
import { rowsOf } from "../booking/booked-view.tsx";
import { en } from "../words/en.ts";

const booked = {
  appointmentId: "81234",
  subject: "Mortgage advice",
  start: "2026-03-10 09:00:00",
  end: "2026-03-10 09:45:00",
  timezone: "America/Toronto",
  location: "King Street",
  staff: "Dana Roy",
};
const said = (of: Parameters<typeof rowsOf>[0]) =>
  rowsOf(of, en, "en-CA").map(({ term, text }) => [term, text.replaceAll("\u00A0", " ")]);

test("everything that was booked is listed", () => {
  expect(said(booked)).toEqual([
    ["Appointment", "Mortgage advice"],
    ["When", "Tuesday, March 10, 2026\n9:00 a.m. to 9:45 a.m.\nEastern Time (Toronto)"],
    ["Location", "King Street"],
    ["With", "Dana Roy"],
  ]);
});

test("what Coconut did not say is left out: an empty subject, an end that equals the start", () => {
  expect(said({ ...booked, subject: "", end: booked.start, location: null, staff: "" })).toEqual([
    ["When", "Tuesday, March 10, 2026\n9:00 a.m.\nEastern Time (Toronto)"],
  ]);
});
