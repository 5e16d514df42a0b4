import { expect, test } from "vitest";
import { maxAttendees, createAttendee, stepsOf, zoneOf } from "../flow/flow.ts";
import {
  amira,
  answered,
  carLoan,
  halifax,
  jane,
  kingStreet,
  liam,
  mortgage,
  noted,
  phoneOnly,
  play,
  reason,
  reviewed,
  slot,
  started,
} from "./sample-booking.ts";

const liamOnly = { kind: "person", person: liam } as const;
const times = (...starts: readonly { start: string; end: string }[]) =>
  ({ type: "times_loaded", month: "2026-03", times: { timezone: slot.timezone, times: starts } }) as const;

test("the steps follow one another, and there is no going on without a choice", () => {
  expect(play(started, { type: "continued" }).step).toBe("service");
  const chosen = play(started, { type: "service_chosen", service: mortgage });
  expect(play(chosen, { type: "continued" }).step).toBe("service");
  const met = play(chosen, { type: "method_chosen", method: "at_location" }, { type: "continued" });
  expect(met.step).toBe("location");
  expect(play(met, { type: "continued" }).step).toBe("location");
  expect(reviewed.step).toBe("review");
});

test("a service that is offered in one way only needs no second choice", () => {
  expect(play(started, { type: "service_chosen", service: phoneOnly }).method).toBe("phone_call");
});

test("a phone call has five steps and the clock the banker chose; a visit six and the location's clock", () => {
  const phone = play(started, { type: "service_chosen", service: phoneOnly }, { type: "continued" });
  expect(phone.step).toBe("staff");
  expect(stepsOf(phone)).toHaveLength(5);
  expect(zoneOf(phone)).toBe("America/Vancouver");
  expect(zoneOf(play(phone, { type: "zone_chosen", zone: "America/Halifax" }))).toBe("America/Halifax");
  expect(stepsOf(reviewed)).toHaveLength(6);
  expect(zoneOf(reviewed)).toBe("America/Toronto");
});

test("going back, as often as one likes, loses no answer", () => {
  const back = { type: "went_back" } as const;
  const first = play(reviewed, back, back, back, back, back, back);
  expect(first.step).toBe("service");
  expect({ ...first, step: "review" }).toEqual(reviewed);
});

test("an edit that changes nothing leads straight back to the review", () => {
  const edited = play(reviewed, { type: "edited", step: "staff" }, { type: "continued" });
  expect(edited.step).toBe("review");
});

test("an edit leads through the steps it puts in question, and keeps what still fits", () => {
  let flow = play(
    reviewed,
    { type: "edited", step: "service" },
    { type: "service_chosen", service: carLoan },
    { type: "continued" },
  );
  expect(flow.step).toBe("location");
  flow = play(flow, { type: "locations_loaded", locations: [kingStreet] }, { type: "continued" });
  expect(flow.step).toBe("staff");
  flow = play(flow, { type: "staff_loaded", staff: [amira] }, { type: "continued" });
  expect(flow.step).toBe("time");
  flow = play(flow, times(slot), { type: "continued" });
  expect(flow.step).toBe("details");
  flow = play(flow, { type: "questions_loaded", questions: [] }, { type: "continued" });
  expect(flow.step).toBe("review");
  expect(flow).toMatchObject({ service: carLoan, location: kingStreet, staff: { person: amira }, slot });
});

test("only what no longer fits is dropped, and the banker is told what", () => {
  const service = play(
    reviewed,
    { type: "edited", step: "service" },
    { type: "service_chosen", service: carLoan },
  );
  const noBranch = play(service, { type: "continued" }, { type: "locations_loaded", locations: [halifax] });
  expect(noBranch).toMatchObject({ location: null, notice: { kind: "dropped", what: ["location"] }, slot });

  const noPerson = play(service, { type: "staff_loaded", staff: [liam] });
  expect(noPerson).toMatchObject({
    staff: { kind: "anyone" },
    notice: { what: ["staff"] },
    location: kingStreet,
  });

  const noTime = play(service, times({ ...slot, start: "2026-03-10 10:15:00" }));
  expect(noTime).toMatchObject({ slot: null, notice: { what: ["time"] } });

  const noQuestion = play(service, { type: "questions_loaded", questions: [] });
  expect(noQuestion).toMatchObject({ attendees: [jane], notice: { what: ["answers"] } });
  const two = play(
    reviewed,
    answered({}),
    { type: "attendee_added", language: "en" },
    answered({ q1: ["A car"] }, 1),
  );
  expect(play(two, { type: "questions_loaded", questions: [reason] })).toMatchObject({
    notice: null,
    attendees: [{}, { answers: { q1: ["A car"] } }],
  });
  expect(play(two, { type: "questions_loaded", questions: [] })).toMatchObject({
    notice: { what: ["answers"] },
    attendees: [jane, createAttendee("en")],
  });
});

test("a time that is still open stays, and ends when the new service does", () => {
  const shorter = play(
    reviewed,
    { type: "edited", step: "service" },
    { type: "service_chosen", service: carLoan },
    times({ ...slot, end: "2026-03-10 10:15:00" }),
  );
  expect(shorter).toMatchObject({ slot: { ...slot, end: "2026-03-10 10:15:00" }, notice: null });
});

test("the review is not reached again past details that are not good", () => {
  const [back, next] = [{ type: "went_back" }, { type: "continued" }] as const;
  const client = { type: "edited", step: "details" } as const;
  const nameless = { type: "attendee_changed", index: 0, change: { firstName: "" } } as const;
  expect(play(reviewed, client, nameless, next).step).toBe("details");
  expect(play(reviewed, client, nameless, back, next).step).toBe("details");
  const more = { type: "attendee_added", language: "en" } as const;
  expect(play(reviewed, client, more, back, next).step).toBe("details");
  // The questions of another service are there, and nobody has answered them.
  const asked = { type: "questions_loaded", questions: [{ ...reason, id: "q9" }] } as const;
  expect(play(reviewed, client, asked, back, next).step).toBe("details");
});

test("a step in doubt is not left before it was held against what is on offer", () => {
  const doubtful = play(
    reviewed,
    { type: "edited", step: "service" },
    { type: "service_chosen", service: carLoan },
  );
  const next = { type: "continued" } as const;
  const loaded = [
    { type: "locations_loaded", locations: [kingStreet] },
    { type: "staff_loaded", staff: [amira] },
    times(slot),
    { type: "questions_loaded", questions: [reason] },
  ] as const;
  let flow = play(doubtful, next);
  for (const [index, step] of (["location", "staff", "time", "details"] as const).entries()) {
    expect(play(flow, next, next)).toMatchObject({ step });
    flow = play(flow, loaded[index] ?? next, next);
  }
  expect(flow.step).toBe("review");
});

test("going on with a time in doubt while another month is shown shows the month of the time", () => {
  const elsewhere = play(
    { ...reviewed, unverified: ["time"] },
    { type: "edited", step: "time" },
    { type: "month_shown", month: "2026-05" },
    { ...times(), month: "2026-05" },
    { type: "continued" },
  );
  expect(elsewhere).toMatchObject({ step: "time", month: "2026-03", slot });
});

test("an edited step leads straight back to the review, or to what the edit put in doubt", () => {
  const back = { type: "returned" } as const;
  const edited = play(reviewed, { type: "edited", step: "staff" });
  expect(edited.isEditing).toBe(true);
  expect(play(edited, back)).toEqual(reviewed);
  expect(play(edited, { type: "went_back" }).isEditing).toBe(false);
  const moved = play(reviewed, { type: "edited", step: "staff" }, { type: "staff_chosen", staff: liamOnly });
  expect(play(moved, back)).toMatchObject({ step: "time", isEditing: false });
  const open = play(reviewed, { type: "edited", step: "time" }, { type: "slot_chosen", slot: null });
  expect(play(open, back).step).toBe("time");
});

test("another time zone shows the chosen moment by its own clock, and keeps it while it is on offer", () => {
  const phone = { ...reviewed, method: "phone_call", location: null } as const;
  const moved = play(phone, { type: "edited", step: "time" }, { type: "zone_chosen", zone: "Asia/Tokyo" });
  const there = { start: "2026-03-10 23:00:00", end: "2026-03-10 23:45:00", timezone: "Asia/Tokyo" };
  expect(moved).toMatchObject({ slot: there, unverified: ["time"], notice: null });
  const loaded = (...open: readonly (typeof there)[]) =>
    ({ ...times(), times: { timezone: "Asia/Tokyo", times: open } }) as const;
  expect(play(moved, loaded(there))).toMatchObject({ slot: there, unverified: [], notice: null });
  expect(play(moved, loaded())).toMatchObject({ slot: null, notice: { what: ["time"] } });
  const monthEnd = { ...slot, start: "2026-03-31 12:00:00", end: "2026-03-31 12:45:00" };
  expect(play({ ...phone, slot: monthEnd }, { type: "zone_chosen", zone: "Asia/Tokyo" })).toMatchObject({
    slot: { start: "2026-04-01 01:00:00" },
    month: "2026-04",
  });
});

test("a method the new service does not have is dropped, and said; so is a location a phone call has no use for", () => {
  const phone = play(
    reviewed,
    { type: "edited", step: "service" },
    { type: "method_chosen", method: "phone_call" },
  );
  expect(phone).toMatchObject({ location: null, notice: { what: ["location"] } });

  const twoWays = { ...mortgage, id: "4", methods: ["at_location", "off_site"] as const };
  expect(play(phone, { type: "service_chosen", service: twoWays })).toMatchObject({
    method: null,
    notice: { what: ["method"] },
  });
});

test("the same wall-clock time in another zone is another time", () => {
  const moved = play(
    reviewed,
    { type: "edited", step: "location" },
    { type: "location_chosen", location: halifax },
  );
  const loaded = { ...times(slot), times: { timezone: "America/Halifax", times: [slot] } };
  expect(play(moved, loaded)).toMatchObject({ slot: null, notice: { what: ["time"] } });
});

test("times of another month say nothing about the chosen one, and the time step begins at its month", () => {
  const shown = play(reviewed, { type: "month_shown", month: "2026-05" });
  expect(play(shown, { ...times(), month: "2026-05" }).slot).toEqual(slot);
  expect(play(shown, { type: "edited", step: "time" }).month).toBe("2026-03");
});

test("a language nobody speaks here becomes anyone", () => {
  const french = play(reviewed, { type: "staff_chosen", staff: { kind: "language", language: "fr" } });
  expect(play(french, { type: "staff_loaded", staff: [amira] }).staff).toEqual({
    kind: "language",
    language: "fr",
  });
  expect(play(french, { type: "staff_loaded", staff: [liam] }).staff).toEqual({ kind: "anyone" });
});

test("a time that was taken leads back to the times, with every other answer kept", () => {
  const taken = play(reviewed, { type: "slot_taken" });
  expect(taken).toEqual({ ...reviewed, step: "time", slot: null, notice: { kind: "slot_taken", slot } });
  expect(play(taken, { type: "continued" }).step).toBe("time");
  expect(play(taken, { type: "slot_chosen", slot }, { type: "continued" }).step).toBe("review");
});

test("a notice goes with the step it stood on", () => {
  const noTime = play(reviewed, { type: "edited", step: "time" }, times());
  expect(noTime.notice).not.toBeNull();
  expect(play(noTime, { type: "went_back" }).notice).toBeNull();
});

test("people come and go, but the client of the row stays, and there are at most ten", () => {
  const add = { type: "attendee_added", language: "fr" } as const;
  const many = play(started, ...Array.from({ length: 20 }, () => add));
  expect(many.attendees).toHaveLength(maxAttendees);
  const named = play(many, { type: "attendee_changed", index: 2, change: { firstName: "John" } });
  const fewer = play(named, { type: "attendee_removed", index: 1 }, { type: "attendee_removed", index: 0 });
  expect(fewer.attendees).toHaveLength(9);
  expect(fewer.attendees.slice(0, 2).map(({ firstName }) => firstName)).toEqual(["Jane", "John"]);
});

test("only what the banker did makes the pane dirty", () => {
  expect(
    play(started, { type: "month_shown", month: "2026-04" }, times(), { type: "continued" }).isDirty,
  ).toBe(false);
  expect(play(started, noted("x")).isDirty).toBe(true);
});
