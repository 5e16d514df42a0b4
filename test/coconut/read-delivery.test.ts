import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { created, eventOf, issuesOf, leftOutOf, read } from "./delivery.ts";

const attributes = "data.attributes";

describe("the default wire", () => {
  test("becomes the canonical event", () => {
    const { fingerprint, ...event } = eventOf(created());
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(event).toEqual({
      version: 1,
      eventId: "evt-1",
      type: "appointment.created",
      tenant: "acme",
      occurredAt: "2026-03-04T15:00:05Z",
      receivedAt: "2026-03-04T15:00:06.250Z",
      appointment: {
        id: "81234",
        kind: "scheduled",
        group: false,
        status: "confirmed",
        rawStatus: "Confirmed",
        start: "2026-03-10T14:00:00Z",
        end: "2026-03-10T14:45:00Z",
        timezone: "America/Toronto",
        meetingMethod: "at_location",
        bookedThrough: "9",
        location: {
          id: "12",
          externalId: "BR-12",
          name: "King Street",
          address: "1 King St W",
          city: "Toronto",
          region: "ON",
          postcode: "M5H 1A1",
          country: "CA",
          timezone: "America/Toronto",
        },
        services: [{ id: "7", name: "Mortgage advice", durationMinutes: 45 }],
        staff: [{ id: "31", firstName: "Dana", lastName: "Roy", email: "dana.roy@acme.example" }],
        attendees: [
          {
            id: "9001",
            clientId: "5501",
            firstName: "Ann",
            lastName: "Lee",
            email: "ann.lee@example.com",
            cellPhone: "+1 416 555 0101",
            locale: "en",
            status: "confirmed",
          },
        ],
        createdAt: "2026-03-04T15:00:05Z",
        updatedAt: "2026-03-04T15:00:05Z",
      },
    });
  });

  test("is plain JSON: what a Signal carries is what was made", () => {
    const event = eventOf(created());
    expect(JSON.parse(JSON.stringify(event))).toStrictEqual(event);
  });

  test("takes numeric ids, 0 and 1 for flags, blanks for nothing, and a single relationship for a list", () => {
    const { appointment } = eventOf(
      created({
        "data.id": 81234,
        [`${attributes}.group`]: 1,
        [`${attributes}.walk_in`]: "0",
        [`${attributes}.notes`]: "   ",
        [`${attributes}.meeting_method`]: "3",
        "data.relationships.attendees.data": { type: "attendee", id: 9001 },
        "data.relationships.staff.data": null,
        "data.relationships.services.data.0.type": "service",
        "included.3.attributes.last_name": "  Lee ",
        "included.3.attributes.email": "none",
        "included.0.attributes.zip_postal": 90210,
      }),
    );
    expect(appointment).toMatchObject({
      id: "81234",
      group: true,
      kind: "scheduled",
      meetingMethod: "video_call",
    });
    expect(appointment).not.toHaveProperty("notes");
    expect(appointment.staff).toEqual([]);
    expect(appointment.location?.postcode).toBe("90210");
    expect(appointment.attendees).toMatchObject([{ id: "9001", lastName: "Lee" }]);
    expect(appointment.attendees[0]).not.toHaveProperty("email");
  });

  test("drops half an emoji: no encoding has it, and one would hold the appointment up for good", () => {
    const body = created({
      "included.3.attributes.first_name": "A\ud83dnn 😀",
      [`${attributes}.notes`]: "hi \udc00",
    });
    const { appointment } = eventOf(body);
    expect([appointment.attendees[0]?.firstName, appointment.notes]).toEqual(["Ann 😀", "hi"]);
  });

  test("refuses an id that cannot even be made a text", () => {
    for (const id of [{ toString: "" }, { valueOf: null, toString: null }, [], true]) {
      expect(issuesOf(created({ "data.relationships.attendees.data.0.id": id })).length).toBeGreaterThan(0);
      expect(issuesOf(created({ "included.3.id": id })).length).toBeGreaterThan(0);
    }
  });

  test("knows an event in any case", () => {
    expect(eventOf(created({ event: "APPOINTMENT.Created" })).type).toBe("appointment.created");
  });

  test("drops fields it does not know", () => {
    const extra = {
      [`${attributes}.code`]: "secret",
      extra: { a: 1 },
      "included.3.attributes.receive_sms": true,
    };
    expect(eventOf(created(extra))).toEqual(eventOf(created()));
  });

  test("keeps the id of a location, service or staff member that is not included", () => {
    const { appointment } = eventOf(created({ "included.0": null, "included.1": null, "included.2": null }));
    expect(appointment).toMatchObject({
      location: { id: "12" },
      services: [{ id: "7" }],
      staff: [{ id: "31" }],
    });
  });

  test("refuses a first attendee who is not included: nobody's timeline could show the appointment", () => {
    const body = created({ "included.3.id": "9002" });
    expect(issuesOf(body)).toEqual(["data.relationships.attendees.data[0]: is not among included"]);
  });

  test("leaves out another attendee who is not included, by name of the path", () => {
    const body = created({ "data.relationships.attendees.data.1": { type: "attendees", id: "9002" } });
    expect(eventOf(body).appointment).toEqual(eventOf(created()).appointment);
    expect(leftOutOf(body)).toEqual(["data.relationships.attendees.data[1]: is not among included"]);
  });

  test("tells nobody from silence about people: only an empty list empties an appointment", () => {
    expect(issuesOf(created({ "data.relationships.attendees": undefined }))).toEqual([
      "data.relationships.attendees: is missing",
    ]);
    const empty = created({ "data.relationships.attendees.data": [] });
    expect(eventOf(empty).appointment.attendees).toEqual([]);
  });

  test("takes the client of a walk-in for its attendee", () => {
    const { appointment } = eventOf(
      created({
        event: "walkin.created",
        "data.type": "queue-appointments",
        "data.relationships.attendees": undefined,
        "data.relationships.client": { data: { type: "client", id: "5501" } },
        "included.3": { type: "clients", id: "5501", attributes: { first_name: "Ann" } },
      }),
    );
    expect(appointment.kind).toBe("walk_in");
    expect(appointment.attendees).toEqual([{ id: "5501", clientId: "5501", firstName: "Ann" }]);
  });

  test("tells a client from an attendee of the same number", () => {
    const client = { type: "clients", id: "9001", attributes: { first_name: "Bob" } };
    const { appointment } = eventOf(created({ "included.0": client, "data.relationships.location": null }));
    expect(appointment.attendees).toMatchObject([{ firstName: "Ann" }]);
  });

  test("finds the client id behind an attendee's own relationship", () => {
    const { appointment } = eventOf(
      created({
        "included.3.attributes.client_id": null,
        "included.3.relationships": { client: { data: { type: "clients", id: 77 } } },
      }),
    );
    expect(appointment.attendees[0]?.clientId).toBe("77");
  });

  test("takes a group that nobody has joined, and counts a repeated attendee once", () => {
    const empty = created({ "data.relationships.attendees.data": [], [`${attributes}.group`]: true });
    expect(eventOf(empty).appointment.attendees).toEqual([]);
    const one = { type: "attendees", id: "9001" };
    expect(
      eventOf(created({ "data.relationships.attendees.data": [one, one] })).appointment.attendees,
    ).toHaveLength(1);
  });

  test.each([
    ["walk_in is set", { [`${attributes}.walk_in`]: true }],
    ["the event is a walk-in's", { event: "walkin.updated" }],
  ])("is a walk-in when %s", (_when, changes) => {
    expect(eventOf(created(changes)).appointment.kind).toBe("walk_in");
  });

  test("keeps fractions of a second of bookkeeping times, and reads them as UTC without an offset", () => {
    const { appointment, occurredAt } = eventOf(
      created({
        occurred_at: undefined,
        [`${attributes}.updated_at`]: "2026-03-04T10:00:05.123456-05:00",
        [`${attributes}.created_at`]: "2026-03-04 15:00:05",
      }),
    );
    expect(appointment.updatedAt).toBe("2026-03-04T15:00:05.123Z");
    expect(appointment.createdAt).toBe("2026-03-04T15:00:05Z");
    expect(occurredAt).toBe(appointment.updatedAt);
    const bare = { occurred_at: null, [`${attributes}.updated_at`]: null };
    expect(eventOf(created(bare)).occurredAt).toBe("2026-03-04T15:00:06.250Z");
  });
});

describe("the event's id", () => {
  test("is the signed one, else the body's, else a digest of the bytes", () => {
    expect(read(created(), {}, "msg_1")).toMatchObject({ event: { eventId: "msg_1" } });
    expect(eventOf(created({ id: 12 })).eventId).toBe("12");
    const body = created({ id: "with space" });
    const digest = createHash("sha256").update(JSON.stringify(body)).digest("hex");
    expect(eventOf(body).eventId).toBe(digest);
  });
});

describe("an event that is not ours", () => {
  test("is ignored before anything else is looked at", () => {
    const ignored = { kind: "ignored", eventId: "p-1", reason: "event kind is not synced", rawType: "ping" };
    expect(read({ id: "p-1", event: "ping", data: 7 })).toEqual(ignored);
    expect(read({ id: "p-1", event: " ping\n\u202e" })).toEqual(ignored);
  });

  test("is named with at most 100 characters", () => {
    expect(read({ event: "x".repeat(300) })).toMatchObject({
      kind: "ignored",
      rawType: "x".repeat(100),
    });
  });

  test.each([
    [{}, "event: is missing"],
    [{ event: null }, "event: is missing"],
    [{ event: 7 }, "event: must be the name of an event"],
    [{ event: "  " }, "event: must be the name of an event"],
    [null, "the body: must be a JSON object"],
    [[], "the body: must be a JSON object"],
  ])("is malformed when it has no name: %j", (body, issue) => {
    expect(issuesOf(body)).toEqual([issue]);
  });
});

describe("a malformed delivery", () => {
  test.each<[Record<string, unknown>, string]>([
    [{ data: null }, "data: is not a JSON:API appointment"],
    [{ "data.type": "clients" }, "data: is not a JSON:API appointment"],
    [{ "data.id": undefined }, "data.id: is missing"],
    [{ "data.id": "a b" }, "data.id: must be 1 to 128 letters, digits or any of _ . ~ : / + = @ -"],
    [{ "data.id": 2 ** 60 }, "data.id: must be text or a number of at most 15 digits"],
    [{ "data.id": {} }, "data.id: must be text or a number of at most 15 digits"],
    [{ [`${attributes}.start`]: {} }, "data.attributes.start: must be text"],
    [
      { [`${attributes}.start`]: "0000-00-00 00:00:00" },
      "data.attributes.start: is not a date and time such as 2026-03-10 10:00:00",
    ],
    [{ tenant: "other" }, "tenant: is not the tenant of this deployment"],
    [{ "data.relationships.attendees": {} }, "data.relationships.attendees.data: is missing"],
    [{ "data.relationships.attendees.data": null }, "data.relationships.attendees.data: is missing"],
    [
      { "data.relationships.attendees.data.0": null },
      "data.relationships.attendees.data[0]: is not among included",
    ],
    [{ "included.3.attributes": [] }, "data.relationships.attendees.data[0]: is not among included"],
  ])("%j says where and what", (changes, issue) => {
    expect(issuesOf(created(changes))).toEqual([issue]);
  });

  test("accepts the tenant in another case, or none", () => {
    expect(eventOf(created({ tenant: "ACME" })).tenant).toBe("acme");
    expect(eventOf(created({ tenant: undefined })).tenant).toBe("acme");
  });

  test("names everything that is wrong at once", () => {
    const changes = { tenant: "x", [`${attributes}.start`]: "x", [`${attributes}.timezone`]: "x" };
    expect(issuesOf(created(changes))).toHaveLength(3);
  });

  test("cuts what is too long, between characters", () => {
    const { appointment } = eventOf(created({ [`${attributes}.notes`]: `${"x".repeat(19_999)}😀` }));
    expect(appointment.notes).toBe("x".repeat(19_999));
  });
});
