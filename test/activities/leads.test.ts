/** The one request that makes a lead, and what is made of each answer to it. Over sockets. */
import { expect, test } from "vitest";
import { createLead } from "../../src/activities/leads.ts";
import { createRowIds } from "../../src/appointments/ids.ts";
import { defaultMapping } from "../../src/appointments/mapping.ts";
import { createDataverseClient } from "../../src/dataverse/client.ts";
import { annLee, canonicalAppointment } from "../helpers/canonical.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { json, startStandIn, type Told } from "../helpers/stand-in.ts";

const ids = createRowIds("https://contoso.crm.dynamics.com", "acme");

async function creating(told: Told, client = annLee) {
  const standIn = closeAfterTest(await startStandIn(() => told));
  const { url, dispatcher } = standIn;
  const tokens = { get: async () => "token", renew: async () => "token" };
  const dataverse = createDataverseClient({ url, tokens, dispatcher });
  const input = { client, appointment: canonicalAppointment() };
  const link = await createLead(input, { dataverse, ids, mapping: defaultMapping }).catch(
    (error: unknown) => error,
  );
  return { link, asked: standIn.asked };
}

const made = { table: "lead", id: ids.leadIdFor(annLee), basis: "created", candidates: 0 };
const exists = {
  error: { code: "0x80040237", message: "A record with matching key values already exists." },
};

test("only ever creates, under the client's own id, and sends no empty column", async () => {
  const { link, asked } = await creating({ status: 204 });
  expect(link).toEqual(made);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ method: "PATCH", path: `/api/data/v9.2/leads(${made.id})` });
  // Without it a PATCH is an upsert: it would overwrite what a banker has changed in the lead since.
  expect(asked[0]?.headers["if-none-match"]).toBe("*");
  const columns = JSON.parse(asked[0]?.body ?? "") as Record<string, unknown>;
  expect(columns).toMatchObject({ firstname: "Ann", lastname: "Lee", emailaddress1: "ann.lee@example.com" });
  expect(Object.values(columns)).not.toContain(null);
});

test("a lead that is there already is as good as made", async () => {
  expect((await creating(json(412, exists))).link).toEqual(made);
  expect((await creating(json(412, {}))).link).toEqual(made);
});

test("another row with the same alternate key is no lead of ours, and no other refusal is taken for one", async () => {
  const otherKey = { error: { code: "0x80060892", message: "Entity Key violated." } };
  expect((await creating(json(412, otherKey))).link).toMatchObject({ facts: { status: 412 } });
  for (const status of [400, 403, 404, 409, 429, 500, 503]) {
    expect((await creating(json(status, exists))).link).toMatchObject({ facts: { status } });
  }
  expect((await creating("drop")).link).toMatchObject({ facts: { kind: "transport" } });
});
