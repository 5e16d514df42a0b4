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
  applyActions,
  reason,
  reviewed,
  slot,
  started,
} from "./sample-booking.ts";

const liamOnly = { kind: "person", person: liam } as const;
const times = (...starts: readonly { start: string; end: string }[]) =>
  ({ type: "times_loaded", month: "2026-03", times: { timezone: slot.timezone, times: starts } }) as const;

test("the steps follow one another, and none can be left without a choice", () => {
  expect(applyActions(started, { type: "continued" }).step).toBe("service");
  const chosen = applyActions(started, { type: "service_chosen", service: mortgage });
  expect(applyActions(chosen, { type: "continued" }).step).toBe("service");
  const met = applyActions(chosen, { type: "method_chosen", method: "at_location" }, { type: "continued" });
  expect(met.step).toBe("location");
  expect(applyActions(met, { type: "continued" }).step).toBe("location");
  expect(reviewed.step).toBe("review");
});

test("the method is chosen with a service that has only one", () => {
  expect(applyActions(started, { type: "service_chosen", service: phoneOnly }).method).toBe("phone_call");
});

test("a phone call has five steps and the chosen time zone; a visit has six and the location's", () => {
  const phone = applyActions(started, { type: "service_chosen", service: phoneOnly }, { type: "continued" });
  expect(phone.step).toBe("staff");
  expect(stepsOf(phone)).toHaveLength(5);
  expect(zoneOf(phone)).toBe("America/Vancouver");
  expect(zoneOf(applyActions(phone, { type: "zone_chosen", zone: "America/Halifax" }))).toBe(
    "America/Halifax",
  );
  expect(stepsOf(reviewed)).toHaveLength(6);
  expect(zoneOf(reviewed)).toBe("America/Toronto");
});

test("going back to the first step loses no choice", () => {
  const back = { type: "went_back" } as const;
  const first = applyActions(reviewed, back, back, back, back, back, back);
  expect(first.step).toBe("service");
  expect({ ...first, step: "review" }).toEqual(reviewed);
});

test("an edit that changes nothing leads straight back to the review", () => {
  const edited = applyActions(reviewed, { type: "edited", step: "staff" }, { type: "continued" });
  expect(edited.step).toBe("review");
});

test("an edit leads through the steps it has made unverified, and keeps what still fits", () => {
  let flow = applyActions(
    reviewed,
    { type: "edited", step: "service" },
    { type: "service_chosen", service: carLoan },
    { type: "continued" },
  );
  expect(flow.step).toBe("location");
  flow = applyActions(flow, { type: "locations_loaded", locations: [kingStreet] }, { type: "continued" });
  expect(flow.step).toBe("staff");
  flow = applyActions(flow, { type: "staff_loaded", staff: [amira] }, { type: "continued" });
  expect(flow.step).toBe("time");
  flow = applyActions(flow, times(slot), { type: "continued" });
  expect(flow.step).toBe("details");
  flow = applyActions(flow, { type: "questions_loaded", questions: [] }, { type: "continued" });
  expect(flow.step).toBe("review");
  expect(flow).toMatchObject({ service: carLoan, location: kingStreet, staff: { person: amira }, slot });
});

test("only choices that no longer fit are dropped, and the notice says which", () => {
  const service = applyActions(
    reviewed,
    { type: "edited", step: "service" },
    { type: "service_chosen", service: carLoan },
  );
  const noBranch = applyActions(
    service,
    { type: "continued" },
    { type: "locations_loaded", locations: [halifax] },
  );
  expect(noBranch).toMatchObject({ location: null, notice: { kind: "dropped", what: ["location"] }, slot });

  const noPerson = applyActions(service, { type: "staff_loaded", staff: [liam] });
  expect(noPerson).toMatchObject({
    staff: { kind: "anyone" },
    notice: { what: ["staff"] },
    location: kingStreet,
  });

  const noTime = applyActions(service, times({ ...slot, start: "2026-03-10 10:15:00" }));
  expect(noTime).toMatchObject({ slot: null, notice: { what: ["time"] } });

  const noQuestion = applyActions(service, { type: "questions_loaded", questions: [] });
  expect(noQuestion).toMatchObject({ attendees: [jane], notice: { what: ["answers"] } });
  const two = applyActions(
    reviewed,
    answered({}),
    { type: "attendee_added", language: "en" },
    answered({ q1: ["A car"] }, 1),
  );
  expect(applyActions(two, { type: "questions_loaded", questions: [reason] })).toMatchObject({
    notice: null,
    attendees: [{}, { answers: { q1: ["A car"] } }],
  });
  expect(applyActions(two, { type: "questions_loaded", questions: [] })).toMatchObject({
    notice: { what: ["answers"] },
    attendees: [jane, createAttendee("en")],
  });
});

test("a time that is still offered is kept, with the end of the new service", () => {
  const shorter = applyActions(
    reviewed,
    { type: "edited", step: "service" },
    { type: "service_chosen", service: carLoan },
    times({ ...slot, end: "2026-03-10 10:15:00" }),
  );
  expect(shorter).toMatchObject({ slot: { ...slot, end: "2026-03-10 10:15:00" }, notice: null });
});

test("the review cannot be reached again while the details have problems", () => {
  const [back, next] = [{ type: "went_back" }, { type: "continued" }] as const;
  const client = { type: "edited", step: "details" } as const;
  const nameless = { type: "attendee_changed", index: 0, change: { firstName: "" } } as const;
  expect(applyActions(reviewed, client, nameless, next).step).toBe("details");
  expect(applyActions(reviewed, client, nameless, back, next).step).toBe("details");
  const more = { type: "attendee_added", language: "en" } as const;
  expect(applyActions(reviewed, client, more, back, next).step).toBe("details");
  // The questions of another service are there, and nobody has answered them.
  const asked = { type: "questions_loaded", questions: [{ ...reason, id: "q9" }] } as const;
  expect(applyActions(reviewed, client, asked, back, next).step).toBe("details");
});

test("an unverified step cannot be left before its list is loaded", () => {
  const unverified = applyActions(
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
  let flow = applyActions(unverified, next);
  for (const [index, step] of (["location", "staff", "time", "details"] as const).entries()) {
    expect(applyActions(flow, next, next)).toMatchObject({ step });
    flow = applyActions(flow, loaded[index] ?? next, next);
  }
  expect(flow.step).toBe("review");
});

test("continuing with an unverified time while another month is shown shows the month of the time", () => {
  const elsewhere = applyActions(
    { ...reviewed, unverified: ["time"] },
    { type: "edited", step: "time" },
    { type: "month_shown", month: "2026-05" },
    { ...times(), month: "2026-05" },
    { type: "continued" },
  );
  expect(elsewhere).toMatchObject({ step: "time", month: "2026-03", slot });
});

test("Back to review leads from an edited step to the review, or to the first step that is incomplete", () => {
  const back = { type: "returned" } as const;
  const edited = applyActions(reviewed, { type: "edited", step: "staff" });
  expect(edited.isEditing).toBe(true);
  expect(applyActions(edited, back)).toEqual(reviewed);
  expect(applyActions(edited, { type: "went_back" }).isEditing).toBe(false);
  const moved = applyActions(
    reviewed,
    { type: "edited", step: "staff" },
    { type: "staff_chosen", staff: liamOnly },
  );
  expect(applyActions(moved, back)).toMatchObject({ step: "time", isEditing: false });
  const open = applyActions(reviewed, { type: "edited", step: "time" }, { type: "slot_chosen", slot: null });
  expect(applyActions(open, back).step).toBe("time");
});

test("another time zone converts the chosen time, and keeps it while it is offered", () => {
  const phone = { ...reviewed, method: "phone_call", location: null } as const;
  const moved = applyActions(
    phone,
    { type: "edited", step: "time" },
    { type: "zone_chosen", zone: "Asia/Tokyo" },
  );
  const there = { start: "2026-03-10 23:00:00", end: "2026-03-10 23:45:00", timezone: "Asia/Tokyo" };
  expect(moved).toMatchObject({ slot: there, unverified: ["time"], notice: null });
  const loaded = (...open: readonly (typeof there)[]) =>
    ({ ...times(), times: { timezone: "Asia/Tokyo", times: open } }) as const;
  expect(applyActions(moved, loaded(there))).toMatchObject({ slot: there, unverified: [], notice: null });
  expect(applyActions(moved, loaded())).toMatchObject({ slot: null, notice: { what: ["time"] } });
  const monthEnd = { ...slot, start: "2026-03-31 12:00:00", end: "2026-03-31 12:45:00" };
  expect(
    applyActions({ ...phone, slot: monthEnd }, { type: "zone_chosen", zone: "Asia/Tokyo" }),
  ).toMatchObject({
    slot: { start: "2026-04-01 01:00:00" },
    month: "2026-04",
  });
});

test("a method that the new service does not have is dropped; so is the location of a phone call", () => {
  const phone = applyActions(
    reviewed,
    { type: "edited", step: "service" },
    { type: "method_chosen", method: "phone_call" },
  );
  expect(phone).toMatchObject({ location: null, notice: { what: ["location"] } });

  const twoWays = { ...mortgage, id: "4", methods: ["at_location", "off_site"] as const };
  expect(applyActions(phone, { type: "service_chosen", service: twoWays })).toMatchObject({
    method: null,
    notice: { what: ["method"] },
  });
});

test("the same wall-clock time in another zone does not count as the chosen one", () => {
  const moved = applyActions(
    reviewed,
    { type: "edited", step: "location" },
    { type: "location_chosen", location: halifax },
  );
  const loaded = { ...times(slot), times: { timezone: "America/Halifax", times: [slot] } };
  expect(applyActions(moved, loaded)).toMatchObject({ slot: null, notice: { what: ["time"] } });
});

test("the times of another month do not drop the chosen one, and the time step opens at its month", () => {
  const shown = applyActions(reviewed, { type: "month_shown", month: "2026-05" });
  expect(applyActions(shown, { ...times(), month: "2026-05" }).slot).toEqual(slot);
  expect(applyActions(shown, { type: "edited", step: "time" }).month).toBe("2026-03");
});

test("a language that nobody speaks becomes anyone", () => {
  const french = applyActions(reviewed, {
    type: "staff_chosen",
    staff: { kind: "language", language: "fr" },
  });
  expect(applyActions(french, { type: "staff_loaded", staff: [amira] }).staff).toEqual({
    kind: "language",
    language: "fr",
  });
  expect(applyActions(french, { type: "staff_loaded", staff: [liam] }).staff).toEqual({ kind: "anyone" });
});

test("a time that was taken leads back to the times, with every other choice kept", () => {
  const taken = applyActions(reviewed, { type: "slot_taken" });
  expect(taken).toEqual({ ...reviewed, step: "time", slot: null, notice: { kind: "slot_taken", slot } });
  expect(applyActions(taken, { type: "continued" }).step).toBe("time");
  expect(applyActions(taken, { type: "slot_chosen", slot }, { type: "continued" }).step).toBe("review");
});

test("a notice is removed when its step is left", () => {
  const noTime = applyActions(reviewed, { type: "edited", step: "time" }, times());
  expect(noTime.notice).not.toBeNull();
  expect(applyActions(noTime, { type: "went_back" }).notice).toBeNull();
});

test("people are added up to the limit and removed, but never the client", () => {
  const add = { type: "attendee_added", language: "fr" } as const;
  const many = applyActions(started, ...Array.from({ length: maxAttendees + 1 }, () => add));
  expect(many.attendees).toHaveLength(maxAttendees);
  const named = applyActions(many, { type: "attendee_changed", index: 2, change: { firstName: "John" } });
  const fewer = applyActions(
    named,
    { type: "attendee_removed", index: 1 },
    { type: "attendee_removed", index: 0 },
  );
  expect(fewer.attendees).toHaveLength(maxAttendees - 1);
  expect(fewer.attendees.slice(0, 2).map(({ firstName }) => firstName)).toEqual(["Jane", "John"]);
});

test("only what the banker chose or typed makes the booking dirty", () => {
  expect(
    applyActions(started, { type: "month_shown", month: "2026-04" }, times(), { type: "continued" }).isDirty,
  ).toBe(false);
  expect(applyActions(started, noted("x")).isDirty).toBe(true);
});
