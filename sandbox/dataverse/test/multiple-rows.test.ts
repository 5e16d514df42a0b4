import { expect, test } from "vitest";
import { leadId, openSandbox, rowsOf } from "./sandbox-client.ts";

const type = { "@odata.type": "Microsoft.Dynamics.CRM.lead" };
const otherId = leadId.replaceAll("1", "5");
const path = (action: string) => `leads/Microsoft.Dynamics.CRM.${action}`;

test("CreateMultiple creates all rows and answers their ids", async () => {
  await using caller = await openSandbox();
  const answer = await caller.write("POST", path("CreateMultiple"), {
    Targets: [
      { ...type, lastname: "One", leadid: leadId },
      { ...type, lastname: "Two" },
    ],
  });
  expect([answer.status, answer.json]).toEqual([
    200,
    {
      "@odata.context": `${caller.sandbox.url}/api/data/v9.2/$metadata#Microsoft.Dynamics.CRM.CreateMultipleResponse`,
      Ids: [leadId, expect.stringMatching(/^[0-9a-f-]{36}$/)],
    },
  ]);
  expect(rowsOf(await caller.get("leads?$filter=lastname eq 'One' or lastname eq 'Two'"))).toHaveLength(2);
});

test("one bad target undoes all of them", async () => {
  await using caller = await openSandbox();
  const answer = await caller.write("POST", path("CreateMultiple"), {
    Targets: [
      { ...type, lastname: "One" },
      { ...type, lastname: "x".repeat(51) },
    ],
  });
  expect([answer.status, answer.json]).toMatchObject([400, { error: { code: "0x80044331" } }]);
  expect(rowsOf(await caller.get("leads?$filter=lastname eq 'One'"))).toEqual([]);
});

test.each([
  [{ Targets: [{ lastname: "No type" }] }, /@odata.type/],
  [{ Targets: [{ "@odata.type": "Microsoft.Dynamics.CRM.contact", lastname: "x" }] }, /crm\.contact/i],
  [{ Targets: [{ "@odata.type": "Microsoft.Dynamics.CRM.nothing" }] }, /nothing/],
  [{ Targets: [{ ...type, nonsense: 1 }] }, /undeclared property 'nonsense'/],
  [{ Targets: [] }, /at least one/],
  [{ Targets: 5 }, /Targets/],
  [{}, /Targets/],
])("CreateMultiple with %j is refused with a reason", async (body, message) => {
  await using caller = await openSandbox();
  const answer = await caller.write("POST", path("CreateMultiple"), body);
  expect([answer.status, answer.json]).toMatchObject([
    400,
    { error: { message: expect.stringMatching(message) } },
  ]);
});

test("UpdateMultiple changes rows by their keys, and none if one is absent", async () => {
  await using caller = await openSandbox();
  await caller.write("POST", "leads", { leadid: leadId, lastname: "One", firstname: "Kept" });
  const target = { ...type, leadid: leadId, lastname: "Changed" };
  const absent = await caller.write("POST", path("UpdateMultiple"), {
    Targets: [target, { ...type, leadid: otherId, lastname: "x" }],
  });
  expect([absent.status, absent.json]).toEqual([
    404,
    { error: { code: "0x80040217", message: `Lead With Ids = ${otherId} Do Not Exist` } },
  ]);
  expect((await caller.get(`leads(${leadId})`)).json.lastname).toBe("One");
  const done = await caller.write("POST", path("UpdateMultiple"), { Targets: [target] });
  expect([done.status, done.text]).toEqual([204, ""]);
  expect((await caller.get(`leads(${leadId})`)).json).toMatchObject({ fullname: "Kept Changed" });
  const keyless = await caller.write("POST", path("UpdateMultiple"), {
    Targets: [{ ...type, lastname: "x" }],
  });
  expect(keyless.json).toMatchObject({ error: { message: expect.stringContaining("key property value") } });
});

test("UpsertMultiple creates or updates by @odata.id or by the primary key", async () => {
  await using caller = await openSandbox();
  await caller.write("POST", "leads", { leadid: leadId, lastname: "One" });
  const answer = await caller.write("POST", path("UpsertMultiple"), {
    Targets: [
      { ...type, "@odata.id": `leads(${leadId})`, lastname: "Updated" },
      { ...type, leadid: otherId, lastname: "Created" },
    ],
  });
  expect([answer.status, answer.text]).toEqual([204, ""]);
  expect((await caller.get(`leads(${leadId})`)).json.lastname).toBe("Updated");
  expect((await caller.get(`leads(${otherId})`)).json.lastname).toBe("Created");
  const repeated = await caller.write("POST", path("UpsertMultiple"), {
    Targets: [{ ...type, "@odata.id": `leads(${leadId})`, leadid: leadId, lastname: "x" }],
  });
  expect([repeated.status, repeated.json]).toMatchObject([400, { error: { code: "0x80040216" } }]);
});

test("DeleteMultiple is for elastic tables only", async () => {
  await using caller = await openSandbox();
  const answer = await caller.write("POST", path("DeleteMultiple"), {
    Targets: [{ ...type, leadid: leadId }],
  });
  expect([answer.status, answer.json]).toMatchObject([
    400,
    { error: { message: "DeleteMultiple has not yet been implemented." } },
  ]);
});
