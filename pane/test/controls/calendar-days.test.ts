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
import { dayAfterKey } from "../../controls/date-grid-keys.ts";

const sunday = 0;
const monday = 1;

test("days run over the ends of months and years", () => {
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

test("months are counted over years, and know how many days they have", () => {
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

test("every month is six weeks tall and holds each of its days once", () => {
  for (const month of ["2026-02", "2026-03", "2026-05", "2028-02"]) {
    for (const first of [sunday, monday]) {
      const weeks = weeksOf(month, first);
      expect(weeks.map((week) => week.length)).toEqual([7, 7, 7, 7, 7, 7]);
      expect(weeks.flat().filter(Boolean)).toHaveLength(daysIn(month));
    }
  }
  expect(weeksOf("2026-05", sunday)[0]).toEqual([null, null, null, null, null, "2026-05-01", "2026-05-02"]);
});

test("a day out of reach becomes the nearest that can be reached", () => {
  expect(clampDay("2026-01-01", "2026-03-10", "2026-09-10")).toBe("2026-03-10");
  expect(clampDay("2027-01-01", "2026-03-10", "2026-09-10")).toBe("2026-09-10");
  expect(clampDay("2026-05-05", "2026-03-10", "2026-09-10")).toBe("2026-05-05");
});

const plain = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };

test.each([
  ["ArrowLeft", false, "2026-03-30"],
  ["ArrowRight", false, "2026-04-01"],
  ["ArrowUp", false, "2026-03-24"],
  ["ArrowDown", false, "2026-04-07"],
  ["Home", false, "2026-03-29"],
  ["End", false, "2026-04-04"],
  ["PageUp", false, "2026-02-28"],
  ["PageDown", false, "2026-04-30"],
  ["PageUp", true, "2025-03-31"],
  ["PageDown", true, "2027-03-31"],
  ["Enter", false, undefined],
])("from March 31, %s (shift: %s) leads to %s", (key, shiftKey, day) => {
  expect(dayAfterKey({ ...plain, key, shiftKey }, "2026-03-31", sunday)).toBe(day);
});

test("a key that belongs to the browser is left to it", () => {
  expect(dayAfterKey({ ...plain, key: "ArrowLeft", altKey: true }, "2026-03-31", sunday)).toBeUndefined();
  expect(dayAfterKey({ ...plain, key: "Home", ctrlKey: true }, "2026-03-31", sunday)).toBeUndefined();
});
