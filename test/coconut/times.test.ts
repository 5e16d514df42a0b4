/** How start and end are read, from local time and zone or from an instant. */
import { Settings } from "luxon";
import { afterEach, expect, test, vi } from "vitest";
import { WINDOWS_TO_IANA_MAP } from "windows-iana";
import { readZone } from "../../src/coconut/zones.ts";
import { created, eventOf, issuesOf, leftOutOf } from "./delivery.ts";

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
  ["2026-03-10 10:00:00+00", "2026-03-10T10:00:00Z"],
  ["2026-03-10 10:00:00.123456-05", "2026-03-10T15:00:00Z"],
  ["2026-03-10T10:00:00,5+0530", "2026-03-10T04:30:00Z"],
  ["2026-03-10T10:00:00\u221204:00", "2026-03-10T14:00:00Z"],
  ["2026-03-10t10:00z", "2026-03-10T10:00:00Z"],
  ["20260310T100000Z", "2026-03-10T10:00:00Z"],
  ["20260310T1000-05", "2026-03-10T15:00:00Z"],
  ["2026-03-10 10:00:00 UTC", "2026-03-10T10:00:00Z"],
  ["2026-03-10 10:00:00 -0500 EST", "2026-03-10T15:00:00Z"],
  ["2026-03-10T10:00:00-05:00[America/Toronto]", "2026-03-10T15:00:00Z"],
  ["2026-03-10T10:00[Europe/Paris][u-ca=gregory]", "2026-03-10T09:00:00Z"],
  ["2026-03-09 24:00:00", "2026-03-10T04:00:00Z"],
  ["2026-03-10 10:00:60", "2026-03-10T14:01:00Z"],
  ["2026-03-10T10:00:00.1234567890123456Z", "2026-03-10T10:00:00Z"],
  ["2026-W11-2T10:00", "2026-03-10T14:00:00Z"],
  ["2026w112T100000Z", "2026-03-10T10:00:00Z"],
  ["2026-069T10:00-05", "2026-03-10T15:00:00Z"],
  ["2026069T1000Z", "2026-03-10T10:00:00Z"],
  ["2026-03-10T10Z", "2026-03-10T10:00:00Z"],
  ["2026-03-10 10-05", "2026-03-10T15:00:00Z"],
  ["2026-03-10T10:30,5Z", "2026-03-10T10:30:30Z"],
  ["2026-03-10T10.25Z", "2026-03-10T10:15:00Z"],
  ["1972-01-07 00:00:00-00:44:30", "1972-01-07T00:44:30Z"],
  [1773151200, "2026-03-10T14:00:00Z"],
  ["1773151200", "2026-03-10T14:00:00Z"],
  [1773151200.75, "2026-03-10T14:00:00Z"],
  [1773151200000, "2026-03-10T14:00:00Z"],
  [
    { date: "2026-03-10 10:00:00.000000", timezone_type: 3, timezone: "Europe/Paris" },
    "2026-03-10T09:00:00Z",
  ],
  [{ date: "2026-03-10 10:00:00.000000", timezone_type: 1, timezone: "-05:00" }, "2026-03-10T15:00:00Z"],
])("%s in Toronto is %s", (start, utc) => {
  expect(timesOf(at(start, "2026-03-10 18:00:00")).start).toBe(utc);
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

test("without an end and a duration an appointment ends when it starts, which is named", () => {
  const body = created({ "data.attributes.end": null, "included.1.attributes.duration": null });
  expect(timesOf(body)).toMatchObject({ start: "2026-03-10T14:00:00Z", end: "2026-03-10T14:00:00Z" });
  const issue = "data.attributes.end: is missing, and no service has a duration";
  expect(leftOutOf(body)).toEqual([issue]);
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
    "included[0].attributes.timezone: is not a time zone such as America/Toronto",
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
  expect(leftOutOf(before)).toEqual(["data.attributes.end: is before the start"]);
  expect(timesOf(before).end).toBe("2026-03-10T14:45:00Z"); // by the service's 45 minutes
});

test.each([
  "Mars/Base",
  "America/Toronto; x",
  "x".repeat(80),
  "(UTC-05:00) Eastern Time (US & Canada)",
  "+16",
  "BST",
  "AST",
  "ist",
])("%s is not a zone: the branch's is taken, and the path is named", (zone) => {
  const body = at("2026-03-10 10:00:00", "2026-03-10 11:00:00", zone);
  expect(leftOutOf(body)).toEqual(["data.attributes.timezone: is not a time zone such as America/Toronto"]);
  expect(timesOf(body)).toEqual({
    start: "2026-03-10T14:00:00Z",
    end: "2026-03-10T15:00:00Z",
    timezone: "America/Toronto",
  });
});

test.each([
  ["Eastern Standard Time", "2026-03-10T14:00:00Z", "America/New_York"],
  ["eastern standard time", "2026-03-10T14:00:00Z", "America/New_York"],
  ["Newfoundland Standard Time", "2026-03-10T12:30:00Z", "America/St_Johns"],
  ["W. Europe Standard Time", "2026-03-10T09:00:00Z", "Europe/Berlin"],
  ["UTC", "2026-03-10T10:00:00Z", "UTC"],
  ["US/Eastern", "2026-03-10T14:00:00Z", "US/Eastern"],
  ["-05:00", "2026-03-10T15:00:00Z", "UTC-05:00"],
  ["GMT+5:30", "2026-03-10T04:30:00Z", "UTC+05:30"],
  ["UTC+1", "2026-03-10T09:00:00Z", "UTC+01:00"],
  ["Z", "2026-03-10T10:00:00Z", "UTC"],
  ["EST", "2026-03-10T15:00:00Z", "EST"],
  ["PST", "2026-03-10T17:00:00Z", "PST"],
])("the zone %s is read", (zone, start, timezone) => {
  const body = at("2026-03-10 10:00:00", "2026-03-10 10:45:00", zone);
  expect(timesOf(body)).toMatchObject({ start, timezone });
  expect(leftOutOf(body)).toEqual([]);
});

test("every zone that Windows knows is a zone here", () => {
  for (const { windowsName } of WINDOWS_TO_IANA_MAP) expect(readZone(windowsName)).toMatch(/^[A-Z]/);
});

test.each([
  "2026-03-10",
  "10:00",
  "2026-W11T10:00",
  "0001-01-01 00:00:00",
  "next Tuesday",
  "10/03/2026 10:00",
  "20260310100000",
  "177315120",
  { date: "2026-03-10 10:00:00" },
])("%s is not a time", (start) => {
  const issue = "data.attributes.start: is not a date and time such as 2026-03-10 10:00:00";
  const issues = issuesOf(at(start, "2026-03-10 11:00:00"));
  expect(issues).toEqual([typeof start === "string" ? issue : "data.attributes.start: must be text"]);
});

test("a day that the calendar does not have is named", () => {
  const issue = "data.attributes.start: is not a date and time that exists";
  for (const start of [
    "2026-02-30 10:00",
    "2026-13-01 10:00",
    "2026-W54-1T10:00",
    "2026-366T10:00",
    "2026-03-10 24:00:00.5",
    "2026-03-10 25:00",
    "2026-03-10 24:01",
    "2026-03-10 10:60",
    "2026-03-10 10:00+16",
  ])
    expect(issuesOf(at(start, "2026-03-10 11:00:00"))).toEqual([issue]);
  const elsewhere = "data.attributes.start: is in a time zone that cannot be read";
  expect(issuesOf(at("2026-03-10 10:00[Mars/Base]", "2026-03-10 11:00:00"))).toEqual([elsewhere]);
  expect(issuesOf(at(null, "2026-03-10 11:00:00"))).toEqual(["data.attributes.start: is missing"]);
});
