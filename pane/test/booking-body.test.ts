import { expect, test } from "vitest";
import { createBookingBody } from "../booking/booking-body.ts";
import {
  answered,
  bodyOf,
  noted,
  phoneOnly,
  applyActions,
  reviewed,
  row,
  slot,
  started,
} from "./sample-booking.ts";

test("what was reviewed is sent, in the server's shape", () => {
  const flow = applyActions(
    reviewed,
    noted(" Bring papers \n"),
    { type: "attendee_added", language: "fr" },
    { type: "attendee_changed", index: 1, change: { firstName: " John ", lastName: "Doe" } },
    noted("Is deaf", 1),
    answered({ q1: [" "] }, 1),
    { type: "notify_set", isNotified: false },
  );
  expect(bodyOf(flow)).toEqual({
    row,
    service: "1",
    method: "at_location",
    location: "12",
    staff: "31",
    language: null,
    start: slot.start,
    timezone: "America/Toronto",
    attendees: [
      {
        firstName: "Jane",
        lastName: "Doe",
        email: "jane@example.com",
        cellPhone: null,
        language: "en",
        notes: "Bring papers",
        answers: [{ questionId: "q1", value: "A house" }],
      },
      {
        firstName: "John",
        lastName: "Doe",
        email: null,
        cellPhone: null,
        language: "fr",
        notes: "Is deaf",
        answers: [],
      },
    ],
    notify: false,
  });
});

test("a phone call is booked without a location, with a language where one was chosen", () => {
  const call = applyActions(
    started,
    { type: "service_chosen", service: phoneOnly },
    { type: "staff_chosen", staff: { kind: "language", language: "fr" } },
    { type: "slot_chosen", slot: { ...slot, timezone: "America/Vancouver" } },
  );
  expect(bodyOf(call)).toMatchObject({
    location: null,
    staff: null,
    language: "fr",
    timezone: "America/Vancouver",
  });
});

test("several choices are sent as a list, one as a text, and an unanswered question not at all", () => {
  const options = [{ value: "a", label: "A" }];
  const question = {
    id: "m",
    label: "M",
    help: null,
    kind: "multiselect",
    required: false,
    options,
  } as const;
  const flow = applyActions(
    reviewed,
    {
      type: "questions_loaded",
      questions: [
        question,
        { ...question, id: "c", kind: "checkbox", options: [] },
        { ...question, id: "n" },
      ],
    },
    answered({ m: ["a"], c: ["true"], n: [] }),
    { type: "attendee_added", language: "en" },
    answered({ m: ["b", "a"] }, 1),
  );
  expect(bodyOf(flow).attendees.map(({ answers }) => answers)).toEqual([
    [
      { questionId: "m", value: ["a"] },
      { questionId: "c", value: "true" },
    ],
    [{ questionId: "m", value: ["b", "a"] }],
  ]);
});

test("there is no request while a choice is missing", () => {
  expect(createBookingBody(started, row)).toBeUndefined();
  expect(createBookingBody(applyActions(reviewed, { type: "slot_chosen", slot: null }), row)).toBeUndefined();
  expect(createBookingBody({ ...reviewed, location: null }, row)).toBeUndefined();
});
