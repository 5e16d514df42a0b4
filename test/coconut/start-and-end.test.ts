/** Start and end are read together over every change of a clock. */
import * as fc from "fast-check";
import { IANAZone } from "luxon";
import { describe, expect, test } from "vitest";
import { readStartAndEnd } from "../../src/coconut/start-and-end.ts";
import { readTime } from "../../src/coconut/times.ts";
import { created, eventOf, leftOutOf } from "./delivery.ts";

function sent(start: string, end: string, timezone: string, minutes?: number) {
  return created({
    "data.attributes.start": start,
    "data.attributes.end": end,
    "data.attributes.timezone": timezone,
    "included.1.attributes.duration": minutes,
  });
}

describe("start and end", () => {
  test.each<[string, string, string, string, string, number?]>([
    // In Toronto the clocks go from 02:00 to 03:00 on 14 March 2027, and from 02:00 back to 01:00 on 7 November.
    ["America/Toronto", "2027-03-14 02:30", "2027-03-14 03:15", "07:30", "08:15"],
    ["America/Toronto", "2027-03-14 02:30", "2027-03-14 02:45", "07:30", "07:45"],
    ["America/Toronto", "2027-03-14 02:30", "2027-03-14 03:30", "07:30", "08:30"],
    ["America/Toronto", "2027-03-14 02:30", "2027-03-14 04:00", "07:30", "09:00"],
    ["America/Toronto", "2027-03-14 02:30", "2027-03-14 04:00", "07:30", "08:00", 30],
    ["America/Toronto", "2027-03-14 01:45", "2027-03-14 02:30", "06:45", "07:30"],
    ["America/Toronto", "2027-03-14 01:45", "2027-03-14 03:30", "06:45", "07:30"],
    ["America/Toronto", "2027-03-14 02:30", "2027-03-14 07:45Z", "07:30", "07:45"],
    ["America/Toronto", "2027-11-07 01:30", "2027-11-07 01:15", "05:30", "06:15"],
    ["America/Toronto", "2027-11-07 01:30", "2027-11-07 01:45", "05:30", "05:45"],
    ["America/Toronto", "2027-11-07 01:30", "2027-11-07 01:45", "05:30", "06:45", 75],
    ["America/Toronto", "2027-11-07 01:30", "2027-11-07 02:30", "05:30", "07:30"],
    ["America/Toronto", "2027-11-07 01:30", "2027-11-07 02:30", "06:30", "07:30", 60],
    ["America/Toronto", "2027-11-07 01:30", "2027-11-07 01:30", "05:30", "05:30"],
    ["America/Toronto", "2027-11-07 01:30", "2027-11-07 01:30", "05:30", "06:30", 60],
    ["America/Toronto", "2027-11-07 01:30-05:00", "2027-11-07 01:45", "06:30", "06:45"],
    ["America/Toronto", "2027-11-07 01:30", "2027-11-07 06:15Z", "05:30", "06:15"],
    ["America/Toronto", "2027-11-07 01:30", "2027-11-07 07:00Z", "06:30", "07:00", 30],
    // Half an hour: 3 October 2027 02:00 to 02:30, 4 April 02:00 back to 01:30.
    ["Australia/Lord_Howe", "2027-10-03 02:15", "2027-10-03 02:45", "15:45", "16:15"],
    ["Australia/Lord_Howe", "2027-04-04 01:50", "2027-04-04 01:40", "14:50", "15:10"],
  ])("in %s from %s to %s are %s and %s", (zone, start, end, startUtc, endUtc, minutes) => {
    const body = sent(start, end, zone, minutes);
    const { appointment } = eventOf(body);
    expect([appointment.start.slice(11, 16), appointment.end.slice(11, 16)]).toEqual([startUtc, endUtc]);
    expect(leftOutOf(body)).toEqual([]);
  });

  test("on a day that a zone left out move to the next", () => {
    const { start, end } = eventOf(sent("2011-12-30 10:00", "2011-12-30 11:00", "Pacific/Apia")).appointment;
    expect([start, end]).toEqual(["2011-12-30T20:00:00Z", "2011-12-30T21:00:00Z"]); // 31 December there
  });
});

const minuteMs = 60_000;

/** The minutes around which clocks change in 2026 to 2028, in every zone where they do. */
const changes = Intl.supportedValuesOf("timeZone").flatMap((name) => {
  const zone = IANAZone.create(name);
  const found: { name: string; zone: IANAZone; at: number }[] = [];
  const stepMs = 10 * 1440 * minuteMs;
  for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2029, 0, 1); at += stepMs) {
    if (zone.offset(at) === zone.offset(at + stepMs)) continue;
    let [before, after] = [at, at + stepMs];
    while (after - before > minuteMs) {
      const middle = before + Math.round((after - before) / 2 / minuteMs) * minuteMs;
      if (zone.offset(middle) === zone.offset(at)) before = middle;
      else after = middle;
    }
    found.push({ name, zone, at: after });
  }
  return found;
});

const aroundAChange = fc.record({
  change: fc.constantFrom(...changes),
  startsAfter: fc.integer({ min: -600, max: 240 }),
  minutes: fc.integer({ min: 5, max: 480 }),
});

function clockOf(instant: number, zone: IANAZone): string {
  return new Date(instant + zone.offset(instant) * minuteMs).toISOString().slice(0, 19).replace("T", " ");
}

/** All instants of which a clock in the zone shows the time, found by looking: clocks change by half hours. */
function instantsWith(clock: string, zone: IANAZone, near: number): number[] {
  const found: number[] = [];
  for (let minute = -180; minute <= 180; minute += 30)
    if (clockOf(near + minute * minuteMs, zone) === clock) found.push(near + minute * minuteMs);
  return found;
}

function pairOf(start: string, end: string, name: string, lengthMs?: number) {
  const [from, to] = [readTime(start), readTime(end)];
  if (typeof from === "string" || typeof to === "string") throw new Error("not a time");
  return readStartAndEnd({ ...from, zone: name }, { ...to, zone: name }, lengthMs);
}

describe("around every change of a clock", () => {
  test("a pair of clock times is as long as the appointment was, where only one length fits", () => {
    let determined = 0;
    fc.assert(
      fc.property(aroundAChange, ({ change: { name, zone, at }, startsAfter, minutes }) => {
        const [start, end] = [at + startsAfter * minuteMs, at + (startsAfter + minutes) * minuteMs];
        const [from, to] = [clockOf(start, zone), clockOf(end, zone)];
        const lengths = instantsWith(from, zone, start).flatMap((s) =>
          instantsWith(to, zone, end).flatMap((e) => (e >= s ? [e - s] : [])),
        );
        const pair = pairOf(from, to, name);
        if (pair === undefined) expect.fail("refused");
        expect(lengths).toContain(pair[1] - pair[0]);
        if (new Set(lengths).size > 1) return;
        determined += 1;
        expect(pair[1] - pair[0]).toBe(minutes * minuteMs);
      }),
      { numRuns: 500 },
    );
    expect(determined).toBeGreaterThan(200);
  });

  test("a pair is as long as the services, where that is told", () => {
    fc.assert(
      fc.property(aroundAChange, ({ change: { name, zone, at }, startsAfter, minutes }) => {
        const [start, end] = [at + startsAfter * minuteMs, at + (startsAfter + minutes) * minuteMs];
        const pair = pairOf(clockOf(start, zone), clockOf(end, zone), name, end - start);
        expect(pair && pair[1] - pair[0]).toBe(end - start);
      }),
      { numRuns: 500 },
    );
  });

  test("clock times that a sender counted without minding the change are never refused, and never end before they start", () => {
    fc.assert(
      fc.property(aroundAChange, ({ change: { name, zone, at }, startsAfter, minutes }) => {
        const local = at + zone.offset(at - 1) * minuteMs + startsAfter * minuteMs;
        const text = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace("T", " ");
        const pair = pairOf(text(local), text(local + minutes * minuteMs), name);
        if (pair === undefined) expect.fail("refused");
        expect(pair[1]).toBeGreaterThanOrEqual(pair[0]);
      }),
      { numRuns: 500 },
    );
  });
});
