import { expect, test } from "vitest";
import { batchOf, changeSet, leadId, openSandbox, rowsOf, type SandboxClient } from "./sandbox-client.ts";

const accountId = leadId.replaceAll("1", "a");
const contactId = leadId.replaceAll("1", "c");

async function openForClients() {
  const caller = await openSandbox();
  const verbs = ["Create", "Read", "Write", "Append", "AppendTo"];
  const tables = ["Contact", "Account", "Opportunity", "Note"];
  const grant = tables.flatMap((table) => verbs.map((verb) => `prv${verb}${table}`));
  await caller.control("POST", "privileges", { grant });
  return caller;
}

const created = async (caller: SandboxClient, set: string, body: unknown) => {
  const answer = await caller.write("POST", set, body);
  expect(answer.text).toBe("");
  return answer;
};

test("rows nested in a new row are created with it, above and below", async () => {
  await using caller = await openForClients();
  await created(caller, "accounts", {
    accountid: accountId,
    name: "Lee Ltd",
    primarycontactid: { contactid: contactId, firstname: "Ann", lastname: "Lee" },
    contact_customer_accounts: [
      { lastname: "Roe" },
      { lastname: "Poe", Contact_Tasks: [{ subject: "Call" }] },
    ],
    Account_Tasks: [{ subject: "Welcome", activityid: leadId }],
  });
  expect((await caller.get(`accounts(${accountId})`)).json).toMatchObject({
    _primarycontactid_value: contactId,
  });
  const members = rowsOf(
    await caller.get(`accounts(${accountId})/contact_customer_accounts?$orderby=lastname`),
  );
  expect(members.map((row) => [row.lastname, row["_parentcustomerid_value"]])).toEqual([
    ["Poe", accountId],
    ["Roe", accountId],
  ]);
  expect((await caller.get(`tasks(${leadId})`)).json).toMatchObject({ _regardingobjectid_value: accountId });
  const calls = rowsOf(await caller.get("tasks?$filter=subject eq 'Call'"));
  expect(calls[0]?.["_regardingobjectid_value"]).toBe(members[0]?.contactid);
});

test("a nested row that is refused takes everything with it", async () => {
  await using caller = await openForClients();
  const answer = await caller.write("POST", "accounts", {
    accountid: accountId,
    name: "Lee Ltd",
    primarycontactid: { contactid: contactId, lastname: "Lee" },
    contact_customer_accounts: [{ lastname: "x".repeat(51) }],
  });
  expect([answer.status, answer.json]).toMatchObject([400, { error: { code: "0x80044331" } }]);
  expect((await caller.get(`accounts(${accountId})`)).status).toBe(404);
  expect((await caller.get(`contacts(${contactId})`)).status).toBe(404);
});

test("what a caller may not create alone cannot be created nested either", async () => {
  await using caller = await openForClients();
  await caller.control("POST", "privileges", { revoke: ["prvCreateContact"] });
  const nested = { name: "Lee Ltd", contact_customer_accounts: [{ lastname: "Lee" }] };
  expect((await caller.write("POST", "accounts", nested)).json).toMatchObject({
    error: { message: expect.stringContaining("prvCreateContact") },
  });
  await caller.control("POST", "privileges", { grant: ["prvCreateContact"], revoke: ["prvAppendToAccount"] });
  expect((await caller.write("POST", "accounts", nested)).json).toMatchObject({
    error: { message: expect.stringContaining("prvAppendToAccount") },
  });
});

test("existing rows are put into a collection of a new row by their addresses", async () => {
  await using caller = await openForClients();
  await created(caller, "contacts", { contactid: contactId, lastname: "Lee" });
  await created(caller, "accounts", {
    accountid: accountId,
    name: "Lee Ltd",
    "contact_customer_accounts@odata.bind": [`/contacts(${contactId})`],
  });
  expect((await caller.get(`contacts(${contactId})`)).json).toMatchObject({
    _parentcustomerid_value: accountId,
  });
  const wrong = await caller.write("POST", "accounts", {
    name: "x",
    "contact_customer_accounts@odata.bind": [`/accounts(${accountId})`],
  });
  expect([wrong.status, wrong.json]).toMatchObject([400, { error: { code: "0x80048d19" } }]);
});

test("a nested row of one of several tables needs its type", async () => {
  await using caller = await openForClients();
  await created(caller, "contacts", {
    contactid: contactId,
    lastname: "Lee",
    parentcustomerid_account: { accountid: accountId, name: "Lee Ltd" },
  });
  expect((await caller.get(`contacts(${contactId})`)).json).toMatchObject({
    _parentcustomerid_value: accountId,
  });
  const owner = await caller.write("POST", "contacts", { lastname: "Roe", ownerid: { fullname: "x" } });
  expect([owner.status, owner.json]).toMatchObject([
    400,
    { error: { message: expect.stringContaining("@odata.type") } },
  ]);
});

test.each([
  { primarycontactid: { lastname: "Lee" } },
  { contact_customer_accounts: [{ lastname: "Lee" }] },
  { "contact_customer_accounts@odata.bind": [`/contacts(${contactId})`] },
])("an update with %j is refused: deep inserts are for creates", async (body) => {
  await using caller = await openForClients();
  await created(caller, "accounts", { accountid: accountId, name: "Lee Ltd" });
  for (const headers of [{ "if-match": "*" }, {}]) {
    const answer = await caller.write("PATCH", `accounts(${accountId})`, body, headers);
    expect([answer.status, answer.json]).toMatchObject([400, { error: { code: "0x80048d19" } }]);
  }
});

test("rows nested too deeply are refused", async () => {
  await using caller = await openForClients();
  let body: Record<string, unknown> = { name: "Last" };
  for (let depth = 0; depth < 60; depth += 1) {
    body = { name: "x", primarycontactid: { lastname: "x", parentcustomerid_account: body } };
  }
  const answer = await caller.write("POST", "accounts", body);
  expect([answer.status, answer.json]).toMatchObject([400, { error: { code: "0x80048d19" } }]);
});

test("a nested row may be bound to another operation of its change set", async () => {
  await using caller = await openForClients();
  const answer = await caller.batch(
    batchOf(
      changeSet(
        { method: "POST", path: "accounts", body: { accountid: accountId, name: "Lee Ltd" } },
        {
          method: "POST",
          path: "opportunities",
          body: {
            name: "Loan",
            "customerid_account@odata.bind": "$1",
            parentcontactid: { lastname: "Lee", "parentcustomerid_account@odata.bind": "$1" },
          },
        },
      ),
    ),
  );
  expect(answer.status).toBe(200);
  const [contact] = rowsOf(await caller.get("contacts?$filter=lastname eq 'Lee'"));
  expect(contact).toMatchObject({ _parentcustomerid_value: accountId });
});
