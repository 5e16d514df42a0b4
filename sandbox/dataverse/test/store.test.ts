import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createStore } from "../src/store/store.ts";

const ids = fc.constantFrom("a", "b", "c", "d", "e");
const names = fc.constantFrom("Chloé", "CHLOE", "chloe", "Liam", null);
const change = fc.oneof(
  fc.record({ kind: fc.constant("put" as const), id: ids, name: names }),
  fc.record({ kind: fc.constant("remove" as const), id: ids }),
);
const transactions = fc.array(
  fc.record({
    changes: fc.array(change, { maxLength: 6 }),
    outcome: fc.constantFrom("kept", "refused", "thrown"),
  }),
  { maxLength: 8 },
);

test("indexes and orders are those of the rows there are, whatever was written and undone", () => {
  fc.assert(
    fc.property(transactions, fc.boolean(), (list, isIndexedFirst) => {
      const store = createStore();
      const expected = new Map<string, string | null>();
      if (isIndexedFirst) store.where("t", "name", "liam");
      for (const { changes, outcome } of list) {
        const after = new Map(expected);
        const work = (): string => {
          for (const one of changes) {
            if (one.kind === "put") {
              store.put("t", one.id, { id: one.id, name: one.name });
              after.set(one.id, one.name);
            } else {
              store.remove("t", one.id);
              after.delete(one.id);
            }
          }
          if (outcome === "thrown") throw new Error("no");
          return outcome;
        };
        try {
          store.transaction(work, (result) => result === "refused");
        } catch {
          // As it was meant.
        }
        if (outcome === "kept") {
          expected.clear();
          for (const [id, name] of after) expected.set(id, name);
        }
        expect(store.all("t").map((row) => row.id)).toEqual([...expected.keys()].toSorted());
        expect(store.count("t")).toBe(expected.size);
        const chloes = [...expected].filter(([, name]) => name !== null && name !== "Liam").map(([id]) => id);
        expect(
          store
            .where("t", "name", "chlöe")
            .map((row) => row.id)
            .toSorted(),
        ).toEqual(chloes.toSorted());
        expect(store.countWhere("t", "name", "chloe")).toBe(chloes.length);
      }
    }),
    { numRuns: 300 },
  );
});

test("a list that was handed out does not change with the rows", () => {
  const store = createStore();
  for (const id of ["c", "a", "b"]) store.put("t", id, { id });
  const list = store.all("t");
  store.remove("t", "b");
  store.put("t", "d", { id: "d" });
  expect(list.map((row) => row.id)).toEqual(["a", "b", "c"]);
  expect(store.all("t").map((row) => row.id)).toEqual(["a", "c", "d"]);
});

test("deleted rows are remembered, as far back as is told", () => {
  const store = createStore();
  store.put("t", "a", { id: "a" });
  const start = store.version();
  store.remove("t", "a");
  expect(store.removedSince("t", start)).toEqual(["a"]);
  expect(store.removedSince("t", store.version())).toEqual([]);
  expect(() =>
    store.transaction(() => {
      store.put("t", "b", { id: "b" });
      store.remove("t", "b");
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(store.removedSince("t", start)).toEqual(["a"]);
  for (let index = 0; index < 10_001; index += 1) {
    store.put("t", `x${index}`, { id: `x${index}` });
    store.remove("t", `x${index}`);
  }
  expect(store.removedSince("t", start)).toBeUndefined();
});
