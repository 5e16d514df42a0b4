/** A booking that is ready for review, and the pieces it is made of. */
import { reduceFlow } from "../flow/reducer.ts";
import type { FlowAction } from "../flow/reducer.ts";
import { createBookingBody } from "../booking/booking-body.ts";
import { createAttendee, createFlow } from "../flow/flow.ts";
import type { Attendee, Flow } from "../flow/flow.ts";
import type { BookingBody, Location, Question, RowRef, Service, StaffMember } from "../contract.d.ts";

export const row: RowRef = { table: "lead", id: "0aaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee" };

export const mortgage: Service = {
  id: "1",
  name: "Mortgage",
  description: null,
  category: "Borrowing",
  durationMinutes: 45,
  group: false,
  methods: ["at_location", "phone_call", "video_call"],
};
export const carLoan: Service = { ...mortgage, id: "2", name: "Car loan", methods: ["at_location"] };
export const phoneOnly: Service = { ...mortgage, id: "3", name: "Review", methods: ["phone_call"] };

export const kingStreet: Location = {
  id: "12",
  name: "King Street",
  address: "200 King St W",
  city: "Toronto",
  region: "ON",
  postcode: null,
  country: "CA",
  timezone: "America/Toronto",
};
export const halifax: Location = { ...kingStreet, id: "13", name: "Halifax", timezone: "America/Halifax" };

export const amira: StaffMember = {
  id: "31",
  firstName: "Amira",
  lastName: "Haddad",
  jobTitle: null,
  languages: ["en", "fr"],
};
export const liam: StaffMember = { ...amira, id: "32", firstName: "Liam", languages: ["en"] };

export const slot = { start: "2026-03-10 10:00:00", end: "2026-03-10 10:45:00", timezone: "America/Toronto" };

export const reason: Question = {
  id: "q1",
  label: "Reason?",
  help: null,
  kind: "text",
  required: true,
  options: [],
};

export const jane = {
  ...createAttendee("en"),
  firstName: "Jane",
  lastName: "Doe",
  email: "jane@example.com",
};

export function answered(answers: Attendee["answers"], index = 0): FlowAction {
  return { type: "attendee_changed", index, change: { answers } };
}

export function noted(notes: string, index = 0): FlowAction {
  return { type: "attendee_changed", index, change: { notes } };
}

/** Applies the actions one after the other. */
export function applyActions(flow: Flow, ...actions: readonly FlowAction[]): Flow {
  return actions.reduce(reduceFlow, flow);
}

export const started = createFlow(jane, "America/Vancouver");

/** All six steps done once; it stands on the review. */
export const reviewed = applyActions(
  started,
  { type: "service_chosen", service: mortgage },
  { type: "method_chosen", method: "at_location" },
  { type: "continued" },
  { type: "locations_loaded", locations: [kingStreet, halifax] },
  { type: "location_chosen", location: kingStreet },
  { type: "continued" },
  { type: "staff_loaded", staff: [amira, liam] },
  { type: "staff_chosen", staff: { kind: "person", person: amira } },
  { type: "continued" },
  { type: "month_shown", month: "2026-03" },
  { type: "times_loaded", month: "2026-03", times: { timezone: slot.timezone, times: [slot] } },
  { type: "slot_chosen", slot },
  { type: "continued" },
  { type: "questions_loaded", questions: [reason] },
  answered({ q1: ["A house"] }),
  { type: "continued" },
);

/** What is sent to book it. */
export function bodyOf(flow = reviewed): BookingBody {
  const body = createBookingBody(flow, row);
  if (body === undefined) throw new Error("The sample is not ready to be booked.");
  return body;
}
