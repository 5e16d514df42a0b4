import { afterEach, beforeEach, expect, test } from "vitest";
import { label } from "./label.ts";
import { asRows, rowsOf, openSandbox, type SandboxClient } from "./sandbox-client.ts";

let dataverse: SandboxClient;
beforeEach(async () => void (dataverse = await openSandbox()));
afterEach(() => dataverse[Symbol.asyncDispose]());

const crm = "Microsoft.Dynamics.CRM";
const sponsor = {
  "@odata.type": `${crm}.OneToManyRelationshipMetadata`,
  SchemaName: "new_account_lead_Sponsor",
  ReferencedEntity: "account",
  ReferencedAttribute: "accountid",
  ReferencingEntity: "lead",
  CascadeConfiguration: { Delete: "RemoveLink", Assign: "NoCascade" },
  Lookup: {
    "@odata.type": `${crm}.LookupAttributeMetadata`,
    SchemaName: "new_SponsorId",
    DisplayName: label("Sponsor"),
  },
};
const advisors = {
  "@odata.type": `${crm}.ManyToManyRelationshipMetadata`,
  SchemaName: "new_lead_contact_Advisors",
  Entity1LogicalName: "lead",
  Entity2LogicalName: "contact",
  IntersectEntityName: "new_lead_contact_advisors",
};

async function firstId(set: string, key: string): Promise<string> {
  return String(rowsOf(await dataverse.get(`${set}?$select=${key}&$top=1`))[0]?.[key]);
}

async function code(answer: Promise<{ status: number; json: Record<string, unknown> }>): Promise<unknown[]> {
  const { status, json } = await answer;
  return [status, (json.error as { code?: string } | undefined)?.code];
}

test("a one-to-many relationship brings a lookup, and a collection on the far side", async () => {
  const made = await dataverse.write("POST", "RelationshipDefinitions", sponsor);
  expect(made.headers.get("odata-entityid")).toMatch(/\/RelationshipDefinitions\([0-9a-f-]{36}\)$/);
  const account = await firstId("accounts", "accountid");
  await dataverse.write("POST", "leads", {
    lastname: "Sponsored",
    "new_SponsorId@odata.bind": `/accounts(${account})`,
  });
  const lead = await dataverse.get(
    `leads?$select=lastname,_new_sponsorid_value&$expand=new_SponsorId($select=accountid)&$filter=_new_sponsorid_value eq ${account}`,
  );
  expect(rowsOf(lead)).toMatchObject([{ lastname: "Sponsored", new_SponsorId: { accountid: account } }]);
  const far = await dataverse.get(`accounts(${account})/new_account_lead_Sponsor?$select=lastname`);
  expect(rowsOf(far)).toMatchObject([{ lastname: "Sponsored" }]);
  const definition = await dataverse.get(
    `EntityDefinitions(LogicalName='lead')/ManyToOneRelationships?$filter=SchemaName eq 'new_account_lead_Sponsor'`,
  );
  expect(rowsOf(definition)).toMatchObject([
    {
      ReferencingAttribute: "new_sponsorid",
      ReferencingEntityNavigationPropertyName: "new_SponsorId",
      IsCustomRelationship: true,
    },
  ]);
});

test.each([
  ["RemoveLink", 204, 1],
  ["Cascade", 204, 0],
  ["Restrict", 400, 1],
])("when the row above is deleted, %s does what it says", async (cascade, status, left) => {
  await dataverse.write("POST", "RelationshipDefinitions", {
    ...sponsor,
    CascadeConfiguration: { Delete: cascade },
  });
  const made = await dataverse.write("POST", "accounts", { name: "Above" });
  const account = /accounts\([^)]*\)/.exec(made.headers.get("odata-entityid") ?? "")?.[0] ?? "";
  await dataverse.write("POST", "leads", { lastname: "Below", "new_SponsorId@odata.bind": `/${account}` });
  expect((await dataverse.send("DELETE", account)).status).toBe(status);
  expect(rowsOf(await dataverse.get("leads?$filter=lastname eq 'Below'"))).toHaveLength(left);
});

test("a many-to-many relationship links rows both ways, through an intersect table", async () => {
  expect((await dataverse.write("POST", "RelationshipDefinitions", advisors)).status).toBe(204);
  const [lead, contact] = [await firstId("leads", "leadid"), await firstId("contacts", "contactid")];
  const links = `leads(${lead})/new_lead_contact_Advisors`;
  const reference = { "@odata.id": `${dataverse.sandbox.url}/api/data/v9.2/contacts(${contact})` };
  expect((await dataverse.write("POST", `${links}/$ref`, reference)).status).toBe(204);
  expect(rowsOf(await dataverse.get(`${links}?$select=contactid`))).toMatchObject([{ contactid: contact }]);
  expect(rowsOf(await dataverse.get(`${links}/$ref`))).toEqual([reference]);
  expect((await dataverse.get(`${links}/$count`)).text).toBe("1");
  expect((await dataverse.get(`${links}(${contact})?$select=contactid`)).json.contactid).toBe(contact);
  const back = await dataverse.get(
    `contacts(${contact})?$select=contactid&$expand=new_lead_contact_Advisors($select=leadid)`,
  );
  expect(asRows(back.json.new_lead_contact_Advisors)).toMatchObject([{ leadid: lead }]);
  expect(rowsOf(await dataverse.get("new_lead_contact_advisorsset"))).toMatchObject([
    { leadid: lead, contactid: contact },
  ]);
  const filtered = await dataverse.get(
    `leads?$select=leadid&$filter=new_lead_contact_Advisors/any(c:c/contactid eq ${contact})`,
  );
  expect(rowsOf(filtered)).toMatchObject([{ leadid: lead }]);
});

test("links are taken away by key and by address, and go with either row", async () => {
  await dataverse.write("POST", "RelationshipDefinitions", advisors);
  const contact = await firstId("contacts", "contactid");
  const made = await dataverse.write("POST", "leads", { lastname: "Linked" });
  const lead = /leads\([^)]*\)/.exec(made.headers.get("odata-entityid") ?? "")?.[0] ?? "";
  const links = `${lead}/new_lead_contact_Advisors`;
  const address = `${dataverse.sandbox.url}/api/data/v9.2/contacts(${contact})`;
  const add = () => dataverse.write("POST", `${links}/$ref`, { "@odata.id": address });
  const count = async () => rowsOf(await dataverse.get("new_lead_contact_advisorsset")).length;
  await add();
  expect((await dataverse.send("DELETE", `${links}(${contact})/$ref`)).status).toBe(204);
  expect(await count()).toBe(0);
  await add();
  expect((await dataverse.send("DELETE", `${links}/$ref?$id=${encodeURIComponent(address)}`)).status).toBe(
    204,
  );
  expect(await count()).toBe(0);
  await add();
  await dataverse.send("DELETE", lead);
  expect(await count()).toBe(0);
});

test("one-to-many collections take and lose rows by reference, and make new ones", async () => {
  const [account, contact] = [await firstId("accounts", "accountid"), await firstId("contacts", "contactid")];
  const collection = `accounts(${account})/contact_customer_accounts`;
  const company = async () =>
    (await dataverse.get(`contacts(${contact})?$select=_parentcustomerid_value`)).json
      ._parentcustomerid_value;
  await dataverse.send("DELETE", `contacts(${contact})/parentcustomerid_account/$ref`);
  expect(
    (await dataverse.write("POST", `${collection}/$ref`, { "@odata.id": `contacts(${contact})` })).status,
  ).toBe(204);
  expect(await company()).toBe(account);
  const reference = await dataverse.get(`contacts(${contact})/parentcustomerid_account/$ref`);
  expect(reference.json["@odata.id"]).toBe(`${dataverse.sandbox.url}/api/data/v9.2/accounts(${account})`);
  expect((await dataverse.send("DELETE", `${collection}(${contact})/$ref`)).status).toBe(204);
  expect(await company()).toBeNull();
  const made = await dataverse.write(
    "POST",
    collection,
    { lastname: "Born here" },
    { prefer: "return=representation" },
  );
  expect(made).toMatchObject({
    status: 201,
    json: { lastname: "Born here", _parentcustomerid_value: account },
  });
});

test("a path goes on from the row it has reached", async () => {
  const account = await firstId("accounts", "accountid");
  const made = await dataverse.write("POST", "contacts", {
    lastname: "Onward",
    "parentcustomerid_account@odata.bind": `/accounts(${account})`,
  });
  const contact = /contacts\([^)]*\)/.exec(made.headers.get("odata-entityid") ?? "")?.[0] ?? "";
  expect((await dataverse.get(`${contact}/parentcustomerid_account/accountid`)).json.value).toBe(account);
  const members = await dataverse.get(
    `${contact}/parentcustomerid_account/contact_customer_accounts?$select=lastname`,
  );
  expect(rowsOf(members).map((one) => one.lastname)).toContain("Onward");
});

test.each([
  ["accounts(@)/contact_customer_accounts/$value", 404],
  ["accounts(@)/name/$ref", 404],
  ["accounts(@)/name/more", 404],
  ["accounts(@)/nothing(00000000-0000-0000-0000-000000000001)", 404],
  ["accounts(@)/contact_customer_accounts(00000000-0000-0000-0000-000000000001)", 404],
  ["accounts(@)/contact_customer_accounts(x)", 400],
])("GET %s is %i", async (path, status) => {
  const account = await firstId("accounts", "accountid");
  expect((await dataverse.get(path.replace("@", account))).status).toBe(status);
});

test("relationships are changed and deleted, the lookup with them", async () => {
  await dataverse.write("POST", "RelationshipDefinitions", sponsor);
  const path = "RelationshipDefinitions(SchemaName='new_account_lead_Sponsor')";
  const { json } = await dataverse.get(`${path}/${crm}.OneToManyRelationshipMetadata`);
  const cascades = { ...(json.CascadeConfiguration as object), Delete: "Cascade" };
  expect((await dataverse.write("PUT", path, { ...json, CascadeConfiguration: cascades })).text).toBe("");
  expect((await dataverse.get(path)).json).toMatchObject({
    CascadeConfiguration: { Delete: "Cascade" },
    MetadataId: json.MetadataId,
  });
  expect((await dataverse.send("DELETE", path)).status).toBe(204);
  expect(
    await code(dataverse.write("POST", "leads", { lastname: "Lee", "new_SponsorId@odata.bind": null })),
  ).toEqual([400, "0x80048d19"]);
  await dataverse.write("POST", "RelationshipDefinitions", advisors);
  const many = "RelationshipDefinitions(SchemaName='new_lead_contact_Advisors')";
  expect((await dataverse.send("DELETE", many)).status).toBe(204);
  expect((await dataverse.get("new_lead_contact_advisorsset")).status).toBe(404);
});

test("a table that lookups lead to is not deleted before them", async () => {
  const name = {
    "@odata.type": `${crm}.StringAttributeMetadata`,
    SchemaName: "new_Name",
    IsPrimaryName: true,
  };
  await dataverse.write("POST", "EntityDefinitions", {
    SchemaName: "new_Bank",
    DisplayName: label("Bank"),
    Attributes: [name],
  });
  await dataverse.write("POST", "RelationshipDefinitions", { ...sponsor, ReferencedEntity: "new_bank" });
  expect(await code(dataverse.send("DELETE", "EntityDefinitions(LogicalName='new_bank')"))).toEqual([
    400,
    "0x8004f01f",
  ]);
});

test.each([
  ["the same relationship twice", sponsor, "0x80047013"],
  ["the same name with another lookup", { ...sponsor, Lookup: { SchemaName: "new_OtherId" } }, "0x8004432b"],
  [
    "a table that is not there",
    { ...sponsor, SchemaName: "new_x", ReferencedEntity: "nope", Lookup: { SchemaName: "new_XId" } },
    "0x80040217",
  ],
  ["no lookup", { ...sponsor, SchemaName: "new_x", Lookup: undefined }, "0x80048d19"],
  ["a bad name", { ...sponsor, SchemaName: "x", Lookup: { SchemaName: "new_XId" } }, "0x80044366"],
])("%s is refused", async (_what, body, error) => {
  await dataverse.write("POST", "RelationshipDefinitions", sponsor);
  expect((await code(dataverse.write("POST", "RelationshipDefinitions", body)))[1]).toBe(error);
});

test("a customer lookup leads to accounts and contacts, each by its own navigation property", async () => {
  const leadsTo = (target: string) => ({
    "@odata.type": `${crm}.ComplexOneToManyRelationshipMetadata`,
    SchemaName: `new_lead_customer_${target}`,
    ReferencedEntity: target,
    ReferencingEntity: "lead",
  });
  const made = await dataverse.write("POST", "CreateCustomerRelationships", {
    Lookup: { SchemaName: "new_PayerId", DisplayName: label("Payer") },
    OneToManyRelationships: [leadsTo("account"), leadsTo("contact")],
  });
  expect(made).toMatchObject({ status: 200, json: { RelationshipIds: { length: 2 } } });
  const contact = await firstId("contacts", "contactid");
  const row = { lastname: "Lee", "new_PayerId_contact@odata.bind": `/contacts(${contact})` };
  const lead = await dataverse.write("POST", "leads", row, { prefer: "return=representation" });
  expect(lead.json._new_payerid_value).toBe(contact);
  const column = await dataverse.get(
    "EntityDefinitions(LogicalName='lead')/Attributes(LogicalName='new_payerid')",
  );
  expect(column.json).toMatchObject({ AttributeType: "Customer", Targets: ["account", "contact"] });
});
