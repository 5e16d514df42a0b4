/** Which row of Dynamics is an appointment's, and what it is regarding. Over sockets. */
import { expect, test } from "vitest";
import type { FindClientResult } from "../../src/activities/clients.ts";
import { clientKey } from "../../src/appointments/appointment.ts";
import { annLee } from "../helpers/canonical.ts";
import { batchAnswer, json } from "../helpers/stand-in.ts";
import { finding, ids, nobody, queriesOf, row } from "./finding.ts";

/** An appointment's row as Dynamics answers it. */
function appointmentRow(differences: object) {
  return {
    activityid: "a1",
    modifiedon: "2026-03-04T15:00:00Z",
    statecode: 3,
    _regardingobjectid_value: null,
    regardingobjectid_lead_appointment: null,
    regardingobjectid_contact_appointment: null,
    ...differences,
  };
}
const regards = (table: string, id: string, client?: object) => ({
  _regardingobjectid_value: id,
  "_regardingobjectid_value@Microsoft.Dynamics.CRM.lookuplogicalname": table,
  ...(client && { [`regardingobjectid_${table}_appointment`]: { ...row, ...client } }),
});

/** The appointment's rows are found; nobody else is. */
async function standingOf(rows: readonly object[], activityId?: string) {
  const standing = { appointmentId: "81234", client: clientKey(annLee), ...(activityId && { activityId }) };
  const { found, asked } = await finding({ attendees: [annLee], staffEmails: [], standing }, () =>
    batchAnswer([200, nobody], [200, nobody], [200, { value: rows }]),
  );
  const { standing: result, clients } = found as FindClientResult;
  return {
    standing: result,
    client: clients[clientKey(annLee)],
    query: queriesOf(asked).get("appointments"),
    asked,
  };
}

test("the appointment's row is looked for under every id that it can have, and told with what it is regarding", async () => {
  const { standing, client, query, asked } = await standingOf(
    [appointmentRow(regards("opportunity", "o1"))],
    "a7",
  );
  const wanted = ["a7", ...ids.activityIdsFor("81234")].map((id) => `activityid eq ${id}`).join(" or ");
  expect(query?.get("$filter")).toBe(wanted);
  expect(asked[0]?.body).toContain(
    'Prefer: odata.include-annotations="Microsoft.Dynamics.CRM.lookuplogicalname"',
  );
  expect(standing).toEqual({
    activityId: "a1",
    modifiedAt: "2026-03-04T15:00:00Z",
    isClosed: false,
    regarding: { table: "opportunity", id: "o1" },
  });
  expect(client).toBeNull();
  expect((await standingOf([])).standing).toBeNull();
  expect((await standingOf([appointmentRow({})])).standing).not.toHaveProperty("regarding");
});

test("the lead or contact that the row is regarding is the client's, after merges the one it has become", async () => {
  const onLead = appointmentRow(regards("lead", "l1", { leadid: "l1" }));
  const { standing, client } = await standingOf([onLead]);
  expect(standing).toMatchObject({ regarding: { table: "lead", id: "l1" } });
  expect(standing).not.toHaveProperty("replacedBy");
  expect(client).toMatchObject({ table: "lead", id: "l1", basis: "stands on it" });
  const qualified = { leadid: "l1", statecode: 1, _parentcontactid_value: "c1" };
  const contactLater = await finding(
    { attendees: [], staffEmails: [], standing: { appointmentId: "1", client: "client:1" } },
    ({ method }) =>
      method === "GET"
        ? json(200, { value: [{ ...row, contactid: "c1" }] })
        : batchAnswer([200, { value: [appointmentRow(regards("lead", "l1", qualified))] }]),
  );
  expect(contactLater.found).toMatchObject({
    standing: { regarding: { table: "lead", id: "l1" }, replacedBy: { table: "contact", id: "c1" } },
    clients: { "client:1": { table: "contact", id: "c1" } },
  });
});

test("of two rows, which an older version wrote, the one told before is taken, else an open one, else the last changed", async () => {
  const one = appointmentRow({ activityid: "a1", statecode: 2, modifiedon: "2026-03-04T15:00:00Z" });
  const two = appointmentRow({ activityid: "a2", statecode: 3, modifiedon: "2026-03-04T14:00:00Z" });
  const three = appointmentRow({ activityid: "a3", statecode: 1, modifiedon: "2026-03-04T16:00:00Z" });
  const idOf = async (rows: readonly object[], told?: string) =>
    (await standingOf(rows, told)).standing?.activityId;
  for (const rows of [
    [one, two, three],
    [three, two, one],
  ]) {
    expect(await idOf(rows, "a1")).toBe("a1");
    expect(await idOf(rows, "gone")).toBe("a2");
    expect(await idOf(rows)).toBe("a2");
    expect(await idOf(rows.filter((other) => other !== two))).toBe("a3");
  }
});
