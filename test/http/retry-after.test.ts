import { expect, test } from "vitest";
import { readRetryAfterMs } from "../../src/http/retry-after.ts";

const now = new Date("2026-03-04T15:00:00Z");
const hourMs = 3_600_000;

test.each([
  ["0", 0],
  ["7", 7_000],
  ["1.5", 1_500],
  ["-3", 0],
  ["3600", hourMs],
  ["3601", hourMs],
  ["9".repeat(400), hourMs],
  ["Wed, 04 Mar 2026 15:00:30 GMT", 30_000],
  ["Wed, 04 Mar 2026 14:00:00 GMT", 0],
  ["Wed, 04 Mar 2126 15:00:00 GMT", hourMs],
  ["", undefined],
  [" ", undefined],
  ["soon", undefined],
  [undefined, undefined],
])("Retry-After %s is %s ms", (value, ms) => {
  expect(readRetryAfterMs(value, now)).toBe(ms);
});
