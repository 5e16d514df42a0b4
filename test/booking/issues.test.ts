import { expect, test } from "vitest";
import { toIssues } from "../../src/booking/issues.ts";
import { type NewBooking, toBody } from "../../src/coconut/open-api-booking.ts";

const attendee = {
  firstName: "Jane",
  lastName: "Doe",
  email: "jane@example.com",
  cellPhone: "416 555 0134",
  language: "en",
  notes: "Has a dog",
  answers: [
    { questionId: "41", value: "A house" },
    { questionId: "42", value: ["passport", "payslip"] },
  ],
} as const;

const booking: NewBooking = {
  bookerId: "31",
  service: "7",
  method: "at_location",
  location: "12",
  staff: "32",
  language: "fr",
  start: "2026-03-10 10:00:00",
  timezone: "America/Toronto",
  attendees: [attendee, { ...attendee, firstName: "John" }],
  notify: true,
  words: { source: "s", medium: "m", campaign: "c", term: "t", content: "o" },
};

const pathOf = (pointer: string): string | undefined => toIssues([{ pointer, detail: "no" }])[0]?.path;

/** The JSON pointer of every value in Coconut's body. */
function pointersIn(value: unknown, pointer = ""): readonly string[] {
  if (typeof value !== "object" || value === null) return [pointer];
  return Object.entries(value).flatMap(([key, inner]) => pointersIn(inner, `${pointer}/${key}`));
}

function isFieldOf(request: unknown, path: string): boolean {
  let value = request;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return false;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return true;
}

test.each([
  ["/data/attributes/start", "start"],
  ["/data/attributes/location_id", "location"],
  ["/data/attributes/supported_locale", "language"],
  ["/data/relationships/attendees", "attendees"],
  ["/data/relationships/attendees/data/1/attributes/cell_phone", "attendees.1.cellPhone"],
  ["/data/relationships/attendees/data/0/attributes/lang", "attendees.0.language"],
  ["/data/relationships/attendees/data/0/relationships/answers", "attendees.0.answers"],
  [
    "/data/relationships/attendees/data/0/relationships/answers/data/1/attributes/value",
    "attendees.0.answers.1.value",
  ],
  ["/data/attributes/made_up_tomorrow", "made_up_tomorrow"],
])("Coconut's %s is our %s", (pointer, path) => {
  expect(pathOf(pointer)).toBe(path);
});

test("whatever Coconut finds wrong in what was asked for leads to a field of the request", () => {
  // What our request does not have: the kind of a JSON:API resource, and that it was booked by a program.
  const asked = pointersIn(toBody(booking)).filter(
    (pointer) => pointer.startsWith("/data/") && !/\/(type|booked_through)$/.test(pointer),
  );
  expect(asked).toContain("/data/attributes/service_id");
  expect(asked.filter((pointer) => !isFieldOf(booking, pathOf(pointer) ?? ""))).toEqual([]);
});

test("a problem without a field keeps its words", () => {
  expect(toIssues([{ detail: "Try another day" }])).toEqual([{ path: "", message: "Try another day" }]);
});
