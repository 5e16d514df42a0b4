/** Odd deliveries through the whole product: each is answered 202, and its row is in Dynamics. */
import { expect } from "vitest";
import { wireEvent } from "../helpers/events.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

const test = testWithService();

type Json = Record<string, unknown>;

/** Which of the included resources a member belongs to. */
const [location, service, staff, attendee] = [0, 1, 2, 3];
const membersOf: Readonly<Record<number, readonly string[]>> = {
  [location]: ["name", "address", "city", "prov_state", "zip_postal", "country", "timezone", "external_id"],
  [service]: ["name", "duration", "external_id"],
  [staff]: ["first_name", "last_name", "email", "external_id"],
  [attendee]: [
    ..."first_name last_name email phone cell_phone work_phone address city prov_state zip_postal".split(" "),
    ..."country lang notes status external_id client_id".split(" "),
  ],
};
const ownMembers =
  "end timezone meeting_method booked_through notes group walk_in created_at updated_at utm".split(" ");
const oddities: readonly unknown[] = [
  { en: "hello" },
  ["x", ["y"]],
  true,
  -37.5,
  1e300,
  "\ufffe\uffff\u0000",
  "0000-00-00 00:00:00",
  "\ud800",
  "x".repeat(60_000),
];
const oddityAt = (index: number) => oddities[index % oddities.length];

type Delivery = ReturnType<typeof wireEvent>;
type Change = (event: Delivery) => void;

const included =
  (at: number, attributes: Json): Change =>
  (event) =>
    void Object.assign(event.included[at]?.attributes ?? {}, attributes);
const own =
  (attributes: Json): Change =>
  (event) =>
    void Object.assign(event.data.attributes, attributes);
const top =
  (members: Json): Change =>
  (event) =>
    void Object.assign(event, members);
const related =
  (relationships: Json): Change =>
  (event) =>
    void Object.assign(event.data.relationships, relationships);
/** As "related", of the reference to the attendee and of the attendee. */
const attendeeId =
  (id: unknown): Change =>
  (event) => {
    Object.assign(event.data.relationships.attendees, { data: [{ type: "attendees", id }] });
    Object.assign(event.included[attendee] ?? {}, { id });
  };

const changes: Readonly<Record<string, Change>> = {
  ...Object.fromEntries(
    Object.entries(membersOf).flatMap(([at, names]) =>
      names.flatMap((name, index) =>
        [0, 4].map((more) => [
          `included[${at}].${name} ${index + more}`,
          included(Number(at), { [name]: oddityAt(index + more) }),
        ]),
      ),
    ),
  ),
  ...Object.fromEntries(
    ownMembers
      .filter((name) => name !== "walk_in")
      .flatMap((name, index) =>
        [0, 3, 6].map((more) => [`${name} ${index + more}`, own({ [name]: oddityAt(index + more) })]),
      ),
  ),
  "every optional member at once": (event) => {
    own(Object.fromEntries(ownMembers.map((name) => [name, { odd: [name] }])))(event);
    own({ status: "Confirmed", start: "2026-03-10T10:00-04" })(event); // no zone is left to read it in
    for (const [at, names] of Object.entries(membersOf))
      included(Number(at), Object.fromEntries(names.map((name) => [name, [[name]]])))(event);
  },
  occurred_at: top({ occurred_at: "yesterday" }),
  sequence: top({ sequence: { next: 1 } }),
  tenant: top({ tenant: ["acme"] }),
  "the end before the start": own({ end: "2026-03-09 10:00:00" }),
  "an end in a zone of its own": own({ end: "2026-03-10T15:00[Europe/Paris]" }),
  "the length unknown": (event) => {
    own({ end: "soon" })(event);
    included(service, { duration: 0 })(event);
  },
  "times of PostgreSQL": own({ start: "2026-03-10 14:00:00+00", end: "2026-03-10 14:45:00.5+00" }),
  "times in seconds": own({ start: 1773151200, end: 1773153900000 }),
  "a Windows zone": own({ timezone: "Eastern Standard Time" }),
  "an offset for a zone": own({ timezone: "-04:00" }),
  "in the hour that is skipped": own({ start: "2027-03-14 02:30", end: "2027-03-14 03:15" }),
  "in the hour that comes twice": own({ start: "2027-11-07 01:30", end: "2027-11-07 01:15" }),
  "attendee's id of base64": attendeeId("YXR0=="),
  "attendee's id with spaces": attendeeId("a b c"),
  "attendee's id, long": attendeeId("é".repeat(300)),
  "attendee's id, negative": attendeeId(-5),
  "attendee referred to by a number": (event) => {
    attendeeId(77)(event);
    related({ attendees: { data: [77] } })(event);
  },
  "no location": related({ location: undefined }),
  "location of no shape": related({ location: "King Street" }),
  "services without data": related({ services: { links: {} } }),
  "services listed twice": related({ services: { data: [{ type: "services", id: "7" }, { id: 7 }] } }),
  "staff of no shape": related({ staff: { data: [null, 5.5, [], {}, true] } }),
  "staff as PHP writes what is left of a list": related({
    staff: { data: { "3": { type: "users", id: "31" } } },
  }),
  "odd things included": (event) =>
    void event.included.push(null as never, "x" as never, [] as never, { id: {} } as never),
  "no type": (event) => void Object.assign(event.data, { type: 7 }),
  "invisible characters": included(attendee, {
    last_name: "Byrne\u200b\u2060",
    first_name: "\u202aAnn\u202c",
  }),
};

const names = Object.keys(changes);
const groups = Array.from({ length: Math.ceil(names.length / 20) }, (_, at) =>
  names.slice(at * 20, at * 20 + 20),
);

test("there are more than a hundred", () => {
  expect(names.length).toBeGreaterThan(100);
});

test.for(groups.map((group) => [group[0] ?? "", group] as const))(
  "from %s on, each is answered 202 and written, and none is parked",
  async ([, group], { service: product }) => {
    const sent = await Promise.all(
      group.map(async (name) => {
        const booking = bookingOf(newcomer("Odd"));
        const event = wireEvent("appointment.created", booking);
        changes[name]?.(event);
        const { status } = await product.deliver(event);
        return { name, booking, event, status };
      }),
    );
    expect(sent.filter(({ status }) => status !== 202).map(({ name }) => name)).toEqual([]);
    const written: (string | undefined)[] = [];
    for (const { name, booking, event } of sent) {
      const { syncState, saved, problem } = await product.untilDone(booking.id, event.id);
      expect({ name, syncState, problem }).toEqual({ name, syncState: "InStep", problem: undefined });
      written.push(saved?.activityId);
    }
    const rows = await product.dynamics.newAppointments();
    expect(rows.map((row) => row["activityid"])).toEqual(expect.arrayContaining(written));
  },
);
