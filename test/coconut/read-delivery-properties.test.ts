/** Reading a delivery never throws and shows no value, whatever stands in it. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WireMap } from "../../src/coconut/wire-map.ts";
import { created, eventOf, fixture, read } from "./delivery.ts";

const flatMap = WireMap.parse(fixture("flat-wire-map.json"));
const mixedMap = WireMap.parse({ paths: { extends: "json-api", event: "event" } });
const maps = fc.constantFrom({}, flatMap, mixedMap);

type Path = readonly (string | number)[];

/** The paths of all members of a JSON tree, branches included. */
function pathsIn(value: unknown, at: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [at];
  const members = Object.entries(value).flatMap(([key, member]) => pathsIn(member, [...at, key]));
  return at.length === 0 ? members : [at, ...members];
}

/** The tree with its object keys in the order that `rank` gives them. */
function reordered(value: unknown, rank: (key: string) => number): unknown {
  if (Array.isArray(value)) return value.map((item) => reordered(item, rank));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => rank(a) - rank(b));
  return Object.fromEntries(entries.map(([key, member]) => [key, reordered(member, rank)]));
}

function fingerprintWith(changes: Readonly<Record<string, unknown>>): string {
  return eventOf(created(changes)).fingerprint;
}

const samplePaths = pathsIn(created());
const anyPath = fc.constantFrom(...samplePaths.map((path) => path.join(".")));

describe("reading a delivery", () => {
  test("never throws on any JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), maps, (body, wireMap) => {
        expect(["event", "ignored", "malformed"]).toContain(read(body, wireMap).kind);
      }),
      { numRuns: 300 },
    );
  });

  test("never throws on a sample with anything anywhere, and always says something when it refuses", () => {
    fc.assert(
      fc.property(anyPath, fc.jsonValue(), maps, (path, value, wireMap) => {
        const result = read(created({ [path]: value }), wireMap);
        if (result.kind === "malformed") expect(result.issues.length).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  test("never shows a value of the payload in an issue", () => {
    const canary = "kanarie";
    const values = fc.constantFrom<unknown>(
      canary,
      `${canary} 2026`,
      [canary],
      { [canary]: canary },
      [{ id: canary, type: canary, [canary]: canary }],
      `2026-13-45 ${canary}`,
    );
    let refused = 0;
    fc.assert(
      fc.property(fc.uniqueArray(anyPath, { minLength: 1, maxLength: 3 }), values, (paths, value) => {
        const body = paths.reduce<unknown>(
          (document, path) => overwrite(document, path.split("."), value),
          created(),
        );
        const result = read(body);
        if (result.kind !== "malformed") return;
        refused += 1;
        expect(result.issues.join("\n")).not.toContain(canary);
      }),
      { numRuns: 1000 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  test("gives one fingerprint whatever the order of the keys", () => {
    const expected = eventOf(created()).fingerprint;
    fc.assert(
      fc.property(fc.func(fc.integer()), (rank) => {
        expect(eventOf(reordered(created(), rank)).fingerprint).toBe(expected);
      }),
      { numRuns: 50 },
    );
  });

  test("gives one fingerprint whatever unknown fields come along", () => {
    const expected = eventOf(created()).fingerprint;
    const places = fc.constantFrom(
      "",
      "data.",
      "data.attributes.",
      "included.0.attributes.",
      "included.3.attributes.",
    );
    const key = fc.stringMatching(/^x_[a-z]{1,8}$/);
    fc.assert(
      fc.property(places, key, fc.jsonValue(), (place, name, value) => {
        expect(eventOf(created({ [`${place}${name}`]: value })).fingerprint).toBe(expected);
      }),
      { numRuns: 200 },
    );
  });

  test("gives another fingerprint when something changed, and the same when only the bookkeeping did", () => {
    const expected = fingerprintWith({});
    const bookkeeping = {
      "data.attributes.updated_at": "2026-03-05T00:00:00Z",
      "data.attributes.created_at": null,
    };
    expect(fingerprintWith({ ...bookkeeping, id: "evt-2", occurred_at: null })).toBe(expected);
    expect(fingerprintWith({ "data.attributes.notes": "Bring papers" })).not.toBe(expected);
    expect(fingerprintWith({ "included.3.attributes.email": "ann@example.com" })).not.toBe(expected);
  });
});

/** A copy with one member replaced; a path that an earlier change cut off is left alone. */
function overwrite(target: unknown, [key = "", ...rest]: readonly string[], value: unknown): unknown {
  if (typeof target !== "object" || target === null) return target;
  const member: unknown = rest.length === 0 ? value : overwrite(Reflect.get(target, key), rest, value);
  if (Array.isArray(target))
    return target.with(Math.min(Number(key) || 0, Math.max(target.length - 1, 0)), member);
  return { ...target, [key]: member };
}
