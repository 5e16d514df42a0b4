import { describe, expect } from "vitest";
import type { Resource } from "./receiver.ts";
import { test } from "./fixtures.ts";
import type { Document, Errors } from "./requests.ts";
import { call, deliveries, OPEN } from "./requests.ts";
import { BRANCH, SERVICE, STAFF } from "./seed-ids.ts";

const zoe = { first_name: "Zoe", last_name: "Kay", cell_phone: "+1 416 555 0199", lang: "fr" };

function standing(attributes: object, type = "client") {
  return {
    data: {
      type: "queue-appointments",
      attributes: {
        location_id: BRANCH.toronto,
        service_id: SERVICE.mortgage,
        meeting_method: 1,
        ...attributes,
      },
      relationships: { client: { data: { type, attributes: zoe } } },
    },
  };
}

describe("walking in", () => {
  test("who takes a number is there at once, with the staff they prefer, and it is told as a walk-in", async ({
    receiver,
    sandbox,
  }) => {
    const wanted = {
      notes: "In a hurry",
      preferred_staff_id: STAFF.priya,
      booked_through: 4,
      source: "kiosk",
    };
    const { status, body } = await call<Document>(
      sandbox,
      "POST",
      `${OPEN}/queue-appointments`,
      standing(wanted),
    );
    expect(status).toBe(201);
    expect(body.data.attributes).toMatchObject({
      walk_in: true,
      status: "Arrived",
      notes: "In a hurry",
      booked_through: 4,
      utm: { source: "kiosk" },
    });
    expect(body.data.relationships?.staff.data).toStrictEqual([{ type: "users", id: "33" }]);
    const [event] = await receiver.arrived(1);
    expect(event?.body.event).toBe("walkin.created");
    expect(event?.body.data).toStrictEqual(body.data);
  });

  test("a language is a preference, and who cannot be helped there is refused", async ({ sandbox }) => {
    const french = standing({ preferred_lang: "fr", service_id: SERVICE.education }, "clients");
    const { body } = await call<Document>(sandbox, "POST", `${OPEN}/queue-appointments`, french);
    expect(body.data.relationships?.staff.data).toStrictEqual([{ type: "users", id: "32" }]);
    const nobody = standing({ location_id: BRANCH.halifax, service_id: SERVICE.businessLending });
    expect(await call<Errors>(sandbox, "POST", `${OPEN}/queue-appointments`, nobody)).toMatchObject({
      status: 422,
      body: { errors: [{ source: { pointer: "/data/attributes/service_id" } }] },
    });
  });
});

describe("waiting", () => {
  test("a place on the list can be read, changed and given up, and no webhook tells of it", async ({
    sandbox,
  }) => {
    const { data } = standing({ notes: "Mornings" }, "clients");
    const body = { data: { ...data, type: "requests" } };
    const made = await call<{ data: Resource }>(sandbox, "POST", `${OPEN}/requests`, body);
    expect(made).toMatchObject({
      status: 201,
      body: {
        data: {
          type: "requests",
          attributes: {
            service_id: `${SERVICE.mortgage}`,
            location_id: `${BRANCH.toronto}`,
            notes: "Mornings",
          },
        },
      },
    });
    const { id, relationships } = made.body.data;
    const client = JSON.stringify(relationships).match(/"id":"(\d+)"/u)?.[1];
    const path = `${OPEN}/clients/${client}/requests/${id}`;
    expect((await call(sandbox, "GET", path)).body).toStrictEqual(made.body);
    const later = { data: { attributes: { notes: "Evenings", service_id: SERVICE.account } } };
    expect((await call(sandbox, "PATCH", path, later)).body).toMatchObject({
      data: { attributes: { notes: "Evenings", service_id: `${SERVICE.mortgage}` } },
    });
    expect((await call(sandbox, "GET", `${OPEN}/clients/5501/requests/${id}`)).status).toBe(404);
    expect((await call(sandbox, "DELETE", path)).status).toBe(204);
    expect((await call(sandbox, "GET", path)).status).toBe(404);
    expect(await deliveries(sandbox)).toStrictEqual([]);
  });

  test("a request without a client is refused", async ({ sandbox }) => {
    const body = { data: { attributes: { service_id: SERVICE.mortgage }, relationships: {} } };
    expect((await call(sandbox, "POST", `${OPEN}/requests`, body)).status).toBe(422);
  });
});
