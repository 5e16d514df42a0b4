import { expect, test } from "vitest";
import { leadId, openSandbox, rowsOf } from "./sandbox-client.ts";

const lead = { firstname: "Ann", lastname: "Lee", emailaddress1: "ann.lee@example.com" };
const detect = { "MSCRM.SuppressDuplicateDetection": "false" };
const refused = [
  412,
  {
    error: {
      code: "0x80040333",
      message:
        "A record was not created or updated because a duplicate of the current record already exists.",
    },
  },
];

test("duplicates are refused only if the caller asks for it", async () => {
  await using caller = await openSandbox();
  expect((await caller.write("POST", "leads", { ...lead, leadid: leadId })).status).toBe(204);
  expect((await caller.write("POST", "leads", lead)).status).toBe(204);
  expect(
    (await caller.write("POST", "leads", lead, { "mscrm.suppressduplicatedetection": "true" })).status,
  ).toBe(204);
  const twin = { ...lead, emailaddress1: "ANN.LEE@example.com" };
  const created = await caller.write("POST", "leads", twin, detect);
  expect([created.status, created.json]).toEqual(refused);
  const other = { ...lead, emailaddress1: "another@example.com" };
  expect((await caller.write("POST", "leads", other, detect)).status).toBe(204);
  expect((await caller.write("POST", "leads", { lastname: "No address" }, detect)).status).toBe(204);
});

test("an update that makes a duplicate is refused, one of the row itself is not", async () => {
  await using caller = await openSandbox();
  await caller.write("POST", "leads", { ...lead, leadid: leadId });
  const path = `leads(${leadId})`;
  expect((await caller.write("PATCH", path, { jobtitle: "Baker" }, detect)).status).toBe(204);
  const taken = { emailaddress1: "tom.becker@example.com" };
  const answer = await caller.write("PATCH", path, taken, detect);
  expect([answer.status, answer.json]).toEqual(refused);
  expect((await caller.write("PATCH", path, taken)).status).toBe(204);
});

test("only published rules count, and they leave inactive rows out", async () => {
  await using caller = await openSandbox();
  await caller.write("POST", "leads", { ...lead, leadid: leadId });
  await caller.write("PATCH", `leads(${leadId})`, { statecode: 2 });
  expect((await caller.write("POST", "leads", lead, detect)).status).toBe(204);
  await caller.control("POST", "privileges", { grant: ["prvReadDuplicateRule", "prvWriteDuplicateRule"] });
  const [rule] = rowsOf(await caller.get("duplicaterules?$filter=baseentityname eq 'lead'"));
  const id = String(rule?.duplicateruleid);
  expect((await caller.write("POST", "leads", lead, detect)).status).toBe(412);
  const off = await caller.write("POST", "UnpublishDuplicateRule", { DuplicateRuleId: id });
  expect(off.status).toBe(204);
  expect((await caller.write("POST", "leads", lead, detect)).status).toBe(204);
  const on = await caller.write(
    "POST",
    `duplicaterules(${id})/Microsoft.Dynamics.CRM.PublishDuplicateRule`,
    {},
  );
  expect([on.status, on.json]).toMatchObject([200, { JobId: expect.any(String) }]);
  expect((await caller.write("POST", "leads", lead, detect)).status).toBe(412);
});

test("RetrieveDuplicates finds the twins of a row that need not exist", async () => {
  await using caller = await openSandbox();
  await caller.write("POST", "leads", { ...lead, leadid: leadId });
  const query = (body: unknown) =>
    `RetrieveDuplicates(BusinessEntity=@p1,MatchingEntityName=@p2,PagingInfo=@p3)?@p1=${encodeURIComponent(JSON.stringify(body))}&@p2='lead'&@p3={'PageNumber':1,'Count':50}`;
  const type = { "@odata.type": "Microsoft.Dynamics.CRM.lead" };
  const found = await caller.get(query({ ...type, emailaddress1: lead.emailaddress1 }));
  expect([found.status, found.json]).toMatchObject([
    200,
    {
      "@odata.context": expect.stringMatching(/\$metadata#leads$/),
      value: [{ leadid: leadId, fullname: "Ann Lee" }],
    },
  ]);
  expect(rowsOf(await caller.get(query({ ...type, leadid: leadId })))).toEqual([]);
  expect(rowsOf(await caller.get(query({ ...type, emailaddress1: "nobody@example.com" })))).toEqual([]);
  expect((await caller.get(query({ emailaddress1: "x" }))).status).toBe(400);
});
