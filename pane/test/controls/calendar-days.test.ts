/** Days and months without a clock. */
import { expect, test } from "vitest";
import {
  addDays,
  addMonths,
  clampDay,
  daysIn,
  shiftMonth,
  startOfWeek,
  weekdayOf,
  weeksOf,
} from "../../controls/calendar-days.ts";

const sunday = 0;
const monday = 1;

test("adding days crosses the ends of months and years", () => {
  expect(addDays("2026-03-31", 1)).toBe("2026-04-01");
  expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(addDays("2027-02-28", 1)).toBe("2027-03-01");
  expect(addDays("2026-03-08", 1), "the day after clocks change").toBe("2026-03-09");
});

test("a month later is the same day, or the last one of a shorter month", () => {
  expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
  expect(addMonths("2028-01-31", 1)).toBe("2028-02-29");
  expect(addMonths("2026-03-31", -1)).toBe("2026-02-28");
  expect(addMonths("2026-12-15", 1)).toBe("2027-01-15");
  expect(addMonths("2028-02-29", 12)).toBe("2029-02-28");
  expect(addMonths("2028-02-29", -48)).toBe("2024-02-29");
});

test("adding months crosses years, and each month has its number of days", () => {
  expect(shiftMonth("2026-01", -1)).toBe("2025-12");
  expect(shiftMonth("2026-11", 14)).toBe("2028-01");
  expect(["2026-02", "2028-02", "2100-02", "2026-04", "2026-12"].map(daysIn)).toEqual([28, 29, 28, 30, 31]);
});

test("weeks begin on the weekday that the language says", () => {
  expect(weekdayOf("2026-03-10")).toBe(2);
  expect(startOfWeek("2026-03-10", sunday)).toBe("2026-03-08");
  expect(startOfWeek("2026-03-10", monday)).toBe("2026-03-09");
  expect(startOfWeek("2026-03-08", sunday)).toBe("2026-03-08");
  expect(startOfWeek("2026-03-08", monday)).toBe("2026-03-02");
});

test("every month has six weeks and each of its days once", () => {
  for (const month of ["2026-02", "2026-03", "2026-05", "2028-02"]) {
    for (const first of [sunday, monday]) {
      const weeks = weeksOf(month, first);
      expect(weeks.map((week) => week.length)).toEqual([7, 7, 7, 7, 7, 7]);
      expect(weeks.flat().filter(Boolean)).toHaveLength(daysIn(month));
    }
  }
  expect(weeksOf("2026-05", sunday)[0]).toEqual([null, null, null, null, null, "2026-05-01", "2026-05-02"]);
});

test("a day outside the limits becomes the nearest inside them", () => {
  expect(clampDay("2026-01-01", "2026-03-10", "2026-09-10")).toBe("2026-03-10");
  expect(clampDay("2027-01-01", "2026-03-10", "2026-09-10")).toBe("2026-09-10");
  expect(clampDay("2026-05-05", "2026-03-10", "2026-09-10")).toBe("2026-05-05");
});
