import { expect, test } from "vitest";
import { dayAfterKey } from "../../controls/date-grid-keys.ts";

const sunday = 0;
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

test("a key with Alt or Ctrl moves no day, because the browser uses it", () => {
  expect(dayAfterKey({ ...plain, key: "ArrowLeft", altKey: true }, "2026-03-31", sunday)).toBeUndefined();
  expect(dayAfterKey({ ...plain, key: "Home", ctrlKey: true }, "2026-03-31", sunday)).toBeUndefined();
});
