import { expect, test } from "vitest";
import { appointmentId, asRows, leadId, openSandbox, rowsOf, type SandboxClient } from "./sandbox-client.ts";

const namespace = "Microsoft.Dynamics.CRM";
const otherId = leadId.replaceAll("1", "7");
const verbs = ["Create", "Read", "Write", "Append", "AppendTo"];

async function withLead(): Promise<Awaited<ReturnType<typeof openSandbox>>> {
  const caller = await openSandbox();
  const tables = ["Contact", "Account", "Opportunity"];
  const grant = tables.flatMap((table) => verbs.map((verb) => `prv${verb}${table}`));
  await caller.control("POST", "privileges", { grant });
  const created = await caller.write("POST", "leads", {
    leadid: leadId,
    subject: "Line of credit",
    firstname: "Ann",
    lastname: "Lee",
    companyname: "Lee Ltd",
    emailaddress1: "ann.lee@example.com",
    mobilephone: "+1 416 555 0000",
    address1_city: "Toronto",
  });
  if (created.status !== 204) throw new Error(created.text);
  return caller;
}

const qualify = (caller: SandboxClient, body: Record<string, unknown>) =>
  caller.write("POST", `leads(${leadId})/${namespace}.QualifyLead`, {
    CreateAccount: true,
    CreateContact: true,
    CreateOpportunity: true,
    Status: 3,
    ...body,
  });

test("a qualified lead becomes an account, a contact and an opportunity that know where they came from", async () => {
  await using caller = await withLead();
  const answer = await qualify(caller, {});
  expect(answer.status).toBe(200);
  const [account, contact, opportunity] = asRows(answer.json.value);
  expect([account, contact, opportunity]).toEqual([
    { "@odata.type": `#${namespace}.account`, accountid: expect.any(String) },
    { "@odata.type": `#${namespace}.contact`, contactid: expect.any(String) },
    { "@odata.type": `#${namespace}.opportunity`, opportunityid: expect.any(String) },
  ]);
  expect((await caller.get(`leads(${leadId})`)).json).toMatchObject({
    statecode: 1,
    statuscode: 3,
    _parentaccountid_value: account?.accountid,
    _parentcontactid_value: contact?.contactid,
    _qualifyingopportunityid_value: opportunity?.opportunityid,
  });
  expect((await caller.get(`accounts(${String(account?.accountid)})`)).json).toMatchObject({
    name: "Lee Ltd",
    address1_city: "Toronto",
    _originatingleadid_value: leadId,
    _primarycontactid_value: contact?.contactid,
  });
  expect((await caller.get(`contacts(${String(contact?.contactid)})`)).json).toMatchObject({
    fullname: "Ann Lee",
    emailaddress1: "ann.lee@example.com",
    mobilephone: "+1 416 555 0000",
    statecode: 0,
    _originatingleadid_value: leadId,
    _parentcustomerid_value: account?.accountid,
  });
  expect((await caller.get(`opportunities(${String(opportunity?.opportunityid)})`)).json).toMatchObject({
    name: "Line of credit",
    statecode: 0,
    _customerid_value: account?.accountid,
    _originatingleadid_value: leadId,
  });
});

test("a lead is qualified once, with a reason of its own, by those who may create what it becomes", async () => {
  await using caller = await withLead();
  const wrong = await qualify(caller, { Status: 4 });
  expect([wrong.status, wrong.json]).toMatchObject([400, { error: { code: "0x80048408" } }]);
  await caller.control("POST", "privileges", { revoke: ["prvCreateOpportunity"] });
  expect((await qualify(caller, {})).status).toBe(403);
  // Nothing of the attempt is left.
  expect(rowsOf(await caller.get("contacts?$filter=lastname eq 'Lee'"))).toEqual([]);
  expect((await caller.get(`leads(${leadId})`)).json.statecode).toBe(0);
  const alone = await qualify(caller, {
    CreateAccount: false,
    CreateContact: false,
    CreateOpportunity: false,
  });
  expect([alone.status, alone.json.value]).toEqual([200, []]);
  const again = await qualify(caller, { CreateOpportunity: false });
  expect([again.status, again.json]).toMatchObject([
    400,
    { error: { message: "The lead is already closed." } },
  ]);
});

test.each([
  [{ Status: "3" }, "0x80048d19"],
  [{ CreateAccount: null }, "0x80040203"],
  [{ Nonsense: 1 }, "0x80048d19"],
  [{ OpportunityCustomerId: { accountid: leadId } }, "0x80048d19"],
])("QualifyLead with %j is refused", async (body, code) => {
  await using caller = await withLead();
  const answer = await qualify(caller, body);
  expect([answer.status, answer.json]).toMatchObject([400, { error: { code } }]);
});

const rowNamed = (id: string, table = "lead") => ({
  "@odata.type": `${namespace}.${table}`,
  [`${table}id`]: id,
});

const merge = (caller: SandboxClient, body: Record<string, unknown> = {}) =>
  caller.write("POST", "Merge", {
    Target: rowNamed(leadId),
    Subordinate: rowNamed(otherId),
    PerformParentingChecks: false,
    ...body,
  });

test("of two merged leads one stays with all that belonged to either, the other points at it", async () => {
  await using caller = await withLead();
  await caller.write("POST", "leads", { leadid: otherId, firstname: "Anne", lastname: "Lee" });
  const regarding = { "regardingobjectid_lead_appointment@odata.bind": `/leads(${otherId})` };
  await caller.write("PATCH", `appointments(${appointmentId})`, { subject: "Advice", ...regarding });
  await caller.write("PATCH", `appointments(${appointmentId})`, { statecode: 1 });
  const answer = await merge(caller, {
    UpdateContent: { "@odata.type": `${namespace}.lead`, jobtitle: "Baker" },
  });
  expect([answer.status, answer.text]).toEqual([204, ""]);
  expect((await caller.get(`leads(${otherId})`)).json).toMatchObject({
    merged: true,
    _masterid_value: leadId,
    statecode: 2,
  });
  expect((await caller.get(`leads(${leadId})`)).json).toMatchObject({
    merged: false,
    statecode: 0,
    firstname: "Ann",
    jobtitle: "Baker",
  });
  expect((await caller.get(`appointments(${appointmentId})`)).json).toMatchObject({
    _regardingobjectid_value: leadId,
    statecode: 1,
  });
  expect((await caller.get(`activitypointers(${appointmentId})`)).json).toMatchObject({
    _regardingobjectid_value: leadId,
  });
});

test("merging refuses what cannot be merged", async () => {
  await using caller = await withLead();
  await caller.write("POST", "leads", { leadid: otherId, lastname: "Lee" });
  const [contact] = rowsOf(await caller.get("contacts?$filter=statecode eq 0&$top=1"));
  const contactRow = rowNamed(String(contact?.contactid), "contact");
  const [user] = rowsOf(await caller.get("systemusers?$top=1"));
  const userRow = rowNamed(String(user?.systemuserid), "systemuser");
  for (const [body, code] of [
    [{ Subordinate: rowNamed(leadId) }, "0x80045305"],
    [{ Subordinate: contactRow }, "0x80048d19"],
    [{ Target: userRow, Subordinate: userRow }, "0x80040800"],
    [{ Subordinate: { leadid: otherId } }, "0x80048d19"],
    [{ Subordinate: { "@odata.type": `${namespace}.lead` } }, "0x80048d19"],
    [{ Subordinate: rowNamed(leadId.replaceAll("1", "8")) }, "0x80040217"],
  ] as const) {
    expect((await merge(caller, body)).json, JSON.stringify(body)).toMatchObject({ error: { code } });
  }
  await caller.write("PATCH", `leads(${otherId})`, { statecode: 2 });
  expect((await merge(caller)).json).toMatchObject({ error: { code: "0x80045304" } });
});

test("an opportunity is won or lost with an activity that records it", async () => {
  await using caller = await withLead();
  const id = otherId;
  await caller.write("POST", "opportunities", { opportunityid: id, name: "Loan", estimatedvalue: 1000.5 });
  const close = (action: string, Status: number) =>
    caller.write("POST", action, {
      Status,
      OpportunityClose: {
        subject: "Signed",
        actualrevenue: 900,
        "opportunityid@odata.bind": `/opportunities(${id})`,
      },
    });
  const wrong = await close("WinOpportunity", 4);
  expect(wrong.json).toMatchObject({ error: { code: "0x80048408" } });
  expect(rowsOf(await caller.get("opportunitycloses"))).toEqual([]);
  expect((await close("WinOpportunity", 3)).text).toBe("");
  expect((await caller.get(`opportunities(${id})`)).json).toMatchObject({
    statecode: 1,
    statuscode: 3,
    actualvalue: 900,
  });
  const timeline = await caller.get(`activitypointers?$filter=_regardingobjectid_value eq ${id}`);
  expect(rowsOf(timeline)).toMatchObject([
    { subject: "Signed", activitytypecode: "opportunityclose", statecode: 1 },
  ]);
  expect((await close("LoseOpportunity", 4)).json).toMatchObject({ error: { code: "0x80040230" } });
});
