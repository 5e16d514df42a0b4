/** Which row an appointment is saved to, and when it may be put on the client's: over sockets. */
import { expect, test } from "vitest";
import type { SaveAppointmentInput, SavedAppointment } from "../../src/activities/appointments.ts";
import { findTarget } from "../../src/activities/save-target.ts";
import type { StandingRow } from "../../src/activities/standing-row.ts";
import { clientKey } from "../../src/appointments/appointment.ts";
import { createRowIds } from "../../src/appointments/ids.ts";
import type { ClientLink } from "../../src/appointments/matching.ts";
import type { RowRef } from "../../src/appointments/row-ref.ts";
import { createDataverseClient } from "../../src/dataverse/client.ts";
import { annLee, canonicalAppointment } from "../helpers/canonical.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { batchAnswer, json, startStandIn, type Told } from "../helpers/stand-in.ts";

const ids = createRowIds("https://contoso.crm.dynamics.com", "acme");
const appointment = canonicalAppointment();
const lead = { table: "lead", id: "1ead" } as const;
const other = { table: "lead", id: "07be" } as const;
const contact = { table: "contact", id: "c0" } as const;
const opportunity = { table: "opportunity", id: "099" } as const;

async function target(
  input: Pick<SaveAppointmentInput, "previous" | "standing">,
  regarding: RowRef = lead,
  answer: Told = { status: 500 },
  basis: ClientLink["basis"] = "email and name",
) {
  const { url, dispatcher, asked } = closeAfterTest(await startStandIn(() => answer));
  const tokens = { get: async () => "token", renew: async () => "token" };
  const dataverse = createDataverseClient({ url, tokens, dispatcher });
  const link = { ...regarding, basis, candidates: 1 };
  const found = await findTarget(
    { appointment, regarding: link, clients: {}, users: {}, ...input },
    { dataverse, ids },
  );
  return { found, asked };
}

function savedWith(regarding: RowRef | undefined, statecode = 3): SavedAppointment {
  return {
    activityId: "0a9b",
    statecode,
    statuscode: statecode,
    how: "updated",
    owner: { reason: "" },
    partiesFingerprint: "",
    ...(regarding && { regarding }),
  };
}

/** A row of appointments as Dynamics answers it; `client`: more columns of the lead or contact. */
function rowOn(regarding: { readonly table: string; readonly id: string } | undefined, client: object = {}) {
  const { table = "", id = null } = regarding ?? {};
  const isClient = table === "lead" || table === "contact";
  return {
    activityid: "0a9b",
    modifiedon: "2026-03-04T15:00:00Z",
    statecode: 3,
    _regardingobjectid_value: id,
    ...(id !== null && { "_regardingobjectid_value@Microsoft.Dynamics.CRM.lookuplogicalname": table }),
    ...(isClient && { [`regardingobjectid_${table}_appointment`]: { [`${table}id`]: id, ...client } }),
  };
}

const rows = (...value: readonly object[]) => [200, { value }] as const;

test("a row that this run has written is used whatever id we would give it, without a question", async () => {
  const { found, asked } = await target({ previous: savedWith(lead), standing: null });
  expect(found).toEqual({ activityId: "0a9b", firstForm: "updated", isToBePutOnClient: false });
  expect((await target({ previous: savedWith(lead, 1) })).found.firstForm).toBe("reopened");
  expect(asked).toHaveLength(0);
});

test.each<[string, boolean, RowRef | undefined, { table: string; id: string } | undefined, object?]>([
  ["where we put it", true, other, other],
  ["on the row that ours was merged into", true, other, contact],
  ["on nothing", true, other, undefined],
  ["on an opportunity", false, other, opportunity],
  ["on a table of the bank's own", false, other, { table: "coco_case", id: "1" }],
  ["on another lead, put there by somebody", false, other, { table: "lead", id: "b4" }],
  ["on a client, after a save that may have failed", true, undefined, other],
  ["on an opportunity, after a save that may have failed", false, undefined, opportunity],
  ["on nothing, after a save that may have failed", true, undefined, undefined],
])("of another client's row now, it is moved or not: it stands %s", async (what, moves, before, now) => {
  const merged = what.includes("merged") && { merged: true, _masterid_value: now?.id };
  const table = what.includes("merged") ? "contact" : before?.table;
  const previous = savedWith(before && table === "contact" ? { table, id: before.id } : before);
  const client = rows(...(before ? [{ [`${table}id`]: before.id, statecode: 0, ...merged }] : []));
  const answer = batchAnswer(rows(rowOn(now)), ...(before ? [client] : []));
  const { found, asked } = await target({ previous }, lead, answer);
  expect(found).toEqual({ activityId: "0a9b", firstForm: "updated", isToBePutOnClient: moves });
  expect(asked).toHaveLength(1);
});

test("a client whose row is looked up anew is no reason to move what stands on the row before, unless it was booked from", async () => {
  const client = clientKey(annLee);
  const answer = batchAnswer(rows(rowOn(other)), rows({ leadid: other.id, statecode: 0 }));
  const moved = async (previous: SavedAppointment, basis?: "booked from", answered = answer) =>
    (await target({ previous }, lead, answered, basis)).found.isToBePutOnClient;
  expect(await moved({ ...savedWith(other), client })).toBe(false);
  expect(await moved({ ...savedWith(other), client: "client:another" })).toBe(true);
  expect(await moved({ ...savedWith(other), client }, "booked from")).toBe(true);
  // A save of another client's row has failed since: nobody knows whose it stands on.
  const unsure = batchAnswer(rows(rowOn(other)));
  expect(await moved({ ...savedWith(undefined), client }, undefined, unsure)).toBe(true);
});

test("a row that is gone meanwhile may be put on the client's when it is made anew", async () => {
  const { found } = await target({ previous: savedWith(other) }, lead, batchAnswer(rows(), rows()));
  expect(found.isToBePutOnClient).toBe(true);
});

test.each<[string, boolean, Partial<StandingRow>]>([
  ["the client's row", false, { regarding: lead }],
  ["another client's", false, { regarding: other }],
  ["an opportunity", false, { regarding: opportunity }],
  ["nothing: somebody cleared it", false, {}],
  ["a row that was merged into the client's", true, { regarding: other, replacedBy: lead }],
  ["a row that was merged into another", false, { regarding: other, replacedBy: contact }],
])("a row that was found, regarding %s", async (_what, moves, differences) => {
  const standing = { activityId: "f0", modifiedAt: "2026-03-04T15:00:00Z", isClosed: true, ...differences };
  const { found, asked } = await target({ standing });
  expect(found).toEqual({ activityId: "f0", firstForm: "reopened", isToBePutOnClient: moves });
  expect(asked).toHaveLength(0);
});

test("without a row that was found one is made, under its id", async () => {
  const { found, asked } = await target({ standing: null });
  expect(found).toEqual({
    activityId: ids.activityIdFor(appointment.id),
    firstForm: "written",
    isToBePutOnClient: true,
  });
  expect(asked).toHaveLength(0);
});

test("a run of an older version that did not look for the row does not write a second one", async () => {
  const { found, asked } = await target({}, lead, json(200, { value: [rowOn(opportunity)] }));
  expect(found).toEqual({ activityId: "0a9b", firstForm: "updated", isToBePutOnClient: false });
  expect(asked).toHaveLength(1);
  for (const id of ids.activityIdsFor(appointment.id)) expect(asked[0]?.path).toContain(id);
  const merged = rowOn(other, { leadid: other.id, merged: true, _masterid_value: lead.id });
  expect((await target({}, lead, json(200, { value: [merged] }))).found.isToBePutOnClient).toBe(true);
  expect((await target({}, lead, json(200, { value: [] }))).found.firstForm).toBe("written");
});
