/** A member that no decision needs may hold anything: the event does without it, and its path is named. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Appointment } from "../../src/appointments/appointment.ts";
import { isCoconutEvent } from "../../src/appointments/events.ts";
import { isObject } from "../../src/coconut/paths.ts";
import { parseWireEvent } from "../../src/coconut/schemas.ts";
import { created, eventOf, fixture, issuesOf, leftOutOf, read } from "./delivery.ts";

/** The member's path in the sample → what of the appointment is read from it. */
const optionalMembers: Readonly<Record<string, string>> = {
  "data.attributes.status": "status",
  "data.attributes.end": "end",
  "data.attributes.timezone": "timezone",
  "data.attributes.meeting_method": "meetingMethod",
  "data.attributes.booked_through": "bookedThrough",
  "data.attributes.notes": "notes",
  "data.attributes.group": "group",
  "data.attributes.walk_in": "kind",
  "data.attributes.created_at": "createdAt",
  "data.attributes.updated_at": "updatedAt",
  "data.relationships.location": "location",
  "data.relationships.services": "services",
  "data.relationships.staff": "staff",
  "included.0.attributes": "location",
  "included.0.attributes.name": "location.name",
  "included.0.attributes.zip_postal": "location.postcode",
  "included.0.attributes.timezone": "location.timezone",
  "included.1.attributes": "services",
  "included.1.attributes.name": "services.0.name",
  "included.1.attributes.duration": "services.0.durationMinutes",
  "included.2.attributes": "staff",
  "included.2.attributes.email": "staff.0.email",
  "included.2.attributes.first_name": "staff.0.firstName",
  "included.3.attributes.client_id": "attendees.0.clientId",
  "included.3.attributes.external_id": "attendees.0.externalId",
  "included.3.attributes.first_name": "attendees.0.firstName",
  "included.3.attributes.last_name": "attendees.0.lastName",
  "included.3.attributes.email": "attendees.0.email",
  "included.3.attributes.cell_phone": "attendees.0.cellPhone",
  "included.3.attributes.lang": "attendees.0.locale",
  "included.3.attributes.status": "attendees.0.status",
  occurred_at: "none",
  sequence: "none",
  tenant: "none",
};
const anyMember = fc.constantFrom(...Object.keys(optionalMembers));

/** The path as it is named: `included[3].attributes.lang`. */
function labelOf(path: string): string {
  return path.replace(/\.(\d+)/g, "[$1]");
}

/** The appointment's members by path; without what depends on the replaced ones. */
function membersBut(appointment: Appointment, replaced: readonly string[]): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const walk = (value: unknown, path: string) => {
    if (replaced.some((one) => path === one || path.startsWith(`${one}.`))) return;
    if (typeof value !== "object" || value === null) found[path] = value;
    else
      for (const [key, member] of Object.entries(value)) walk(member, path === "" ? key : `${path}.${key}`);
  };
  walk(appointment, "");
  return found;
}

/** The sample with times that can be read whatever became of the zones. */
function sample(changes: Readonly<Record<string, unknown>> = {}): unknown {
  const times = {
    "data.attributes.start": "2026-03-10T10:00:00-04:00",
    "data.attributes.end": "2026-03-10T14:45Z",
  };
  return created({ ...times, ...changes });
}

const expected = eventOf(sample()).appointment;
const canary = "kanarie";
/** Nothing that any member is read from, whatever is in it. */
const unreadable = fc.oneof(
  fc.dictionary(fc.constantFrom(canary, "name", "en", "id2"), fc.jsonValue(), { minKeys: 1 }),
  fc.constantFrom([canary], [[canary]], [7], true, 1e300),
);

describe("any optional member", () => {
  test("may hold any JSON: the others are read as before, and no other path is named", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyMember, { minLength: 1, maxLength: 4 }),
        fc.jsonValue(),
        (paths, value) => {
          const free = paths.filter(
            (path) => !paths.some((other) => path.startsWith(`${other}.`)) && path !== "tenant",
          );
          const body = sample(Object.fromEntries(free.map((path) => [path, value])));
          const { appointment } = eventOf(body);
          const replaced = [
            ...free.map((path) => optionalMembers[path] ?? ""),
            "rawStatus",
            "attendees.0.rawStatus",
          ];
          const depending = free.some((path) => /services|included.1|timezone/.test(path))
            ? ["end", "timezone"]
            : [];
          expect(membersBut(appointment, [...replaced, ...depending])).toEqual(
            membersBut(expected, [...replaced, ...depending]),
          );
          for (const issue of leftOutOf(body))
            expect(free.some((path) => issue.startsWith(labelOf(path)))).toBe(true);
          expect(isCoconutEvent(eventOf(body))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("that cannot be read is named by its path, exactly, and never by what stood there", () => {
    const flags = ["data.attributes.group", "data.attributes.walk_in"];
    fc.assert(
      fc.property(anyMember, unreadable, (path, value) => {
        const isRead =
          (flags.includes(path) && value === true) ||
          (path.endsWith(".attributes") && isObject(value)) ||
          (path.startsWith("data.relationships") && Array.isArray(value)); // of ids
        if (isRead) return;
        const leftOut = leftOutOf(sample({ [path]: value }));
        expect(leftOut.map((issue) => issue.split(":")[0]?.replace(/\.data$/, ""))).toEqual([labelOf(path)]);
        expect(leftOut.join()).not.toContain(canary);
      }),
      { numRuns: 300 },
    );
  });

  test("is read the same way whenever it is read", () => {
    fc.assert(
      fc.property(anyMember, fc.jsonValue(), (path, value) => {
        const body = sample({ [path]: value });
        expect(read(body)).toEqual(read(structuredClone(body)));
      }),
      { numRuns: 200 },
    );
  });
});

describe("odd members that real systems send", () => {
  const attributes = "data.attributes";
  test.each<[Record<string, unknown>, string[]]>([
    [{ [`${attributes}.created_at`]: "-0001-11-30 00:00:00" }, ["data.attributes.created_at"]],
    [{ [`${attributes}.updated_at`]: "0000-00-00 00:00:00" }, ["data.attributes.updated_at"]],
    [{ [`${attributes}.end`]: "0000-00-00 00:00:00" }, ["data.attributes.end"]],
    [{ "included.1.attributes.duration": 0 }, ["included[1].attributes.duration"]],
    [{ "included.1.attributes.duration": -45 }, ["included[1].attributes.duration"]],
    [{ "included.1.attributes.duration": "45 min" }, ["included[1].attributes.duration"]],
    [{ "included.1.attributes.duration": 37.5 }, []],
    [{ "included.1.attributes.duration": "45.00" }, []],
    [{ [`${attributes}.notes`]: { en: "hello" } }, ["data.attributes.notes"]],
    [{ [`${attributes}.group`]: 2 }, ["data.attributes.group"]],
    [{ [`${attributes}.group`]: "No" }, []],
    [{ "included.3.attributes.lang": ["en"] }, ["included[3].attributes.lang"]],
    [{ "included.3.attributes.email": "none" }, ["included[3].attributes.email"]],
    [{ "included.3.attributes.cell_phone": 2 ** 60 }, ["included[3].attributes.cell_phone"]],
    [{ [`${attributes}.meeting_method`]: "carrier pigeon" }, ["data.attributes.meeting_method"]],
    [{ [`${attributes}.utm`]: "dynamics" }, ["data.attributes.utm"]],
    [{ [`${attributes}.utm`]: [] }, []],
    [{ [`${attributes}.utm`]: { content: 7 } }, ["data.attributes.utm.content"]],
    [{ "data.type": undefined }, []],
    [{ "data.type": " Appointment\u200b" }, []],
    [{ "data.relationships.services.data": ["7"] }, []],
    [{ "data.relationships.services": [{ type: "services", id: 7 }] }, []],
    [{ "data.relationships.services.data": { "2": { type: "services", id: "7" } } }, []],
    [
      { "data.relationships.staff.data": [null, { type: "users", id: "31" }] },
      ["data.relationships.staff.data[0]"],
    ],
    [{ "data.relationships.staff": {} }, ["data.relationships.staff.data"]],
    [{ "data.relationships.location.data": {} }, []],
    [{ "included.2.id": {} }, ["included[2].id"]],
    [{ "included.2": 7 }, ["included[2].id"]],
    [{ id: { a: 1 } }, ["id"]],
  ])("%j", (changes, paths) => {
    const leftOut = leftOutOf(created(changes));
    expect(leftOut.map((issue) => issue.split(":")[0])).toEqual(paths);
  });

  test("a duration may have a fraction, and an end that cannot be read is made by it", () => {
    const body = created({ "included.1.attributes.duration": "37.5", [`${attributes}.end`]: false });
    expect(eventOf(body).appointment).toMatchObject({
      end: "2026-03-10T14:37:30Z",
      services: [{ durationMinutes: 37.5 }],
    });
  });

  test("reads what is related twice only once", () => {
    const twice = { type: "attendees", id: "9001" };
    const body = created({
      "data.relationships.attendees.data": [twice, twice, { ...twice, type: "attendee" }],
      "included.3.attributes.email": ["a@b.example"],
    });
    expect(eventOf(body).appointment.attendees).toHaveLength(1);
    expect(leftOutOf(body)).toEqual(["included[3].attributes.email: must be text"]);
  });

  test("finds what is included without a type by its id, if that is the only one", () => {
    for (const type of [undefined, null, "", " ", 7]) {
      const types = { "data.type": type, "data.relationships.attendees.data.0.type": type };
      const body = created({ ...types, "included.1.type": type, "included.3.type": type });
      expect(eventOf(body)).toMatchObject({ appointment: eventOf(created()).appointment });
    }
    const twice = created({ "included.2.type": null, "included.2.id": "9001", "included.3.type": null });
    expect(issuesOf(twice)).toContain("data.relationships.attendees.data[0]: is not among included");
  });

  test("as many odd members as a delivery can hold are left out, without a copy of them all for each", () => {
    const appointment = { id: "1", start: "2026-03-10T10:00:00Z" };
    const staff = Array.from({ length: 80_000 }, () => ({ id: [] }));
    const fields = { appointment, bookedFrom: {}, location: {}, services: [], staff, attendees: [] };
    const { wire, unreadable: named } = parseWireEvent(fields);
    expect(named).toHaveLength(staff.length);
    expect(wire?.staff.every(({ id }) => id === undefined)).toBe(true);
    expect(wire?.appointment).toMatchObject(appointment);
  });

  test("ids of any characters tell attendees apart, in the default wire and another", () => {
    const person = (id: string, name: string) => ({
      type: "attendees",
      id,
      attributes: { first_name: name },
    });
    const ids = ["YXR0==", "YXR0", "a b", "é", "{5F}", "x".repeat(200), `${"x".repeat(199)}y`];
    const { appointment } = eventOf({
      ...(created() as object),
      data: {
        ...(created() as { data: object }).data,
        relationships: { attendees: { data: ids.map((id) => ({ type: "attendees", id })) } },
      },
      included: ids.map((id) => person(id, id.slice(-3))),
    });
    expect(appointment.attendees.map(({ firstName }) => firstName)).toEqual(ids.map((id) => id.slice(-3)));
    expect(new Set(appointment.attendees.map(({ id }) => id)).size).toBe(ids.length);
    expect(appointment.attendees[0]?.id).toBe("YXR0==");
    expect(eventOf(created({ "data.id": "YXR0==" })).appointment.id).toBe("YXR0==");
  });

  test("an attendee without an id is told by the person, and the same again when they come again", () => {
    const wireMap = {
      paths: {
        event: "event",
        appointment: { id: "ref", start: "from" },
        attendees: { list: "guests", id: "key", clientId: "client", firstName: "name", cellPhone: "phone" },
      },
    };
    const guests = [
      { name: "Ann", phone: "1" },
      { name: "Ann", phone: "2" },
      { key: "5", name: "Bo" },
      { client: "5" },
    ];
    const body = { event: "appointment.created", ref: "1", from: "2026-03-10T10:00:00Z", guests };
    const [ann, other, bo, client, ...none] = eventOf(body, wireMap).appointment.attendees;
    expect(none).toEqual([]);
    expect(ann?.id).not.toBe(other?.id);
    expect([bo?.id, client?.id, client?.clientId]).toEqual(["5", "5", "5"]);
    const later = { ...body, guests: [...guests, { name: "Ann", phone: "1" }, {}, { key: { odd: true } }] };
    const again = eventOf(later, wireMap).appointment.attendees;
    expect(again.map(({ id }) => id)).toEqual([ann?.id, other?.id, "5", "5"]);
    expect(leftOutOf(later, wireMap)).toEqual([
      "guests[6].key: must be text or a number of at most 15 digits",
      "appointment.end (has no path in the wire map): is missing, and no service has a duration",
      "guests[5].key: is missing",
      "guests[6].key: is missing",
    ]);
  });

  test("a branch, a service and staff are kept without an id, and taken for one only when they are", () => {
    const flat = fixture("flat-created.json") as { booking: Record<string, unknown> };
    const wireMap = fixture("flat-wire-map.json") as never;
    const products = [{ title: "Loan" }, { title: "Loan" }, { key: [], title: "Mortgage" }, null];
    const booking = {
      ...flat.booking,
      products,
      advisers: [{ mail: "dana.roy@acme.example" }],
      branch: { title: "King" },
    };
    const { appointment } = eventOf({ ...flat, booking }, wireMap);
    expect(appointment.services).toEqual([
      { id: "", name: "Loan" },
      { id: "", name: "Mortgage" },
    ]);
    expect(appointment.staff).toEqual([{ id: "", email: "dana.roy@acme.example" }]);
    expect(appointment.location).toEqual({ id: "", name: "King" });
    expect(leftOutOf({ ...flat, booking }, wireMap)).toEqual([
      "booking.products[2].key: must be text or a number of at most 15 digits",
      "booking.products[3]: says nothing that can be read",
    ]);
  });
});
