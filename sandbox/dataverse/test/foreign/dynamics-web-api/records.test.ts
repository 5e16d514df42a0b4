import { expect, test } from "vitest";
import { openClient, type Row } from "./client.ts";

const absent = "00000000-0000-0000-0000-00000000abcd";

test("create answers the id, or the row if that is preferred", async () => {
  await using client = await openClient();
  const { api } = client;
  const id = await api.create<Row, string>({ collection: "accounts", data: { name: "Contoso" } });
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  const row = await api.create<Row>({
    collection: "contacts",
    data: {
      firstname: "Ada",
      lastname: "Byron",
      birthdate: "1815-12-10",
      "parentcustomerid_account@odata.bind": `/accounts(${id})`,
    },
    select: ["fullname", "birthdate", "_parentcustomerid_value"],
    returnRepresentation: true,
    includeAnnotations: "*",
  });
  expect(row).toMatchObject({
    fullname: "Ada Byron",
    _parentcustomerid_value: id,
    "_parentcustomerid_value@OData.Community.Display.V1.FormattedValue": "Contoso",
    "_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname": "account",
    "_parentcustomerid_value@Microsoft.Dynamics.CRM.associatednavigationproperty": "parentcustomerid_account",
  });
  expect(row["@odata.etag"]).toMatch(/^W\/"\d+"$/);
});

test("related rows are made in the same call", async () => {
  await using client = await openClient();
  const row = await client.api.create<Row>({
    collection: "accounts",
    data: {
      name: "Deep",
      primarycontactid: { firstname: "One", lastname: "Primary" },
      contact_customer_accounts: [{ lastname: "Two" }, { lastname: "Three" }],
    },
    select: ["name"],
    expand: [
      { property: "primarycontactid", select: ["fullname"] },
      { property: "contact_customer_accounts", select: ["fullname"] },
    ],
    returnRepresentation: true,
  });
  expect(row).toMatchObject({
    name: "Deep",
    primarycontactid: { fullname: "One Primary" },
  });
  const names = (row.contact_customer_accounts as Row[]).map((contact) => contact.fullname);
  expect(names.toSorted()).toEqual(["Three", "Two"]);
});

test("retrieve reads a row, its property and its related row", async () => {
  await using client = await openClient();
  const { api } = client;
  const contactId = await api.create<Row, string>({ collection: "contacts", data: { lastname: "Boss" } });
  const key = await api.create<Row, string>({
    collection: "accounts",
    data: { name: "Tree", "primarycontactid@odata.bind": `contacts(${contactId})` },
  });
  const row = await api.retrieve<Row>({
    collection: "accounts",
    key,
    select: ["name"],
    expand: [{ property: "primarycontactid", select: ["fullname"] }],
  });
  expect(row).toMatchObject({ name: "Tree", primarycontactid: { contactid: contactId, fullname: "Boss" } });
  const related = await api.retrieve<Row>({
    collection: "accounts",
    key,
    navigationProperty: "primarycontactid",
    select: ["fullname"],
  });
  expect(related).toMatchObject({ fullname: "Boss" });
  const reference = await api.retrieve<Row>({
    collection: "accounts",
    key,
    select: ["primarycontactid/$ref"],
  });
  // The library takes the address of a $ref apart.
  expect(reference).toMatchObject({ collection: "contacts", id: contactId });
});

test("an unchanged row is not sent again", async () => {
  await using client = await openClient();
  const { api } = client;
  const key = await api.create<Row, string>({ collection: "accounts", data: { name: "Cached" } });
  const row = await api.retrieve<Row>({ collection: "accounts", key, select: ["name"] });
  const ifnonematch = String(row["@odata.etag"]);
  expect(await api.retrieve({ collection: "accounts", key, select: ["name"], ifnonematch })).toBeUndefined();
  await api.update({ collection: "accounts", key, data: { name: "Fresh" } });
  expect(await api.retrieve({ collection: "accounts", key, select: ["name"], ifnonematch })).toMatchObject({
    name: "Fresh",
  });
});

test("update changes a row that is there, and only as long as nobody else did", async () => {
  await using client = await openClient();
  const { api } = client;
  const key = await api.create<Row, string>({ collection: "accounts", data: { name: "Before" } });
  const read = await api.retrieve<Row>({ collection: "accounts", key, select: ["name"] });
  const ifmatch = String(read["@odata.etag"]);
  expect(await api.update<Row, boolean>({ collection: "accounts", key, data: { name: "A" }, ifmatch })).toBe(
    true,
  );
  // The library makes `false` of a 412.
  expect(await api.update<Row, boolean>({ collection: "accounts", key, data: { name: "B" }, ifmatch })).toBe(
    false,
  );
  const row = await api.update<Row>({
    collection: "accounts",
    key,
    data: { telephone1: "555" },
    select: ["name", "telephone1"],
    returnRepresentation: true,
  });
  expect(row).toMatchObject({ name: "A", telephone1: "555" });
  await expect(
    api.update({ collection: "accounts", key: absent, data: { name: "X" } }),
  ).rejects.toMatchObject({
    status: 404,
    code: "0x80040217",
  });
});

test("one property is set and cleared on its own", async () => {
  await using client = await openClient();
  const { api } = client;
  const key = await api.create<Row, string>({ collection: "accounts", data: { name: "One" } });
  await api.updateSingleProperty({ collection: "accounts", key, fieldValuePair: { telephone1: "123" } });
  expect(await api.retrieve({ collection: "accounts", key, select: ["telephone1"] })).toMatchObject({
    telephone1: "123",
  });
  await api.deleteRecord({ collection: "accounts", key, property: "telephone1" });
  expect(await api.retrieve({ collection: "accounts", key, select: ["telephone1"] })).toMatchObject({
    telephone1: null,
  });
});

test("upsert creates, updates, and does only one of the two if told so", async () => {
  await using client = await openClient();
  const { api } = client;
  const key = "0aa5a5a5-0000-4000-8000-000000000001";
  const made = await api.upsert<Row, string>({ collection: "leads", key, data: { lastname: "First" } });
  expect(made).toBe(key);
  const changed = await api.upsert<Row>({
    collection: "leads",
    key,
    data: { lastname: "Second" },
    returnRepresentation: true,
    select: ["lastname"],
  });
  expect(changed).toMatchObject({ leadid: key, lastname: "Second" });
  // The library makes null of the 412 and of the 404.
  expect(
    await api.upsert({ collection: "leads", key, data: { lastname: "3" }, ifnonematch: "*" }),
  ).toBeNull();
  expect(
    await api.upsert({ collection: "leads", key: absent, data: { lastname: "4" }, ifmatch: "*" }),
  ).toBeNull();
  expect(await api.retrieve({ collection: "leads", key, select: ["lastname"] })).toMatchObject({
    lastname: "Second",
  });
});

test("delete removes a row, unless it changed since it was read", async () => {
  await using client = await openClient();
  const { api } = client;
  const key = await api.create<Row, string>({ collection: "accounts", data: { name: "Gone soon" } });
  const { "@odata.etag": ifmatch } = await api.retrieve<Row>({
    collection: "accounts",
    key,
    select: ["name"],
  });
  await api.update({ collection: "accounts", key, data: { name: "Changed" } });
  expect(await api.deleteRecord({ collection: "accounts", key, ifmatch: String(ifmatch) })).toBe(false);
  expect(await api.deleteRecord({ collection: "accounts", key })).toBe(true);
  await expect(api.retrieve({ collection: "accounts", key })).rejects.toMatchObject({
    status: 404,
    code: "0x80040217",
    message: `account With Id = ${key} Does Not Exist`,
  });
});

test("table names stand for sets if the library looks them up", async () => {
  await using client = await openClient({ useEntityNames: true });
  const key = await client.api.create<Row, string>({ collection: "account", data: { name: "By name" } });
  expect(await client.api.retrieve({ collection: "account", key, select: ["name"] })).toMatchObject({
    name: "By name",
  });
});

test("rows are written in another user's name", async () => {
  await using client = await openClient();
  const { api } = client;
  const { value: users } = await api.retrieveMultiple<Row>({
    collection: "systemusers",
    select: ["systemuserid", "azureactivedirectoryobjectid"],
    filter: "internalemailaddress eq 'dana.roy@acme.example'",
  });
  const dana = users[0] ?? {};
  const me = await api.callFunction<Row>("WhoAmI");
  for (const impersonation of [
    { impersonate: String(dana.systemuserid) },
    { impersonateAAD: String(dana.azureactivedirectoryobjectid) },
  ]) {
    const row = await api.create<Row>({
      collection: "leads",
      data: { lastname: "For Dana" },
      returnRepresentation: true,
      ...impersonation,
    });
    expect(row).toMatchObject({
      _createdby_value: dana.systemuserid,
      _ownerid_value: dana.systemuserid,
      _createdonbehalfby_value: me.UserId,
    });
  }
});

test("a refusal carries the service's code, message and status", async () => {
  await using client = await openClient();
  const { api } = client;
  await expect(api.create({ collection: "accounts", data: { nonsense: 1 } })).rejects.toMatchObject({
    status: 400,
    code: "0x80048d19",
  });
  await expect(api.retrieveMultiple({ collection: "nonsense" })).rejects.toMatchObject({
    status: 404,
    code: "0x8006088a",
    message: "Resource not found for the segment 'nonsense'.",
  });
  await expect(
    api.create({ collection: "leads", data: { lastname: "x", mobilephone: "1".repeat(21) } }),
  ).rejects.toMatchObject({ status: 400, code: "0x80044331" });
});
