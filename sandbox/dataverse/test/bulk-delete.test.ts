import { expect, test } from "vitest";
import { leadId, openSandbox, rowsOf, type SandboxClient } from "./sandbox-client.ts";

async function openForJobs() {
  const caller = await openSandbox();
  await caller.control("POST", "clock", { freeze: true });
  return caller;
}

const advance = (caller: SandboxClient, advanceMs: number) => caller.control("POST", "clock", { advanceMs });

const order = (criteria: unknown, more: Record<string, unknown> = {}) => ({
  QuerySet: [{ EntityName: "lead", Criteria: criteria }],
  JobName: "Clean up",
  SendEmailNotification: false,
  ToRecipients: [],
  CCRecipients: [],
  RecurrencePattern: "",
  StartDateTime: "2020-01-01T00:00:00Z",
  ...more,
});

const condition = (name: string, operator: string, ...values: unknown[]) => ({
  AttributeName: name,
  Operator: operator,
  Values: values.map((value) => ({ Value: value, Type: "System.String" })),
});

async function job(caller: SandboxClient, id: unknown) {
  return (await caller.get(`asyncoperations(${String(id)})`)).json;
}

test("a bulk delete is a job that waits, runs and has deleted what its query selects", async () => {
  await using caller = await openForJobs();
  await caller.write("POST", "leads", { leadid: leadId, lastname: "Lee" });
  const before = rowsOf(await caller.get("leads")).length;
  const answer = await caller.write(
    "POST",
    "BulkDelete",
    order({ FilterOperator: "And", Conditions: [condition("leadid", "In", leadId)] }),
  );
  expect([answer.status, answer.json]).toEqual([
    200,
    {
      "@odata.context": `${caller.sandbox.url}/api/data/v9.2/$metadata#Microsoft.Dynamics.CRM.BulkDeleteResponse`,
      JobId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  ]);
  const id = answer.json.JobId;
  expect(await job(caller, id)).toMatchObject({
    name: "Clean up",
    operationtype: 13,
    statecode: 0,
    statuscode: 0,
  });
  await advance(caller, 300);
  expect(await job(caller, id)).toMatchObject({ statecode: 2, statuscode: 20 });
  expect((await caller.get(`leads(${leadId})`)).status).toBe(200);
  await advance(caller, 300);
  expect(await job(caller, id)).toMatchObject({ statecode: 3, statuscode: 30 });
  expect((await caller.get(`leads(${leadId})`)).status).toBe(404);
  expect(rowsOf(await caller.get("leads"))).toHaveLength(before - 1);
  const [operation] = rowsOf(
    await caller.get(`bulkdeleteoperations?$filter=_asyncoperationid_value eq ${String(id)}`),
  );
  expect(operation).toMatchObject({ successcount: 1, failurecount: 0, statecode: 3, statuscode: 30 });
});

test("a job that starts later is suspended until then", async () => {
  await using caller = await openForJobs();
  const { now } = (await caller.control("GET", "clock")) as { now: string };
  const later = new Date(Date.parse(now) + 600_000).toISOString();
  const answer = await caller.write("POST", "BulkDelete", order(null, { StartDateTime: later }));
  expect(await job(caller, answer.json.JobId)).toMatchObject({ statecode: 1, statuscode: 10 });
  await advance(caller, 300_000);
  expect(await job(caller, answer.json.JobId)).toMatchObject({ statecode: 1, statuscode: 10 });
  await advance(caller, 400_000);
  expect(await job(caller, answer.json.JobId)).toMatchObject({ statecode: 3, statuscode: 30 });
  expect(rowsOf(await caller.get("leads"))).toEqual([]);
});

test("conditions are joined as the query says, and nested", async () => {
  await using caller = await openForJobs();
  for (const lastname of ["Bulk A", "Bulk B", "Bulk C", "Kept"])
    await caller.write("POST", "leads", { lastname });
  const answer = await caller.write(
    "POST",
    "BulkDelete",
    order({
      FilterOperator: "And",
      Conditions: [condition("lastname", "BeginsWith", "bulk")],
      Filters: [
        {
          FilterOperator: "Or",
          Conditions: [condition("lastname", "Equal", "Bulk A"), condition("lastname", "Like", "%b")],
        },
      ],
    }),
  );
  expect(answer.status).toBe(200);
  await advance(caller, 1000);
  const left = rowsOf(
    await caller.get("leads?$filter=startswith(lastname,'Bulk') or lastname eq 'Kept'&$orderby=lastname"),
  );
  expect(left.map((row) => row.lastname)).toEqual(["Bulk C", "Kept"]);
});

test.each([
  [{ QuerySet: [{ EntityName: "nothing" }] }, /nothing/, "0x80041102"],
  [{ QuerySet: [] }, /QuerySet/],
  [{ QuerySet: [{ EntityName: "lead", LinkEntities: [{}] }] }, /Linked/],
  [
    { QuerySet: [{ EntityName: "lead", Criteria: { Conditions: [condition("nope", "Null")] } }] },
    /nope/,
    "0x80041103",
  ],
  [{ QuerySet: [{ EntityName: "lead", Criteria: { Conditions: [condition("lastname", "Nope")] } }] }, /Nope/],
  [
    { QuerySet: [{ EntityName: "lead", Criteria: { Conditions: [condition("leadid", "Equal", "x")] } }] },
    /leadid/,
  ],
  [
    { QuerySet: [{ EntityName: "lead", Criteria: { Conditions: [condition("leadid", "Equal")] } }] },
    /values/,
  ],
  [
    { QuerySet: [{ EntityName: "lead", Criteria: { Conditions: [condition("createdon", "NotOn", "?")] } }] },
    /createdon/,
  ],
  [{ StartDateTime: "soon" }, /StartDateTime/],
])("an order with %j is refused with a reason", async (changes, message, code = "0x80048d19") => {
  await using caller = await openForJobs();
  const answer = await caller.write("POST", "BulkDelete", { ...order(null), ...changes });
  expect([answer.status, answer.json]).toMatchObject([
    400,
    { error: { code, message: expect.stringMatching(message) } },
  ]);
});

test("bulk deletes take a privilege of their own, and that to delete the rows", async () => {
  await using caller = await openForJobs();
  await caller.control("POST", "privileges", { revoke: ["prvDeleteLead"] });
  expect((await caller.write("POST", "BulkDelete", order(null))).status).toBe(403);
  await caller.control("POST", "privileges", { grant: ["prvDeleteLead"], revoke: ["prvBulkDelete"] });
  expect((await caller.write("POST", "BulkDelete", order(null))).json).toMatchObject({
    error: { message: expect.stringContaining("prvBulkDelete") },
  });
});
