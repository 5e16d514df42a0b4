import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anyOf, literal, query } from "../../src/dataverse/odata.ts";

test("a quote within text is doubled, so that text stays text", () => {
  expect(literal("O'Brien")).toBe("'O''Brien'");
  expect(literal("' or 1 eq 1 or lastname eq '")).toBe("''' or 1 eq 1 or lastname eq '''");
  expect(literal("''")).toBe("''''''");
});

test("whatever a value holds, it stays one value of the query", () => {
  const text = "a&$top=1#x+y %27?é";
  const path = query("leads", { filter: literal(text), top: "5" });
  expect([...new URLSearchParams(path.slice("leads?".length))]).toEqual([
    ["$filter", `'${text}'`],
    ["$top", "5"],
  ]);
  expect(path).not.toMatch(/[#\s+]/);
});

test("each condition stands in its own brackets", () => {
  expect(anyOf(["a or b", "c"])).toBe("(a or b) or (c)");
});

test("any text goes through a filter and comes out as it went in, one literal and nothing beside it", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 3 }), (texts) => {
      const path = query("leads", { filter: anyOf(texts.map((text) => `x eq ${literal(text)}`)), top: "5" });
      expect(path).toMatch(/^[\x21-\x7e]+$/);
      const filter = new URLSearchParams(path.slice("leads?".length)).get("$filter") ?? "";
      // As the grammar of OData has it: a quote within a literal is two.
      const read = [...filter.matchAll(/\(x eq '((?:[^']|'')*)'\)(?: or |$)/g)];
      expect(read.map(([, quoted = ""]) => quoted.replaceAll("''", "'"))).toEqual(texts);
      expect(read.map(([whole]) => whole).join("")).toBe(filter);
    }),
  );
});
