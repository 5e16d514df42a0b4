/** The one request that makes a lead, and what is made of each answer to it. Over sockets. */
import { expect, test } from "vitest";
import { type ClaimLead, createLead } from "../../src/activities/leads.ts";
import { createRowIds } from "../../src/appointments/ids.ts";
import { defaultMapping } from "../../src/appointments/mapping.ts";
import { createDataverseClient } from "../../src/dataverse/client.ts";
import { DataverseError } from "../../src/dataverse/errors.ts";
import { annLee, canonicalAppointment } from "../helpers/canonical.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { type Asked, batchAnswer, json, startStandIn, type Told, written } from "../helpers/stand-in.ts";

const ids = createRowIds("https://contoso.crm.dynamics.com", "acme");

/** The first to claim, unless told otherwise. */
const unclaimed: ClaimLead = async (_client, ownLeadId) => ownLeadId;

async function creating(
  told: Told | ((asked: Asked) => Told),
  { client = annLee, claimLead = unclaimed }: { client?: typeof annLee; claimLead?: ClaimLead } = {},
) {
  const standIn = closeAfterTest(
    await startStandIn((asked) => (typeof told === "function" ? told(asked) : told)),
  );
  const { url, dispatcher } = standIn;
  const tokens = { get: async () => "token", renew: async () => "token" };
  const dataverse = createDataverseClient({ url, tokens, dispatcher });
  const input = { client, appointment: canonicalAppointment() };
  const link = await createLead(input, { dataverse, ids, mapping: defaultMapping, claimLead }).catch(
    (error: unknown) => error,
  );
  return { link, asked: standIn.asked };
}

const made = { table: "lead", id: ids.leadIdFor(annLee), basis: "created", candidates: 0 };
const exists = {
  error: { code: "0x80040237", message: "A record with matching key values already exists." },
};

test("only ever creates, under the client's own id, and sends no empty column", async () => {
  const { link, asked } = await creating(written);
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
  for (const code of ["", "0x0"]) {
    const { message } = exists.error;
    expect((await creating(json(412, { error: { code, message } }))).link).toEqual(made);
  }
});

test.each<[string, Told]>([
  [
    "a duplicate detection rule refuses",
    json(412, { error: { code: "0x80040333", message: "a duplicate" } }),
  ],
  ["has another lead's alternate key", json(412, { error: { code: "0x80060892", message: "Key" } })],
  ["meets a version of the row", json(412, { error: { code: "0x80060882", message: "version" } })],
  ["a proxy answers 412 for", { status: 412, body: "<html></html>" }],
  ["a proxy answers 412 in JSON for", json(412, { message: "Precondition Failed" })],
])("a lead that %s was not made", async (_what, told) => {
  expect((await creating(told)).link).toBeInstanceOf(DataverseError);
});

test("another row with the same alternate key is no lead of ours, and no other refusal is taken for one", async () => {
  const otherKey = { error: { code: "0x80060892", message: "Entity Key violated." } };
  expect((await creating(json(412, otherKey))).link).toMatchObject({ facts: { status: 412 } });
  for (const status of [400, 403, 404, 409, 429, 500, 503]) {
    expect((await creating(json(status, exists))).link).toMatchObject({ facts: { status } });
  }
  expect((await creating("drop")).link).toMatchObject({ facts: { kind: "transport" } });
});

const others = "11111111-1111-5111-8111-111111111111";
const theirs: ClaimLead = async (_client, ownLeadId, staleLeadId) =>
  staleLeadId === undefined ? others : ownLeadId;
const theirLead = {
  leadid: others,
  firstname: "ANN",
  lastname: "Leé",
  emailaddress1: "Ann.Lee@example.com",
  statecode: 0,
  merged: false,
  createdon: "2026-01-01T00:00:00Z",
};
/** Every lead exists but our own, and a look-up finds one; the row that it became is not found. */
const standing = (lead: object | undefined) => (asked: Asked) => {
  if (asked.path.endsWith("$batch")) {
    const isLookUp = asked.body.includes("contacts?") && asked.body.includes("leads?");
    return isLookUp
      ? batchAnswer([200, { value: [] }], [200, { value: lead ? [lead] : [] }])
      : batchAnswer([200, { value: [] }]);
  }
  return asked.path.includes(made.id) ? written : json(412, exists);
};
const pathsOf = (asked: readonly Asked[]) => asked.map(({ path }) => path.replace("/api/data/v9.2/", ""));

test("under another's claim the lead is created with their id: they may have died before they did", async () => {
  const { link, asked } = await creating(written, { claimLead: theirs });
  expect(link).toEqual({ ...made, id: others });
  expect(pathsOf(asked)).toEqual([`leads(${others})`]);
  expect(asked[0]?.headers["if-none-match"]).toBe("*");
});

test("a lead that another's claim has made already is the client's, if it is still this person's", async () => {
  const { link, asked } = await creating(standing(theirLead), { claimLead: theirs });
  expect(link).toEqual({ table: "lead", id: others, basis: "email and name", candidates: 1 });
  expect(pathsOf(asked)).toEqual([`leads(${others})`, "$batch"]);
});

test("what that lead was merged or qualified into since is the client", async () => {
  const master = { ...theirLead, statecode: 2, merged: true, _masterid_value: "0a57" };
  expect((await creating(standing(master), { claimLead: theirs })).link).toMatchObject({ id: "0a57" });
  const qualified = { ...theirLead, statecode: 1, _parentcontactid_value: "c0" };
  expect((await creating(standing(qualified), { claimLead: theirs })).link).toMatchObject({
    table: "contact",
    id: "c0",
  });
});

test.each([
  ["was disqualified", { ...theirLead, statecode: 2 }],
  ["was given to somebody else", { ...theirLead, lastname: "Li" }],
  ["is being deleted", undefined],
])("a claimed lead that %s is left alone, and the next claim decides", async (_what, lead) => {
  const claims: unknown[] = [];
  const claimLead: ClaimLead = (client, ...rest) => {
    claims.push(rest);
    return theirs(client, ...rest);
  };
  const { link, asked } = await creating(standing(lead), { claimLead });
  expect(link).toEqual(made);
  expect(claims).toEqual([[made.id], [made.id, others]]);
  expect(pathsOf(asked)).toEqual([`leads(${others})`, "$batch", `leads(${made.id})`]);
});

test("claims of leads that are all stale come to an end: with the client's own lead", async () => {
  let claims = 0;
  const claimLead: ClaimLead = async () => `${others.slice(0, -1)}${++claims}`;
  const { link } = await creating(standing(undefined), { claimLead });
  expect(link).toEqual(made);
  expect(claims).toBe(5);
});

test("without an answer about the claim no lead is made", async () => {
  const claimLead: ClaimLead = () => Promise.reject(new Error("no answer"));
  const { link, asked } = await creating(written, { claimLead });
  expect(link).toBeInstanceOf(Error);
  expect(asked).toEqual([]);
});
