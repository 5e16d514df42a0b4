import { expect, test } from "vitest";
import { dayIn, formatDay, formatMonth, formatTime, inZone, zoneChoices, zoneName } from "../words/when.ts";

const plain = (text: string): string => text.replaceAll(/\s/gu, " ");

test("times are written as Coconut gave them, in both languages", () => {
  expect(plain(formatTime("2026-03-10 10:00:00", "en-CA"))).toBe("10:00 a.m.");
  expect(plain(formatTime("2026-03-10 14:05:00", "fr-CA"))).toBe("14 h 05");
  expect(formatTime("2026-03-10 10:00:00", "fr-CA")).not.toContain(" ");
  // 2:30 does not exist in Toronto on that day; it is shown as Coconut gave it.
  expect(plain(formatTime("2026-03-08 02:30:00", "en-CA"))).toBe("2:30 a.m.");
});

test("days and months are written out, whatever this computer's zone", () => {
  expect(formatDay("2026-03-10 23:59:00", "en-CA")).toBe("Tuesday, March 10, 2026");
  expect(formatDay("2026-03-10", "fr-CA")).toBe("mardi 10 mars 2026");
  expect(formatMonth("2026-12", "en-CA")).toBe("December 2026");
  expect(formatMonth("2026-12", "fr-CA")).toBe("décembre 2026");
});

test("a zone has the name that people use, and its city", () => {
  expect(zoneName("America/Toronto", "en-CA")).toBe("Eastern Time (Toronto)");
  expect(zoneName("America/Toronto", "fr-CA")).toBe("Heure de l’Est (Toronto)");
  expect(zoneName("America/Regina", "en-CA")).toBe("Central Standard Time (Regina)");
  expect(zoneName("America/St_Johns", "en-CA")).toBe("Newfoundland Time (St Johns)");
});

test("today is the current day of the zone", () => {
  const lateEvening = new Date("2026-03-11T03:30:00Z");
  expect(dayIn("America/Toronto", lateEvening)).toBe("2026-03-10");
  expect(dayIn("Europe/Paris", lateEvening)).toBe("2026-03-11");
});

test("a time is converted to another zone, over midnight and where clocks change", () => {
  const told = (start: string, timezone: string, zone: string) =>
    inZone({ start, end: start, timezone }, zone).start;
  expect(told("2026-03-10 10:00:00", "America/Toronto", "America/Vancouver")).toBe("2026-03-10 07:00:00");
  expect(told("2026-12-31 21:00:00", "America/Toronto", "America/St_Johns")).toBe("2026-12-31 22:30:00");
  expect(told("2026-12-31 23:00:00", "America/Toronto", "America/Halifax")).toBe("2027-01-01 00:00:00");
  expect(told("2026-03-08 01:30:00", "America/Toronto", "UTC")).toBe("2026-03-08 06:30:00");
  expect(told("2026-03-08 03:30:00", "America/Toronto", "UTC")).toBe("2026-03-08 07:30:00");
  expect(told("2026-11-01 05:30:00", "America/Toronto", "UTC")).toBe("2026-11-01 10:30:00");
});

test("the zone of this computer is first, and every zone is listed once", () => {
  const choices = zoneChoices("Europe/Paris").map(({ zone }) => zone);
  expect(choices[0]).toBe("Europe/Paris");
  expect(choices).toContain("America/Toronto");
  expect(choices).toContain("Asia/Tokyo");
  expect(new Set(choices).size).toBe(choices.length);
});
