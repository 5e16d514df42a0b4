import { expect, test } from "vitest";
import { appointmentId, leadId, openSandbox, rowsOf, type SandboxClient } from "./sandbox-client.ts";

const taskId = appointmentId.replaceAll("2", "6");
const regarding = (table: string) => ({
  [`regardingobjectid_lead_${table}@odata.bind`]: `/leads(${leadId})`,
});

async function withTimeline() {
  const caller = await openSandbox();
  for (const [set, body] of [
    ["leads", { leadid: leadId, firstname: "Ann", lastname: "Lee", emailaddress1: "ann.lee@example.com" }],
    ["appointments", { activityid: appointmentId, subject: "Advice", ...regarding("appointment") }],
    ["tasks", { activityid: taskId, subject: "Collect papers", ...regarding("task") }],
    ["phonecalls", { subject: "Called", directioncode: false, ...regarding("phonecall") }],
    ["emails", { subject: "Wrote", ...regarding("email") }],
  ] as const) {
    const answer = await caller.write("POST", set, body);
    if (answer.status !== 204) throw new Error(answer.text);
  }
  return caller;
}

async function timeline(caller: SandboxClient): Promise<unknown[]> {
  const path = `activitypointers?$select=subject,activitytypecode,statecode&$filter=_regardingobjectid_value eq ${leadId}&$orderby=activitytypecode`;
  return rowsOf(await caller.get(path)).map((row) => [row.activitytypecode, row.subject, row.statecode]);
}

test("one query finds the activities of every kind that regard somebody", async () => {
  await using caller = await withTimeline();
  expect(await timeline(caller)).toEqual([
    ["appointment", "Advice", 0],
    ["email", "Wrote", 0],
    ["phonecall", "Called", 0],
    ["task", "Collect papers", 0],
  ]);
  const expanded = await caller.get(`leads(${leadId})?$expand=Lead_Tasks($select=subject)`);
  expect(expanded.json.Lead_Tasks).toMatchObject([{ subject: "Collect papers" }]);
});

test("what the timeline shows follows changes, new states and deletions", async () => {
  await using caller = await withTimeline();
  await caller.write("PATCH", `tasks(${taskId})`, { subject: "Papers collected", statecode: 1 });
  await caller.send("DELETE", `appointments(${appointmentId})`);
  expect(await timeline(caller)).toEqual([
    ["email", "Wrote", 0],
    ["phonecall", "Called", 0],
    ["task", "Papers collected", 1],
  ]);
  await caller.control("POST", "privileges", { grant: ["prvDeleteLead"] });
  await caller.send("DELETE", `leads(${leadId})`);
  expect(await timeline(caller)).toEqual([]);
  expect((await caller.get(`tasks(${taskId})`)).status).toBe(404);
});

test("activities of all kinds share their ids", async () => {
  await using caller = await withTimeline();
  const twin = await caller.write("POST", "tasks", { activityid: appointmentId, subject: "x" });
  expect([twin.status, twin.json]).toMatchObject([412, { error: { code: "0x80040237" } }]);
});

test("pointers are written by the service only", async () => {
  await using caller = await withTimeline();
  for (const answer of [
    await caller.write("POST", "activitypointers", { subject: "x" }),
    await caller.write("PATCH", `activitypointers(${taskId})`, { subject: "x" }),
    await caller.send("DELETE", `activitypointers(${taskId})`),
  ]) {
    expect([answer.status, answer.json]).toMatchObject([400, { error: { code: "0x80040800" } }]);
  }
});

test("each kind of activity has its own parties", async () => {
  await using caller = await withTimeline();
  const me = String((await caller.get("WhoAmI")).json.UserId);
  const from = { "partyid_systemuser@odata.bind": `/systemusers(${me})`, participationtypemask: 1 };
  const to = { "partyid_lead@odata.bind": `/leads(${leadId})`, participationtypemask: 2 };
  const email = { activityid: leadId, subject: "Mail", email_activity_parties: [from, to] };
  expect((await caller.write("POST", "emails", email)).status).toBe(204);
  const parties = rowsOf(
    await caller.get(`emails(${leadId})/email_activity_parties?$orderby=participationtypemask`),
  );
  expect(parties.map((party) => [party.participationtypemask, party.partyidname])).toEqual([
    [1, "# Appointment sync"],
    [2, "Ann Lee"],
    [9, "# Appointment sync"],
  ]);
  const organizer = await caller.write("POST", "emails", {
    subject: "x",
    email_activity_parties: [{ ...to, participationtypemask: 7 }],
  });
  expect(organizer.json).toMatchObject({ error: { code: "0x80043506" } });
});

test("tasks, calls and mails have states of their own", async () => {
  await using caller = await withTimeline();
  const task = `tasks(${taskId})`;
  expect((await caller.get(task)).json).toMatchObject({ statecode: 0, statuscode: 2 });
  await caller.write("PATCH", task, { statecode: 1 });
  expect((await caller.get(task)).json).toMatchObject({ statecode: 1, statuscode: 5 });
  const late = await caller.write("PATCH", task, { subject: "Late" });
  expect([late.status, late.json]).toMatchObject([400, { error: { code: "0x80040230" } }]);
});

test("notes belong to whatever they are about", async () => {
  await using caller = await withTimeline();
  const grant = ["Create", "Read", "Append"].map((verb) => `prv${verb}Note`);
  await caller.control("POST", "privileges", { grant });
  const note = { subject: "Prefers mornings", "objectid_lead@odata.bind": `/leads(${leadId})` };
  expect((await caller.write("POST", "annotations", note)).status).toBe(204);
  const [found] = rowsOf(await caller.get(`annotations?$filter=_objectid_value eq ${leadId}`));
  expect(found).toMatchObject({ subject: "Prefers mornings", objecttypecode: "lead" });
});

test("the seeded bank has a little history of every kind", async () => {
  await using caller = await openSandbox();
  const kinds = rowsOf(await caller.get("activitypointers")).map((row) => row.activitytypecode);
  expect(new Set(kinds)).toEqual(new Set(["appointment", "task", "phonecall", "email"]));
  const parties = rowsOf(await caller.get("activityparties"));
  await using other = await openSandbox();
  expect(rowsOf(await other.get("activityparties"))).toEqual(parties);
});

test("what names a table is read by people as the table's display name", async () => {
  await using caller = await openSandbox();
  const prefer = 'odata.include-annotations="OData.Community.Display.V1.FormattedValue"';
  const { json } = await caller.get(
    "activitypointers?$select=activitytypecode&$filter=activitytypecode eq 'phonecall'&$top=1",
    { prefer },
  );
  expect(json.value).toMatchObject([
    {
      activitytypecode: "phonecall",
      "activitytypecode@OData.Community.Display.V1.FormattedValue": "Phone Call",
    },
  ]);
  const column = await caller.get(
    "EntityDefinitions(LogicalName='appointment')/Attributes(LogicalName='activitytypecode')?$select=AttributeType",
  );
  expect(column.json).toMatchObject({
    "@odata.type": "#Microsoft.Dynamics.CRM.EntityNameAttributeMetadata",
    AttributeType: "EntityName",
  });
  const choices = await caller.get(
    "EntityDefinitions(LogicalName='appointment')/Attributes/Microsoft.Dynamics.CRM.EnumAttributeMetadata?$select=LogicalName&$expand=OptionSet",
  );
  expect(choices.status).toBe(200);
});
