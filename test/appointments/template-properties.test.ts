/** A template in a column that is too short for it: for any template, any values and any length. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Fields, fill, fillWithin } from "../../src/appointments/template.ts";

/** Words that no value has, without what a line loses at its ends. */
const words = fc.stringMatching(/^[A-Z]{1,8}: $/);
const field = fc.constantFrom("a", "b", "c", "d");
const part = fc.oneof(
  words,
  field.map((name) => `{${name}}`),
  field.map((name) => `{${name}|'NONE'}`),
);
const line = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(""));
const template = fc.array(line, { minLength: 1, maxLength: 5 }).map((lines) => lines.join("\n"));
const value = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 400 }),
  fc.stringMatching(/^[a-z]{1,400}$/),
  fc.constantFrom("\u{1F600}".repeat(90), "e\u0301".repeat(90), "\u{1F1E8}\u{1F1E6}".repeat(90)),
);
const fields: fc.Arbitrary<Fields> = fc.record(
  { a: value, b: value, c: value, d: value },
  { requiredKeys: [] },
);

test("what is written fits its column, and has no half of a surrogate pair", () => {
  fc.assert(
    fc.property(template, fields, fc.integer({ min: 1, max: 500 }), (text, values, maxLength) => {
      const written = fillWithin(text, values, maxLength);
      const whole = fill(text, values);
      expect(written === undefined).toBe(whole === undefined);
      if (whole === undefined || written === undefined) return;
      expect(written.length).toBeLessThanOrEqual(maxLength);
      expect(written).not.toMatch(/\p{Surrogate}/u);
      if (whole.length <= maxLength) expect(written).toBe(whole);
    }),
  );
});

test("the template's own words stay, and so does every value that is shorter than what is left of a longer one", () => {
  const values = fc.record({
    long: fc.stringMatching(/^[a-z]{200,400}$/),
    longer: fc.stringMatching(/^[a-z]{400,900}$/),
    short: fc.stringMatching(/^[0-9]{1,20}$/),
  });
  const parts = fc.shuffledSubarray(["LONG: {long}", "LONGER: {longer}", "SHORT: {short}", "ALONE"], {
    minLength: 2,
  });
  fc.assert(
    fc.property(
      values,
      parts,
      fc.constantFrom("\n", " - "),
      fc.integer({ min: 120, max: 1_500 }),
      (given, some, glue, max) => {
        const text = some.join(glue);
        const written = fillWithin(text, given, max) ?? "";
        for (const own of some.map((one) => one.replace(/\{.*/, ""))) expect(written).toContain(own);
        if (text.includes("{short}")) expect(written).toContain(given.short);
        const cutValues = [given.long, given.longer].filter((whole) => !written.includes(whole));
        expect(written.match(/…/g) ?? []).toHaveLength(
          cutValues.filter((whole) => text.includes(whole === given.long ? "{long}" : "{longer}")).length,
        );
        // Nothing more is cut than has to be.
        if (written.includes("…")) expect(written.length).toBeGreaterThan(max - 2);
      },
    ),
  );
});

test("a column that is shorter than the template's own words has the beginning of the text", () => {
  expect(fillWithin("Status in Coconut: {a}\n{b}", { a: "No Show", b: "notes" }, 10)).toBe("Status in");
  expect(fillWithin("{b}\nStatus: {a}", { a: "No Show", b: "notes" }, 9)).toBe("notes\nSta");
});
