import { expect, test } from "vitest";
import { parseRetryAfter } from "../../src/dataverse/errors.ts";

const now = new Date("2026-03-04T15:00:00Z");

test.each([
  ["0", 0],
  ["7", 7_000],
  ["1.5", 1_500],
  ["-3", 0],
  ["Wed, 04 Mar 2026 15:00:30 GMT", 30_000],
  ["Wed, 04 Mar 2026 14:00:00 GMT", 0],
  ["", undefined],
  [" ", undefined],
  ["soon", undefined],
  [undefined, undefined],
])("Retry-After %s is %s ms", (value, ms) => {
  expect(parseRetryAfter(value, now)).toBe(ms);
});
