import { expect, test } from "vitest";
import { openClient, type Row } from "./client.ts";

async function openFive() {
  const client = await openClient();
  for (const [index, name] of ["alpha", "beta", "gamma", "delta", "epsilon"].entries()) {
    await client.api.create({
      collection: "accounts",
      data: { name: `five ${name}`, numberofemployees: index * 10, accountnumber: `F-${index}` },
    });
  }
  return client;
}

const filter = "startswith(name,'five')";

test("a query selects, filters, orders, counts and cuts", async () => {
  await using client = await openFive();
  const answer = await client.api.retrieveMultiple<Row>({
    collection: "accounts",
    select: ["name", "numberofemployees"],
    filter: `${filter} and numberofemployees ge 10`,
    orderBy: ["numberofemployees desc"],
    count: true,
    top: 2,
  });
  expect(answer.value.map((row) => row.name)).toEqual(["five epsilon", "five delta"]);
  expect(answer.oDataCount).toBe(4);
});

test("pages follow each other by their links, one by one or all at once", async () => {
  await using client = await openFive();
  const query = { collection: "accounts", select: ["name"], filter, orderBy: ["name"], maxPageSize: 2 };
  const sizes: number[] = [];
  let page = await client.api.retrieveMultiple<Row>(query);
  sizes.push(page.value.length);
  while (page.oDataNextLink) {
    page = await client.api.retrieveMultiple<Row>(query, page.oDataNextLink);
    sizes.push(page.value.length);
  }
  expect(sizes).toEqual([2, 2, 1]);
  const all = await client.api.retrieveAll<Row>(query);
  expect(all.value.map((row) => row.name)).toEqual(
    ["alpha", "beta", "delta", "epsilon", "gamma"].map((name) => `five ${name}`),
  );
});

test("counts come from the service, or from counting everything", async () => {
  await using client = await openFive();
  expect(await client.api.count({ collection: "accounts", filter })).toBe(5);
  expect(await client.api.countAll({ collection: "accounts", filter, select: ["name"] })).toBe(5);
  expect(await client.api.count({ collection: "businessunits" })).toBe(1);
});

test("rows bring their related rows along", async () => {
  await using client = await openFive();
  const { value } = await client.api.retrieveMultiple<Row>({
    collection: "accounts",
    select: ["name"],
    filter: "name eq 'Maple Street Bakery'",
    expand: [
      {
        property: "contact_customer_accounts",
        select: ["fullname"],
        filter: "statecode eq 0",
        orderBy: ["fullname"],
        top: 1,
      },
    ],
  });
  expect(value).toMatchObject([{ contact_customer_accounts: [{ fullname: "Rosa Baker" }] }]);
});

test("values come with their names", async () => {
  await using client = await openFive();
  const { value } = await client.api.retrieveMultiple<Row>({
    collection: "leads",
    select: ["fullname", "statecode", "statuscode", "leadqualitycode", "createdon", "_ownerid_value"],
    filter: "statecode eq 0",
    top: 1,
    includeAnnotations: "OData.Community.Display.V1.FormattedValue",
  });
  expect(value[0]).toMatchObject({
    "statecode@OData.Community.Display.V1.FormattedValue": "Open",
    "_ownerid_value@OData.Community.Display.V1.FormattedValue": expect.any(String),
    "createdon@OData.Community.Display.V1.FormattedValue": expect.stringMatching(
      /^\d+\/\d+\/\d{4} \d+:\d\d [AP]M$/,
    ),
  });
  expect(value[0]).not.toHaveProperty(["_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname"]);
});

test("groups are added up", async () => {
  await using client = await openFive();
  const { value } = await client.api.retrieveMultiple<Row>({
    collection: "accounts",
    apply: `filter(${filter})/groupby((statecode),aggregate(numberofemployees with sum as total,$count as rows))`,
  });
  expect(value).toMatchObject([{ statecode: 0, total: 100, rows: 5 }]);
});

test("changes since the last look are told", async () => {
  await using client = await openFive();
  const query = { collection: "accounts", select: ["name"], trackChanges: true };
  const first = await client.api.retrieveMultiple<Row>(query);
  expect(first.oDataDeltaLink).toContain("$deltatoken=");
  const id = await client.api.create<Row, string>({ collection: "accounts", data: { name: "new one" } });
  const [gone] = first.value;
  await client.api.deleteRecord({ collection: "accounts", key: String(gone?.accountid) });
  const second = await client.api.retrieveMultiple<Row>(query, first.oDataDeltaLink);
  expect(second.value).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ accountid: id, name: "new one" }),
      expect.objectContaining({ id: gone?.accountid, reason: "deleted" }),
    ]),
  );
  expect(second.value).toHaveLength(2);
});

test("FetchXML answers pages with cookies", async () => {
  await using client = await openFive();
  const fetchXml = `<fetch mapping="logical" count="2" returntotalrecordcount="true">
    <entity name="account">
      <attribute name="name"/>
      <order attribute="name"/>
      <filter><condition attribute="name" operator="like" value="five%"/></filter>
    </entity>
  </fetch>`;
  const first = await client.api.fetch<Row>({ collection: "accounts", fetchXml, includeAnnotations: "*" });
  expect(first.value.map((row) => row.name)).toEqual(["five alpha", "five beta"]);
  expect(first.PagingInfo?.nextPage).toBe(2);
  expect(first["@Microsoft.Dynamics.CRM.totalrecordcount"]).toBe(5);
  const second = await client.api.fetch<Row>({
    collection: "accounts",
    fetchXml,
    pageNumber: first.PagingInfo?.nextPage ?? 0,
    pagingCookie: first.PagingInfo?.cookie ?? "",
  });
  expect(second.value.map((row) => row.name)).toEqual(["five delta", "five epsilon"]);
  // It goes on as long as a cookie comes, which has to be asked for.
  const includeAnnotations = "Microsoft.Dynamics.CRM.fetchxmlpagingcookie";
  const all = await client.api.fetchAll<Row>({ collection: "accounts", fetchXml, includeAnnotations });
  expect(all.value.map((row) => row.name)).toHaveLength(5);
});

test("FetchXML joins and aggregates", async () => {
  await using client = await openFive();
  const joined = await client.api.fetch<Row>({
    collection: "contacts",
    includeAnnotations: "*",
    fetchXml: `<fetch><entity name="contact"><attribute name="fullname"/>
      <link-entity name="account" from="accountid" to="parentcustomerid" link-type="inner" alias="company">
        <attribute name="name"/><filter><condition attribute="accountnumber" operator="eq" value="SB-1001"/></filter>
      </link-entity></entity></fetch>`,
  });
  expect(joined.value).toMatchObject([{ fullname: "Rosa Baker", "company.name": "Maple Street Bakery" }]);
  const summed = await client.api.fetch<Row>({
    collection: "accounts",
    fetchXml: `<fetch aggregate="true"><entity name="account">
      <attribute name="numberofemployees" aggregate="sum" alias="total"/>
      <attribute name="accountid" aggregate="count" alias="n"/>
      <filter><condition attribute="name" operator="begins-with" value="five"/></filter></entity></fetch>`,
  });
  expect(summed.value).toMatchObject([{ total: 100, n: 5 }]);
});

test("a query too long for an address goes as a batch", async () => {
  await using client = await openFive();
  const many = Array.from({ length: 150 }, (_, index) => `accountnumber eq 'F-${index}'`).join(" or ");
  const { value } = await client.api.retrieveMultiple<Row>({
    collection: "accounts",
    select: ["name"],
    filter: many,
  });
  expect(value).toHaveLength(5);
});

test("a query that cannot be is refused with the service's words", async () => {
  await using client = await openFive();
  await expect(
    client.api.retrieveMultiple({ collection: "accounts", select: ["nonsense"] }),
  ).rejects.toMatchObject({
    status: 400,
    code: "0x80060888",
    message: "Could not find a property named 'nonsense' on type 'Microsoft.Dynamics.CRM.account'.",
  });
  await expect(
    client.api.retrieveMultiple({ collection: "accounts", filter: "name eq" }),
  ).rejects.toMatchObject({ status: 400, code: "0x80060888" });
});
