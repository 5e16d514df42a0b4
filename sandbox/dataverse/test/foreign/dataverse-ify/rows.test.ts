import { EntityReference, type IEntity } from "dataverse-ify";
import { expect, test } from "vitest";
import { openClient } from "./client.ts";

type Early = IEntity & Record<string, unknown>;

test("early-bound rows are created, read back, changed and deleted", async () => {
  await using opened = await openClient();
  const { client } = opened;
  const account = await client.create({
    logicalName: "account",
    name: "Early",
    numberofemployees: 7,
    accountcategorycode: 1,
    revenue: 10.5,
  });
  const contact = await client.create({
    logicalName: "contact",
    lastname: "Bound",
    parentcustomerid: new EntityReference("account", account),
  });
  await client.update({
    logicalName: "account",
    id: account,
    primarycontactid: new EntityReference("contact", contact),
  });
  const read = await client.retrieve<Early>("account", account, [
    "name",
    "numberofemployees",
    "accountcategorycode",
    "revenue",
    "primarycontactid",
    "createdon",
  ]);
  expect(read).toMatchObject({
    name: "Early",
    numberofemployees: 7,
    accountcategorycode: 1,
    revenue: 10.5,
    primarycontactid: { entityType: "contact", id: contact, name: "Bound" },
    formattedValues: { accountcategorycode: "Preferred Customer", revenue: "$10.50" },
  });
  expect(read.createdon).toBeInstanceOf(Date);
  const child = await client.retrieve<Early>("contact", contact, ["parentcustomerid"]);
  expect(child.parentcustomerid).toMatchObject({ entityType: "account", id: account, name: "Early" });
  await client.delete("contact", contact);
  await client.delete({ logicalName: "account", id: account } as IEntity);
});

test("null clears columns and lookups", async () => {
  await using opened = await openClient();
  const { client } = opened;
  const contact = await client.create({ logicalName: "contact", lastname: "Cleared" });
  const account = await client.create({
    logicalName: "account",
    name: "Nulls",
    telephone1: "1",
    primarycontactid: new EntityReference("contact", contact),
  });
  await client.update({
    logicalName: "account",
    id: account,
    telephone1: null,
    primarycontactid: null,
  });
  const read = await client.retrieve<Early>("account", account, ["telephone1", "primarycontactid"]);
  expect(read.telephone1).toBeNull();
  expect(read.primarycontactid).toBeUndefined();
});

test("queries answer collections, by OData and by FetchXML, page by page", async () => {
  await using opened = await openClient();
  const { client } = opened;
  for (const name of ["q1", "q2", "q3"]) await client.create({ logicalName: "account", name });
  const byOData = await client.retrieveMultiple<Early>(
    "?$select=name&$filter=startswith(name,'q')&$orderby=name",
    {
      logicalName: "account",
      maxPageSize: 2,
    },
  );
  expect(byOData.entities.map((row) => row.name)).toEqual(["q1", "q2"]);
  expect(byOData.nextLink).toContain("$skiptoken=");
  const fetchXml = `<fetch version="1.0" output-format="xml-platform" mapping="logical" distinct="false" count="2" page="1" returntotalrecordcount="true">
      <entity name="account"><attribute name="name" /><attribute name="accountid" />
        <order attribute="name" descending="false" />
        <filter type="and"><condition attribute="name" operator="like" value="q%" /></filter>
      </entity></fetch>`;
  const byFetch = await client.retrieveMultiple<Early>(fetchXml);
  expect(byFetch.entities.map((row) => row.name)).toEqual(["q1", "q2"]);
  expect(byFetch).toMatchObject({ moreRecords: true, totalRecordCount: 3, totalRecordCountExceeded: false });
  expect(byFetch.pagingCooking).toContain('pagenumber="2"');
});

test("rows of a relationship are associated and disassociated, several at once in a batch", async () => {
  await using opened = await openClient();
  const { client, webApi } = opened;
  const account = await client.create({ logicalName: "account", name: "Family" });
  const ids = await Promise.all(
    ["A", "B"].map((lastname) => client.create({ logicalName: "contact", lastname })),
  );
  const references = ids.map((id) => new EntityReference("contact", id));
  await client.associate("account", account, "contact_customer_accounts", references);
  const count = async () => {
    const { entities } = await webApi.retrieveMultipleRecords(
      "contact",
      `?$select=fullname&$filter=_parentcustomerid_value eq ${account}`,
    );
    return entities.length;
  };
  expect(await count()).toBe(2);
  await client.disassociate("account", account, "contact_customer_accounts", references);
  expect(await count()).toBe(0);
});

test("several requests go in one batch, some of them as a change set", async () => {
  await using opened = await openClient();
  const { client } = opened;
  const create = (name: string) => ({ logicalName: "Create", target: { logicalName: "account", name } });
  const responses = await client.executeMultiple<{ id: string }>([
    [create("b1"), create("b2")],
    create("b3"),
  ] as never);
  expect(responses).toHaveLength(3);
  const [first] = responses ?? [];
  const read = await client.retrieve<Early>("account", String(first?.id), ["name"]);
  expect(read.name).toBe("b1");
  await expect(
    client.executeMultiple([[create("rolled back"), create("x".repeat(161))]] as never),
  ).rejects.toMatchObject({
    message: expect.stringContaining("exceeded the maximum allowed length of '160'"),
  });
  const { entities } = await client.retrieveMultiple("?$select=name&$filter=name eq 'rolled back'", {
    logicalName: "account",
  });
  expect(entities).toEqual([]);
});

test("an opportunity is won", async () => {
  await using opened = await openClient();
  const { client } = opened;
  const customer = await client.create({ logicalName: "account", name: "Buyer" });
  const opportunity = await client.create({
    logicalName: "opportunity",
    name: "Big deal",
    customerid: new EntityReference("account", customer),
  });
  await client.execute({
    logicalName: "WinOpportunity",
    Status: 3,
    OpportunityClose: {
      logicalName: "opportunityclose",
      subject: "Won it",
      opportunityid: new EntityReference("opportunity", opportunity),
    },
  });
  const read = await client.retrieve<Early>("opportunity", opportunity, ["statecode", "statuscode"]);
  expect(read).toMatchObject({ statecode: 1, statuscode: 3 });
});
