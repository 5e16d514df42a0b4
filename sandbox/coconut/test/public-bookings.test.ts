import { describe, expect } from "vitest";
import type { CoconutSandbox } from "../src/server.ts";
import type { Resource } from "./receiver.ts";
import { test } from "./fixtures.ts";
import type { Document, Errors } from "./requests.ts";
import { call, deliveries, OPEN, openBooking } from "./requests.ts";
import { SERVICE, STAFF } from "./seed-ids.ts";

async function book(sandbox: CoconutSandbox, attributes: object = {}, attendee: object = {}) {
  const answer = await call<Document>(
    sandbox,
    "POST",
    `${OPEN}/appointments`,
    openBooking(attributes, attendee),
  );
  const { data, included, meta } = answer.body;
  return { status: answer.status, id: data.id, code: meta?.code ?? "", data, included };
}

function attendeeOf(included: Resource[]): Resource | undefined {
  return included.find(({ type }) => type === "attendees");
}

describe("booking", () => {
  test("a booking is answered with the appointment and its code, and told without the code", async ({
    receiver,
    sandbox,
  }) => {
    const booked = await book(
      sandbox,
      {},
      { notes: "Wheelchair", phone: "+1 416 555 0177", external_id: "lead-1" },
    );
    expect(booked.status).toBe(201);
    expect(booked.data.attributes).toMatchObject({
      start: "2021-03-02 10:00:00",
      end: "2021-03-02 10:45:00",
    });
    const [event] = await receiver.arrived(1);
    expect(event?.body.data).toStrictEqual(booked.data);
    expect(event?.raw).not.toContain(booked.code);
    expect(attendeeOf(event?.body.included ?? [])?.attributes).toMatchObject({
      external_id: "lead-1",
      notes: "Wheelchair",
      phone: "+1 416 555 0177",
    });
  });

  test("anyone is somebody who is free, until nobody is", async ({ sandbox }) => {
    const staff = [];
    for (let count = 0; count < 4; count += 1) {
      const { data } = await book(sandbox, { staff_id: null });
      staff.push(data.relationships?.staff.data[0]?.id);
    }
    expect(staff).toStrictEqual(["31", "32", "33", "34"]);
    const full = await call<Errors>(sandbox, "POST", `${OPEN}/appointments`, openBooking({ staff_id: null }));
    expect(full.status).toBe(409);
  });

  test("start is read in the given zone; a visit is told in the branch's clock, a call in the caller's", async ({
    sandbox,
  }) => {
    const paris = { start: "2021-03-02 16:00:00", timezone: "Europe/Paris" };
    const visit = await book(sandbox, paris);
    const video = await book(sandbox, { ...paris, meeting_method: 3, staff_id: STAFF.marc });
    expect(visit.data.attributes).toMatchObject({
      start: "2021-03-02 10:00:00",
      timezone: "America/Toronto",
    });
    expect(video.data.attributes).toMatchObject({ start: "2021-03-02 16:00:00", timezone: "Europe/Paris" });
  });

  test("several services add up, and additional staff are there too", async ({ sandbox }) => {
    const { data } = await book(sandbox, {
      service_id: [SERVICE.mortgage, SERVICE.account],
      additional_staff_id: STAFF.priya,
    });
    expect(data.attributes["end"]).toBe("2021-03-02 11:15:00");
    expect(data.relationships?.staff.data).toStrictEqual([
      { type: "users", id: "31" },
      { type: "users", id: "33" },
    ]);
  });
});

describe("with the code", () => {
  test("a booking can be read, moved and cancelled by its attendee", async ({ receiver, sandbox }) => {
    const { id, code, included } = await book(sandbox);
    const read = await call<Document>(sandbox, "GET", `${OPEN}/appointments?id=${id}&code=${code}`);
    expect(read.body.data.id).toBe(id);

    const body = { data: { type: "appointments", attributes: { start: "2021-03-04 09:30:00" } } };
    const moved = await call<Document>(sandbox, "PATCH", `${OPEN}/appointments/${id}?code=${code}`, body);
    expect(moved.body.data).toMatchObject({ id, attributes: { start: "2021-03-04 09:30:00" } });

    const path = `${OPEN}/appointments/${id}/${attendeeOf(included)?.id}?code=${code}`;
    expect(await call(sandbox, "DELETE", path)).toStrictEqual({ status: 204, body: undefined });
    expect((await call(sandbox, "DELETE", path)).status).toBe(409);

    const names = (await receiver.arrived(4)).map(({ body: event }) => event.event).toSorted();
    expect(names).toStrictEqual([
      "appointment.cancelled",
      "appointment.created",
      "appointment.rescheduled",
      "attendee.cancelled",
    ]);
  });

  test("one of two attendees cancels and the appointment stands", async ({ sandbox }) => {
    const { id, code, included } = await book(sandbox);
    const more = {
      data: [
        { type: "attendees", attributes: { first_name: "Bo", last_name: "Kay", email: "bo@example.com" } },
      ],
    };
    expect(
      (await call(sandbox, "PUT", `${OPEN}/appointments/${id}/attendees?code=${code}`, more)).status,
    ).toBe(200);
    await call(sandbox, "DELETE", `${OPEN}/appointments/${id}/${attendeeOf(included)?.id}?code=${code}`);
    const { body } = await call<Document>(sandbox, "GET", `${OPEN}/appointments?id=${id}&code=${code}`);
    expect(body.data.attributes["status"]).toBe("Confirmed");
    const people = body.included.filter(({ type }) => type === "attendees");
    expect(people.map(({ attributes }) => attributes["status"])).toStrictEqual(["Cancelled", "Confirmed"]);
  });

  test("a wrong code is answered like a wrong id", async ({ sandbox }) => {
    const { id } = await book(sandbox);
    const wrongCode = await call<Errors>(sandbox, "GET", `${OPEN}/appointments?id=${id}&code=x`);
    const wrongId = await call<Errors>(sandbox, "GET", `${OPEN}/appointments?id=1&code=x`);
    expect(wrongCode.status).toBe(404);
    expect(wrongCode).toStrictEqual(wrongId);
    const missing = await call<Errors>(sandbox, "GET", `${OPEN}/appointments?id=${id}`);
    expect(missing).toMatchObject({ status: 422, body: { errors: [{ source: { parameter: "code" } }] } });
  });
});

describe("what is refused", () => {
  const attendee = "/data/relationships/attendees/data/0/attributes";
  test.for([
    ["no start", { start: undefined }, {}, "/data/attributes/start"],
    ["a start with a zone", { start: "2021-03-02T10:00:00Z" }, {}, "/data/attributes/start"],
    ["an unknown zone", { timezone: "Mars/Olympus" }, {}, "/data/attributes/timezone"],
    ["an unknown service", { service_id: 99 }, {}, "/data/attributes/service_id"],
    ["an unknown location", { location_id: 99 }, {}, "/data/attributes/location_id"],
    ["a location that is no id", { location_id: { a: 1 } }, {}, "/data/attributes/location_id"],
    ["unknown staff", { staff_id: 99 }, {}, "/data/attributes/staff_id"],
    ["an unknown meeting method", { meeting_method: 9 }, {}, "/data/attributes/meeting_method"],
    ["no last name", {}, { last_name: "" }, `${attendee}/last_name`],
    ["an e-mail that is none", {}, { email: "zoe" }, `${attendee}/email`],
  ] as const)("%s is named by a pointer", async ([_what, attributes, person, pointer], { sandbox }) => {
    const answer = await call<Errors>(
      sandbox,
      "POST",
      `${OPEN}/appointments`,
      openBooking(attributes, person),
    );
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ status: "422", title: "Invalid", source: { pointer } }]);
  });

  test("a taken time is a conflict and tells nobody", async ({ sandbox }) => {
    await book(sandbox);
    const taken = await call<Errors>(sandbox, "POST", `${OPEN}/appointments`, openBooking());
    expect(taken).toMatchObject({ status: 409, body: { errors: [{ status: "409", title: "Conflict" }] } });
    expect(await deliveries(sandbox)).toHaveLength(1);
  });

  test.for([
    ["broken JSON", "POST", "/appointments", '{"data":', 400],
    ["a bare string", "POST", "/appointments", '"data"', 400],
    ["a list", "POST", "/appointments", "[]", 422],
    ["too large a body", "POST", "/appointments", JSON.stringify({ data: "x".repeat(300_000) }), 413],
    ["a malformed address", "DELETE", "/appointments/%E0%A4%A/1", undefined, 400],
    ["an address that is not there", "GET", "/nowhere", undefined, 404],
  ] as const)(
    "%s is answered in JSON:API and shows nothing of the inside",
    async ([_what, method, path, body, status], { sandbox }) => {
      const response = await fetch(`${sandbox.url}${OPEN}${path}`, {
        method,
        ...(body !== undefined && { body }),
      });
      const text = await response.text();
      expect(response.status).toBe(status);
      const answer: Errors = JSON.parse(text);
      expect(answer.errors[0]?.status).toBe(String(status));
      expect(text).not.toMatch(/node_modules|\.ts|at \w+ \(/u);
    },
  );
});
