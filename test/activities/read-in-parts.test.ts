/** Questions about many people: every request within Dataverse's limits, and no list that was cut taken for whole. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { question, readInParts } from "../../src/activities/read-in-parts.ts";
import type { Operation, OperationAnswer } from "../../src/dataverse/batch.ts";
import type { DataverseClient } from "../../src/dataverse/client.ts";
import { createGate } from "../../src/dataverse/gate.ts";
import { anyOf, literal, query } from "../../src/dataverse/odata.ts";

const root = "https://contoso.crm.dynamics.com/api/data/v9.2/";

/** A Dataverse whose rows are those of each name, in pages as long as the client wants them. */
function dataverseWith(rowsOf: ReadonlyMap<string, readonly string[]>) {
  const batches: (readonly Operation[])[] = [];
  const answer = ({ path, headers = {} }: Operation): OperationAnswer => {
    const options = new URL(path, root).searchParams;
    const names = [...(options.get("$filter") ?? "").matchAll(/name eq '([^']*)'/g)].map(
      ([, name = ""]) => name,
    );
    const all = names.flatMap((name) => rowsOf.get(name) ?? []);
    const size = Number(/odata\.maxpagesize=(\d+)/.exec(headers["Prefer"] ?? "")?.[1]);
    const from = Number(options.get("$skiptoken") ?? 0);
    const page = all.slice(from, from + size);
    const isCut = all.length > from + size;
    options.set("$skiptoken", String(from + size));
    const link = { "@odata.nextLink": `${root}people?${options.toString()}` };
    const value = page.map((id) => ({ id }));
    return { status: 200, headers: {}, body: { value, ...(isCut && link) } };
  };
  const client: DataverseClient = {
    gate: createGate(),
    until: () => client,
    send: () => expect.fail("not sent by itself"),
    async batch(parts) {
      batches.push(parts as readonly Operation[]);
      return (parts as readonly Operation[]).map(answer);
    },
  };
  return { client, batches };
}

const byName = (names: readonly string[]): Operation | undefined =>
  names.length === 0
    ? undefined
    : {
        method: "GET",
        path: query("people", { filter: anyOf(names.map((name) => `name eq ${literal(name)}`)) }),
      };

const names = fc.uniqueArray(
  fc.string({ minLength: 1, maxLength: 400, unit: fc.constantFrom("a", "é", "漢", "😀") }),
  {
    maxLength: 300,
  },
);

test("all rows of everybody are read, whoever has many namesakes", async () => {
  const sizes = fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom(499, 500, 501, 1_700)), {
    minLength: 300,
    maxLength: 300,
  });
  await fc.assert(
    fc.asyncProperty(names, sizes, async (people, counts) => {
      const rows = new Map(
        people.map((name, index) => [
          name,
          Array.from({ length: counts[index] ?? 0 }, (_, row) => `${index}-${row}`),
        ]),
      );
      const { client, batches } = dataverseWith(rows);
      const found = await readInParts(client, {
        people: question(people, byName),
        nobody: undefined,
        none: question([], byName),
      });
      const ids = found.people.map(({ id }) => id);
      expect(new Set(ids)).toEqual(new Set([...rows.values()].flat()));
      expect(ids).toHaveLength(new Set(ids).size);
      expect([found.nobody, found.none]).toEqual([[], []]);
      for (const operations of batches) {
        expect(operations.length).toBeLessThanOrEqual(10);
        for (const { path } of operations) {
          expect((root + path).length).toBeLessThan(65_536);
          expect((path.match(/name/g) ?? []).length).toBeLessThanOrEqual(50);
        }
      }
    }),
    { numRuns: 25 },
  );
});

test("one batch for as many as one batch can hold; none for nobody", async () => {
  const { client, batches } = dataverseWith(new Map());
  const people = Array.from({ length: 50 }, (_, index) => `p${index}`);
  await readInParts(client, { people: question(people, byName), more: question(people, byName) });
  expect(batches.map((operations) => operations.length)).toEqual([2]);
  await readInParts(client, { people: question([], byName) });
  expect(batches).toHaveLength(1);
});

test("400 people are asked about by 50 at most, in batches of ten queries at most", async () => {
  const { client, batches } = dataverseWith(new Map());
  const people = Array.from({ length: 400 }, (_, index) => `p${index}`);
  await readInParts(client, { people: question(people, byName), more: question(people, byName) });
  const paths = batches.flat().map(({ path }) => decodeURIComponent(path));
  const conditions = paths.map((path) => path.match(/name eq/g)?.length ?? 0);
  expect(Math.max(...conditions)).toBe(50);
  expect(conditions.reduce((sum, count) => sum + count, 0)).toBe(800);
  expect(Math.max(...batches.map(({ length }) => length))).toBeLessThanOrEqual(10);
});

test("fewer at a time where their names are long", async () => {
  const { client, batches } = dataverseWith(new Map());
  const people = Array.from({ length: 50 }, (_, index) => `${"漢".repeat(300)}${index}`);
  await readInParts(client, { people: question(people, byName) });
  const lengths = batches.flat().map(({ path }) => (root + path).length);
  expect(lengths.length).toBeGreaterThan(1);
  expect(Math.max(...lengths)).toBeLessThan(32_768);
});

test("of one person's namesakes the first 5,000 are read, which are the newest", async () => {
  const rows = Array.from({ length: 6_000 }, (_, index) => `row ${index}`);
  const { client } = dataverseWith(new Map([["Ann", rows]]));
  const { people } = await readInParts(client, { people: question(["Ann"], byName) });
  expect(people.map(({ id }) => id)).toEqual(rows.slice(0, 5_000));
});
