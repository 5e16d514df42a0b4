import { expect, test } from "vitest";
import { openClient, type Row } from "./client.ts";

test("functions are called, bound and unbound, with and without parameters", async () => {
  await using client = await openClient();
  const { api } = client;
  const me = await api.callFunction<Row>("WhoAmI");
  expect(me).toMatchObject({ UserId: expect.any(String), BusinessUnitId: expect.any(String) });
  expect(await api.callFunction({ name: "RetrieveVersion" })).toMatchObject({
    Version: expect.stringMatching(/^9\.2\./),
  });
  const totals = await api.callFunction<Row>({
    name: "RetrieveTotalRecordCount",
    parameters: { EntityNames: ["account", "contact"] },
  });
  expect(totals).toMatchObject({
    EntityRecordCountCollection: {
      Count: 2,
      Keys: ["account", "contact"],
      Values: [expect.any(Number), expect.any(Number)],
    },
  });
  const privilege = await api.callFunction<Row>({
    collection: "systemusers",
    key: String(me.UserId),
    name: "Microsoft.Dynamics.CRM.RetrieveUserPrivilegeByPrivilegeName",
    parameters: { PrivilegeName: "prvReadLead" },
  });
  expect(privilege).toMatchObject({ RolePrivileges: [{ PrivilegeName: "prvReadLead", Depth: "Global" }] });
  const lead = await api.create<Row, string>({ collection: "leads", data: { lastname: "Shared" } });
  const access = await api.callFunction<Row>({
    collection: "systemusers",
    key: String(me.UserId),
    name: "Microsoft.Dynamics.CRM.RetrievePrincipalAccess",
    parameters: { Target: { "@odata.id": `leads(${lead})` } },
  });
  expect(access.AccessRights).toMatch(/ReadAccess.*WriteAccess/);
});

test("QualifyLead makes an account, a contact and an opportunity", async () => {
  await using client = await openClient();
  const { api } = client;
  const key = await api.create<Row, string>({
    collection: "leads",
    data: {
      firstname: "Will",
      lastname: "Qualify",
      companyname: "Qualified Inc.",
      emailaddress1: "w@q.example",
    },
  });
  const answer = await api.callAction<{ value: Row[] }>({
    collection: "leads",
    key,
    actionName: "Microsoft.Dynamics.CRM.QualifyLead",
    action: { CreateAccount: true, CreateContact: true, CreateOpportunity: true, Status: 3 },
  });
  expect(answer.value.map((row) => row["@odata.type"]).toSorted()).toEqual([
    "#Microsoft.Dynamics.CRM.account",
    "#Microsoft.Dynamics.CRM.contact",
    "#Microsoft.Dynamics.CRM.opportunity",
  ]);
  const lead = await api.retrieve<Row>({
    collection: "leads",
    key,
    select: ["statecode", "statuscode", "_parentcontactid_value"],
  });
  expect(lead).toMatchObject({ statecode: 1, statuscode: 3 });
  const contact = await api.retrieve<Row>({
    collection: "contacts",
    key: String(lead._parentcontactid_value),
    select: ["fullname", "_originatingleadid_value"],
  });
  expect(contact).toMatchObject({ fullname: "Will Qualify", _originatingleadid_value: key });
});

test("Merge makes one of two, and the other points at it", async () => {
  await using client = await openClient();
  const { api } = client;
  const target = await api.create<Row, string>({ collection: "contacts", data: { lastname: "Winner" } });
  const subordinate = await api.create<Row, string>({ collection: "contacts", data: { lastname: "Loser" } });
  await api.callAction({
    actionName: "Merge",
    action: {
      Target: { "@odata.type": "Microsoft.Dynamics.CRM.contact", contactid: target },
      Subordinate: { "@odata.type": "Microsoft.Dynamics.CRM.contact", contactid: subordinate },
      UpdateContent: { "@odata.type": "Microsoft.Dynamics.CRM.contact", jobtitle: "Merged" },
      PerformParentingChecks: false,
    },
  });
  expect(await api.retrieve({ collection: "contacts", key: target, select: ["jobtitle"] })).toMatchObject({
    jobtitle: "Merged",
  });
  expect(
    await api.retrieve({
      collection: "contacts",
      key: subordinate,
      select: ["merged", "_masterid_value", "statecode"],
    }),
  ).toMatchObject({ merged: true, _masterid_value: target, statecode: 1 });
});

test("many rows are made, changed and upserted in one action each", async () => {
  await using client = await openClient();
  const { api } = client;
  const type = { "@odata.type": "Microsoft.Dynamics.CRM.account" };
  const made = await api.callAction<{ Ids: string[] }>({
    collection: "accounts",
    actionName: "Microsoft.Dynamics.CRM.CreateMultiple",
    action: {
      Targets: [
        { ...type, name: "bulk 1" },
        { ...type, name: "bulk 2" },
      ],
    },
  });
  expect(made.Ids).toHaveLength(2);
  await api.callAction({
    collection: "accounts",
    actionName: "Microsoft.Dynamics.CRM.UpdateMultiple",
    action: { Targets: made.Ids.map((accountid) => ({ ...type, accountid, telephone1: "42" })) },
  });
  expect(await api.count({ collection: "accounts", filter: "telephone1 eq '42'" })).toBe(2);
  await api.callAction({
    collection: "accounts",
    actionName: "Microsoft.Dynamics.CRM.UpsertMultiple",
    action: {
      Targets: [
        { ...type, accountid: made.Ids[0], name: "bulk one" },
        { ...type, accountid: "0aa5a5a5-0000-4000-8000-000000000003", name: "bulk 3" },
      ],
    },
  });
  expect(await api.count({ collection: "accounts", filter: "startswith(name,'bulk')" })).toBe(3);
});

test("an unknown action is refused", async () => {
  await using client = await openClient();
  await expect(client.api.callAction({ actionName: "NoSuchAction", action: {} })).rejects.toMatchObject({
    status: 404,
    code: "0x8006088a",
    message: "Resource not found for the segment 'NoSuchAction'.",
  });
});
