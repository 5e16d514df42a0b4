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
