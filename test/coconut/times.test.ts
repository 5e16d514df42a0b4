/** How start and end are read, from local time and zone or from an instant. */
import { Settings } from "luxon";
import { afterEach, expect, test, vi } from "vitest";
import { created, eventOf, issuesOf } from "./delivery.ts";

/** The sample with another start, end and zone. */
function at(start: unknown, end: unknown, timezone: unknown = "America/Toronto") {
  return created({
    "data.attributes.start": start,
    "data.attributes.end": end,
    "data.attributes.timezone": timezone,
  });
}

function timesOf(body: unknown) {
  const { start, end, timezone } = eventOf(body).appointment;
  return { start, end, timezone };
}

afterEach(() => {
  vi.useRealTimers();
  Settings.resetCaches();
});

test.each([
  ["2026-03-10 10:00:00", "2026-03-10T14:00:00Z"],
  ["2026-03-10T10:00", "2026-03-10T14:00:00Z"],
  ["2026-03-10T10:00:00.900", "2026-03-10T14:00:00Z"],
  ["2026-01-10 10:00:00", "2026-01-10T15:00:00Z"],
  ["2026-03-10T10:00:00Z", "2026-03-10T10:00:00Z"],
  ["2026-03-10T10:00:00+05:30", "2026-03-10T04:30:00Z"],
  ["2026-03-10 10:00:00 -0400", "2026-03-10T14:00:00Z"],
])("%s in Toronto is %s", (start, utc) => {
  expect(timesOf(at(start, "2026-03-10 18:00:00")).start).toBe(utc);
});

test("an hour that does not exist in spring moves forward with the clock", () => {
  const times = timesOf(at("2026-03-08 02:30:00", "2026-03-08 04:00:00"));
  expect(times).toMatchObject({ start: "2026-03-08T07:30:00Z", end: "2026-03-08T08:00:00Z" });
});

test.each(["2026-01-15T12:00:00Z", "2026-07-15T12:00:00Z"])(
  "of an hour that comes twice in autumn the first is meant, also when it is %s",
  (today) => {
    vi.useFakeTimers({ now: new Date(today) });
    Settings.resetCaches(); // luxon remembers today's offset
    const times = timesOf(at("2026-11-01 01:30:00", "2026-11-01 02:30:00"));
    expect(times).toMatchObject({ start: "2026-11-01T05:30:00Z", end: "2026-11-01T07:30:00Z" });
    const second = timesOf(at("2026-11-01T01:30:00-05:00", "2026-11-01 02:30:00"));
    expect(second.start).toBe("2026-11-01T06:30:00Z");
  },
);

test("a missing end is the start and the services' durations, across a change of the clock too", () => {
  expect(timesOf(at("2026-03-08 01:30:00", null)).end).toBe("2026-03-08T07:15:00Z");
  const two = [
    { type: "services", id: "7" },
    { type: "services", id: "8" },
  ];
  const body = created({
    "data.attributes.end": undefined,
    "data.relationships.services.data": two,
    "included.2": { type: "services", id: "8", attributes: { duration: "15" } },
  });
  expect(timesOf(body).end).toBe("2026-03-10T15:00:00Z");
});

test("a missing end without a duration is malformed", () => {
  const issue = "data.attributes.end: is missing, and no service has a duration";
  const body = created({ "data.attributes.end": null, "included.1.attributes.duration": null });
  expect(issuesOf(body)).toEqual([issue]);
});

test("without a zone of its own the appointment is in its location's", () => {
  const times = timesOf(at("2026-03-10 10:00:00", "2026-03-10 10:45:00", null));
  expect(times).toEqual({
    start: "2026-03-10T14:00:00Z",
    end: "2026-03-10T14:45:00Z",
    timezone: "America/Toronto",
  });
});

test("without any zone only a time with an offset can be read", () => {
  const nowhere = { "data.attributes.timezone": null, "included.0.attributes.timezone": "Mars/Base" };
  const issue = "has no offset, and no time zone was sent to read it in";
  expect(issuesOf(created(nowhere))).toEqual([
    `data.attributes.start: ${issue}`,
    `data.attributes.end: ${issue}`,
  ]);
  const zoned = {
    "data.attributes.start": "2026-03-10T14:00:00Z",
    "data.attributes.end": "2026-03-10T14:45:00Z",
  };
  expect(timesOf(created({ ...nowhere, ...zoned })).timezone).toBe("UTC");
});

test("an appointment may end when it starts, and not before", () => {
  expect(timesOf(at("2026-03-10 10:00:00", "2026-03-10 10:00:00")).end).toBe("2026-03-10T14:00:00Z");
  const before = at("2026-03-10 10:00:00", "2026-03-10 09:59:59");
  expect(issuesOf(before)).toEqual(["data.attributes.end: is before the start"]);
});

test.each(["Mars/Base", "+05:00", "America/Toronto; x", "x".repeat(80)])("%s is not a zone", (zone) => {
  const issue = "data.attributes.timezone: is not an IANA time zone such as America/Toronto";
  expect(issuesOf(at("2026-03-10 10:00:00", "2026-03-10 11:00:00", zone))).toEqual([issue]);
});

test.each([
  "2026-03-10",
  "10:00",
  "2026-W11-2T10:00",
  "0001-01-01 00:00:00",
  "next Tuesday",
  "10/03/2026 10:00",
])("%s is not a time", (start) => {
  const issue = "data.attributes.start: is not a date and time such as 2026-03-10 10:00:00";
  expect(issuesOf(at(start, "2026-03-10 11:00:00"))).toEqual([issue]);
});

test("a day that the calendar does not have is named", () => {
  const issue = "data.attributes.start: is not a date and time that exists";
  expect(issuesOf(at("2026-02-30 10:00:00", "2026-03-10 11:00:00"))).toEqual([issue]);
  expect(issuesOf(at(null, "2026-03-10 11:00:00"))).toEqual(["data.attributes.start: is missing"]);
});
