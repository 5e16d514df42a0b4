import { describe, expect } from "vitest";
import type { Receiver } from "./receiver.ts";
import { test } from "./fixtures.ts";
import { act, ANN, bookByStaff, call, ZOE } from "./requests.ts";
import { BRANCH, SERVICE, STAFF } from "./seed-ids.ts";

/** The names of the events that came, in the order in which the changes were made. */
async function eventsInOrder(receiver: Receiver, count: number): Promise<string[]> {
  const received = await receiver.arrived(count);
  return received
    .map(({ body }) => ({ name: body.event, at: String(body.data.attributes["updated_at"]) }))
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .map(({ name }) => name);
}

describe("what staff do", () => {
  test("a booking is told in exactly the shape of the wire", async ({ receiver, sandbox }) => {
    const at = { start: "2021-03-02 10:00:00", staff: `${STAFF.dana}` };
    const { data } = await bookByStaff(sandbox, { ...ANN, ...at, notes: "Brings papers" });
    const [event] = await receiver.arrived(1);

    const utcSecond: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u);
    const id: unknown = expect.stringMatching(/^\d+$/u);
    const attendeeId = data.relationships?.attendees.data[0]?.id;
    expect(event?.body).toStrictEqual({
      id: expect.stringMatching(/^evt-/u),
      event: "appointment.created",
      occurred_at: utcSecond,
      tenant: "acme",
      data: {
        type: "appointments",
        id,
        attributes: {
          status: "Confirmed",
          start: "2021-03-02 10:00:00",
          end: "2021-03-02 10:45:00",
          timezone: "America/Toronto",
          meeting_method: 1,
          booked_through: 9,
          notes: "Brings papers",
          group: false,
          walk_in: false,
          created_at: utcSecond,
          updated_at: utcSecond,
        },
        relationships: {
          location: { data: { type: "locations", id: "12" } },
          services: { data: [{ type: "services", id: "7" }] },
          staff: { data: [{ type: "users", id: "31" }] },
          attendees: { data: [{ type: "attendees", id: attendeeId }] },
        },
      },
      included: [
        {
          type: "locations",
          id: "12",
          attributes: {
            name: "King Street",
            address: "1 King St W",
            city: "Toronto",
            prov_state: "ON",
            zip_postal: "M5H 1A1",
            country: "CA",
            timezone: "America/Toronto",
            external_id: "BR-12",
          },
        },
        { type: "services", id: "7", attributes: { name: "Mortgage advice", duration: 45 } },
        {
          type: "users",
          id: "31",
          attributes: { first_name: "Dana", last_name: "Roy", email: "dana.roy@acme.example" },
        },
        {
          type: "attendees",
          id: attendeeId,
          attributes: {
            client_id: "5501",
            first_name: "Ann",
            last_name: "Lee",
            email: "ann.lee@example.com",
            cell_phone: "+1 416 555 0101",
            lang: "en",
            external_id: null,
            status: "Confirmed",
          },
        },
      ],
    });
  });

  test("each action tells its own event, and updated_at grows with each though all happen within a second", async ({
    receiver,
    sandbox,
  }) => {
    const { id } = (
      await bookByStaff(sandbox, { ...ZOE, start: "2021-03-02 10:00:00", staff: `${STAFF.dana}` })
    ).data;
    await act(sandbox, id, "reschedule", { start: "2021-03-03 11:00:00" });
    await act(sandbox, id, "assign", { staff: `${STAFF.marc}` });
    await act(sandbox, id, "notes", { notes: "Call first" });
    await act(sandbox, id, "attendees", ANN);
    await act(sandbox, id, "status", { status: "Arrived" });
    await act(sandbox, id, "cancel");

    expect(await eventsInOrder(receiver, 7)).toStrictEqual([
      "appointment.created",
      "appointment.rescheduled",
      "appointment.updated",
      "appointment.updated",
      "attendee.added",
      "appointment.status_changed",
      "appointment.cancelled",
    ]);
    const times = new Set(receiver.received.map(({ body }) => body.data.attributes["updated_at"]));
    expect(times.size).toBe(7);
    for (const { body } of receiver.received)
      expect(body.occurred_at).toBe(body.data.attributes["updated_at"]);
    const last = receiver.received.find(({ body }) => body.event === "appointment.cancelled");
    expect(last?.body.data.attributes).toMatchObject({
      status: "Cancelled",
      start: "2021-03-03 11:00:00",
      end: "2021-03-03 11:45:00",
    });
    const attendees = last?.body.included.filter(({ type }) => type === "attendees");
    expect(attendees?.map(({ attributes }) => attributes["status"])).toStrictEqual([
      "Cancelled",
      "Cancelled",
    ]);
  });

  test("an action that changes nothing tells nothing", async ({ receiver, sandbox }) => {
    const { id } = (
      await bookByStaff(sandbox, { ...ZOE, start: "2021-03-02 10:00:00", staff: `${STAFF.dana}` })
    ).data;
    await act(sandbox, id, "status", { status: "confirmed" });
    await act(sandbox, id, "assign", { staff: STAFF.dana });
    await act(sandbox, id, "reschedule", { start: "2021-03-02 10:00:00" });
    await act(sandbox, id, "status", { status: "no_show" });

    expect(await eventsInOrder(receiver, 2)).toStrictEqual([
      "appointment.created",
      "appointment.status_changed",
    ]);
    expect((await call<unknown[]>(sandbox, "GET", "/sandbox/deliveries")).body).toHaveLength(2);
  });

  test("a walk-in is told as walk-in events only, and waits unassigned when nobody is free", async ({
    receiver,
    sandbox,
  }) => {
    const staffIds = [];
    for (const number of [1, 2, 3, 4, 5]) {
      const person = { firstName: "Walker", lastName: `No ${number}`, cellPhone: `+1 416 555 020${number}` };
      const { data } = await bookByStaff(sandbox, { ...person, walkIn: true });
      staffIds.push(data.relationships?.staff.data);
      expect(data.attributes).toMatchObject({ walk_in: true, status: "Arrived" });
      if (number === 1) await act(sandbox, data.id, "status", { status: "Completed" });
    }
    expect(staffIds.at(0)).toStrictEqual([{ type: "users", id: "31" }]);
    expect(staffIds.at(-1)).toStrictEqual([]);
    const names = (await receiver.arrived(6)).map(({ body }) => body.event).toSorted();
    expect(names).toStrictEqual([...Array<string>(5).fill("walkin.created"), "walkin.updated"]);
  });

  test("two bookings by one new person carry one client id and two attendee ids", async ({ sandbox }) => {
    const first = await bookByStaff(sandbox, ZOE);
    const second = await bookByStaff(sandbox, { ...ZOE, firstName: "ZOE", email: "Zoe.Kay@example.com" });
    const other = await bookByStaff(sandbox, { ...ZOE, firstName: "Max" });
    const [one, two, three] = [first, second, other].map((document) =>
      document.included.find(({ type }) => type === "attendees"),
    );
    expect(one?.attributes["client_id"]).toMatch(/^\d+$/u);
    expect(two?.attributes["client_id"]).toBe(one?.attributes["client_id"]);
    expect(three?.attributes["client_id"]).not.toBe(one?.attributes["client_id"]);
    expect(two?.id).not.toBe(one?.id);
  });

  test("a booking without a start takes the next free business time, each for somebody who has it", async ({
    sandbox,
  }) => {
    const places = new Set<string>();
    for (const number of [1, 2, 3, 4, 5, 6]) {
      const { data } = await bookByStaff(sandbox, { ...ZOE, lastName: `Kay ${number}` });
      const start = String(data.attributes["start"]);
      expect(start).toMatch(/ (09|1[0-6]):(00|15|30|45):00$/u);
      expect(new Date(`${start.slice(0, 10)}T12:00:00Z`).getUTCDay() % 6).not.toBe(0);
      places.add(`${start} ${JSON.stringify(data.relationships?.staff)}`);
    }
    expect(places.size).toBe(6);
  });

  test("a group session starts with nobody in it and stays when its last attendee cancels", async ({
    receiver,
    sandbox,
  }) => {
    const { data } = await bookByStaff(sandbox, { service: `${SERVICE.seminar}` });
    expect(data.attributes["group"]).toBe(true);
    const joined = (await act(sandbox, data.id, "attendees", ANN)).body;
    const attendee = joined.included.find(({ type }) => type === "attendees");
    const { body } = await act(sandbox, data.id, `attendees/${attendee?.id}/cancel`);

    expect(body.data.attributes["status"]).toBe("Confirmed");
    expect(await eventsInOrder(receiver, 3)).toStrictEqual([
      "appointment.created",
      "attendee.added",
      "attendee.cancelled",
    ]);
  });

  test("an appointment with nobody assigned is booked as such and can be given to somebody later", async ({
    sandbox,
  }) => {
    const { data } = await bookByStaff(sandbox, { ...ZOE, staff: null });
    expect(data.relationships?.staff.data).toStrictEqual([]);
    const { body } = await act(sandbox, data.id, "assign", { staff: `${STAFF.lena}` });
    expect(body.data.relationships?.staff.data).toStrictEqual([{ type: "users", id: "34" }]);
    expect(body.included.find(({ type }) => type === "users")?.attributes["last_name"]).toBe("Fox");
  });

  test("reset forgets the appointments but never uses an id again", async ({ sandbox }) => {
    const before = await bookByStaff(sandbox, ZOE);
    expect((await call(sandbox, "POST", "/sandbox/reset")).status).toBe(200);
    expect((await call(sandbox, "GET", "/sandbox/appointments")).body).toStrictEqual({ data: [] });
    expect((await call(sandbox, "GET", "/sandbox/deliveries")).body).toStrictEqual([]);
    const after = await bookByStaff(sandbox, ZOE);
    expect(Number(after.data.id)).toBeGreaterThan(Number(before.data.id));
  });
});

describe("what staff are refused", () => {
  test.for([
    ["a field that does not exist", { ...ZOE, phoneNumber: "1" }, /phoneNumber/u],
    ["a person without a name", { email: "x@example.com" }, /firstName: is needed.*lastName: is needed/u],
    ["a person nobody can reach", { firstName: "A", lastName: "B" }, /e-mail address or a cell phone/u],
    ["an unknown service", { ...ZOE, service: "99" }, /there is no service 99/u],
    [
      "a member of staff of another branch",
      { ...ZOE, staff: `${STAFF.dana}`, location: `${BRANCH.montreal}` },
      /Dana Roy does not work/u,
    ],
    ["a time that is no time", { ...ZOE, start: "2021-13-01 10:00:00" }, /YYYY-MM-DD HH:MM:SS/u],
    ["an hour that the clocks skip", { ...ZOE, start: "2021-03-14 02:30:00" }, /existing local time/u],
  ] as const)("%s is refused with a sentence that names it", async ([_what, body, sentence], { sandbox }) => {
    const answer = await call<{ error: string }>(sandbox, "POST", "/sandbox/appointments", body);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatch(sentence);
  });

  test("two appointments of one member of staff at one time are refused, whichever way they are made", async ({
    sandbox,
  }) => {
    const at = { staff: `${STAFF.dana}`, start: "2021-03-02 10:00:00" };
    const { id } = (await bookByStaff(sandbox, { ...ZOE, ...at })).data;
    const overlap = { ...ANN, staff: `${STAFF.dana}`, start: "2021-03-02 10:30:00" };
    expect((await call(sandbox, "POST", "/sandbox/appointments", overlap)).status).toBe(409);

    const later = (await bookByStaff(sandbox, { ...overlap, start: "2021-03-02 10:45:00" })).data.id;
    const moved = await act(sandbox, later, "reschedule", { start: "2021-03-02 10:15:00" });
    expect(moved).toMatchObject({
      status: 409,
      body: { error: "Dana Roy has another appointment at that time" },
    });

    await act(sandbox, id, "cancel");
    expect((await act(sandbox, later, "reschedule", { start: "2021-03-02 10:15:00" })).status).toBe(200);
    expect((await act(sandbox, id, "status", { status: "Confirmed" })).status).toBe(409);
  });

  test("what is cancelled, elsewhere or absent cannot be had", async ({ sandbox }) => {
    const { id } = (await bookByStaff(sandbox, ZOE)).data;
    await act(sandbox, id, "cancel");
    expect((await act(sandbox, id, "reschedule", { start: "2021-03-02 10:00:00" })).status).toBe(409);
    expect((await act(sandbox, id, "attendees", ANN)).status).toBe(409);
    const elsewhere = (await bookByStaff(sandbox, { ...ZOE, location: `${BRANCH.montreal}` })).data.id;
    expect((await act(sandbox, elsewhere, "assign", { staff: `${STAFF.dana}` })).status).toBe(400);
    expect((await act(sandbox, "1", "cancel")).status).toBe(404);
    expect((await call(sandbox, "GET", "/sandbox/nowhere")).status).toBe(404);
  });
});
