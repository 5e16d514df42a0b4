import { describe, expect, test } from "vitest";
import { isListPath, isValuePath, readList, readValue } from "../../src/coconut/paths.ts";
import { defaultWireMap, WireMap } from "../../src/coconut/wire-map.ts";
import { created, eventOf, fixture, issuesOf, read } from "./delivery.ts";

const flatMap = WireMap.parse(fixture("flat-wire-map.json"));

describe("another shape", () => {
  test("described by a wire map yields the same event", () => {
    expect(eventOf(fixture("flat-created.json"), flatMap)).toEqual(eventOf(created()));
  });

  test("may arrive beside the default wire", () => {
    expect(eventOf(created(), flatMap)).toEqual(eventOf(created()));
  });

  test("says what is wrong in the sender's own paths", () => {
    const body = { meta: { name: "booking.new" }, booking: { guests: [{ person: { given: [] } }] } };
    expect(issuesOf(body, flatMap)).toEqual([
      "booking.ref: is missing",
      "booking.guests[0].person.given: must be text",
    ]);
    const nobody = { ...body, booking: { ref: 1, begins: "2026-03-10T10:00:00Z", guests: [{}, null] } };
    expect(issuesOf(nobody, flatMap)).toEqual([
      "booking.guests[0].key: is missing",
      "booking.guests[1].key: is missing",
      "booking.ends: is missing, and no service has a duration",
    ]);
    const thin = WireMap.parse({ paths: { event: "e", appointment: { id: "i" } } });
    const issue = "appointment.start (has no path in the wire map): is missing";
    expect(issuesOf({ e: "appointment.created", i: 1 }, thin)).toEqual([issue]);
  });

  test("takes the id of the person where attendances have none, and single things for lists", () => {
    const map = WireMap.parse({
      paths: {
        event: "e",
        appointment: { id: "i", start: "from", end: "to" },
        staff: { list: "staff_ids[]", id: "." },
        attendees: { list: "guest", clientId: "c" },
      },
    });
    const times = { from: "2026-03-10T10:00:00Z", to: "2026-03-10T11:00:00Z" };
    const body = { e: "appointment.created", i: 1, ...times, staff_ids: [31, 32], guest: { c: 5 } };
    const { appointment } = eventOf(body, map);
    expect(appointment.staff).toEqual([{ id: "31" }, { id: "32" }]);
    expect(appointment.attendees).toEqual([{ id: "5", clientId: "5" }]);
    expect(appointment).not.toHaveProperty("location");
  });

  test("does not remove the attendees when it does not speak of them; an empty list does", () => {
    const { booking, ...rest } = fixture("flat-created.json") as { booking: Record<string, unknown> };
    for (const guests of [undefined, null]) {
      const issues = issuesOf({ ...rest, booking: { ...booking, guests } }, flatMap);
      expect(issues).toEqual(["booking.guests: is missing"]);
    }
    const empty = { ...rest, booking: { ...booking, guests: [] } };
    expect(eventOf(empty, flatMap).appointment.attendees).toEqual([]);
  });

  test("that is JSON:API but for some fields extends the default", () => {
    const map = WireMap.parse({
      paths: {
        extends: "json-api",
        event: "meta.name",
        id: "meta.id",
        appointment: { start: "data.attributes.begins" },
      },
    });
    const body = created({
      event: undefined,
      meta: { name: "appointment.created", id: "evt-1" },
      "data.attributes.start": undefined,
      "data.attributes.begins": "2026-03-10 10:00:00",
    });
    expect(eventOf(body, map)).toEqual(eventOf(created()));
  });

  test("has event names of its own, some of which are ignored", () => {
    const body = { meta: { name: "newsletter.sent", uuid: "n-1" } };
    const ignored = { kind: "ignored", eventId: "n-1", reason: "the wire map ignores this event" };
    expect(read(body, flatMap)).toMatchObject(ignored);
    const inherited = { meta: { name: "constructor", uuid: "n-2" } };
    expect(read(inherited, flatMap)).toMatchObject({
      kind: "ignored",
      reason: "event kind is not synced",
    });
  });
});

describe("parsing a wire map", () => {
  test("accepts the default, which is empty", () => {
    expect(WireMap.parse({})).toEqual(defaultWireMap);
  });

  test.each<[unknown, string]>([
    [[], ": Invalid input"],
    [{ event: {} }, 'Unrecognized key: "event"'],
    [{ events: { x: "appointment.new" } }, "events.x: must be one of appointment.created"],
    [{ statuses: { x: "done" } }, "statuses.x: must be one of confirmed"],
    [{ paths: {} }, "paths: event is missing"],
    [{ paths: { event: "e" } }, "paths: appointment.id is missing"],
    [{ paths: { extends: "json-api", appointment: { id: "a..b" } } }, "paths.appointment.id: must be a path"],
    [{ paths: { extends: "json-api", event: "a[]" } }, "paths.event: must be a path"],
    [{ paths: { extends: "json-api", staff: { id: "x" } } }, "paths.staff.list"],
    [{ paths: { extends: "json-api", staff: { list: "x", name: "y" } } }, 'Unrecognized key: "name"'],
  ])("%j is refused by name", (json, message) => {
    const issues = WireMap.safeParse(json).error?.issues ?? [];
    expect(issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n")).toContain(message);
  });
});

describe("a path", () => {
  const document = {
    a: { "b.c": [{ d: 1 }, { d: [2, 3] }] },
    list: [1, null, 2],
    none: null,
  };

  test("reads keys, quoted keys, indexes and every item", () => {
    expect(readValue(document, 'a["b.c"][0].d')).toBe(1);
    expect(readList(document, 'a["b.c"][].d[]')).toEqual([1, 2, 3]);
    expect(readList(document, "list[]")).toEqual([1, null, 2]);
    expect(readList(document, "list")).toEqual([1, null, 2]);
    expect(readList(document, "none[]")).toBeUndefined();
    expect(readList(document, "missing.x[]")).toBeUndefined();
    expect(readValue(7, ".")).toBe(7);
  });

  test("finds own members only", () => {
    for (const name of ["__proto__", "constructor", "toString", "constructor.name", "list.length"]) {
      expect(readValue(document, name)).toBeUndefined();
    }
    expect(readValue(JSON.parse('{"__proto__": 1}'), "__proto__")).toBe(1);
  });

  test.each(["", ".a", "a.", "a..b", "a b", "a[", "a[x]", "a[]b", "[]]", 'a["]', "a.[0]", "a[-1]"])(
    "%j is none",
    (path) => {
      expect(isListPath(path)).toBe(false);
    },
  );

  test("to one value does not fan out", () => {
    expect([isValuePath("a[0].b"), isValuePath("a[].b"), isListPath("a[].b")]).toEqual([true, false, true]);
  });
});
