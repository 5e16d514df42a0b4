import { expect, test } from "vitest";
import { openService, type Row } from "./service.ts";

const people = [
  ["Yvonne", "McKay (sample)", "Coffee Master", 45000],
  ["Susanna", "Stubberod (sample)", "Senior Purchasing Agent", 52000],
  ["Nancy", "Anderson (sample)", "Activities Manager", 55500],
  ["Maria", "Cambell (sample)", "Accounts Manager", 31000],
  ["Scott", "Konersmann (sample)", "Accountant", 38000],
  ["Robert", "Lyon (sample)", "Senior Technician", 78000],
  ["Paul", "Cannon (sample)", "Ski Instructor", 68500],
  ["Rene", "Valdes (sample)", "Data Analyst III", 86000],
  ["Jim", "Glynn (sample)", "Senior International Sales Manager", 81400],
] as const;

/** The company of the sample, with its people and their tasks. */
async function openCompany() {
  const service = await openService();
  const account = await service.create("accounts", {
    name: "Contoso, Ltd. (sample)",
    primarycontactid: {
      firstname: "Yvonne",
      lastname: "McKay (sample)",
      jobtitle: "Coffee Master",
      annualincome: 45000,
      Contact_Tasks: [{ subject: "Task 1" }, { subject: "Task 2" }],
    },
    Account_Tasks: [{ subject: "Task 1" }, { subject: "Task 2" }, { subject: "Task 3" }],
    contact_customer_accounts: people.slice(1).map(([firstname, lastname, jobtitle, annualincome]) => ({
      firstname,
      lastname,
      jobtitle,
      annualincome,
    })),
  });
  return { ...service, account, [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() };
}

const last = (rows: readonly Row[]) =>
  rows.map((row) => String(row.fullname).replace(" (sample)", "").split(" ").at(-1));

test("filters: functions of the standard, functions of Dataverse, precedence", async () => {
  await using company = await openCompany();
  const contains = await company.get(
    "contacts?$select=fullname,jobtitle,annualincome&$filter=contains(fullname,'(sample)')",
  );
  expect(contains.rows).toHaveLength(9);
  const recent = await company.get(
    "contacts?$select=fullname&$filter=Microsoft.Dynamics.CRM.LastXHours(PropertyName=@p1,PropertyValue=@p2) and contains(fullname,'(sample)')&@p1='createdon'&@p2='1'",
  );
  expect(recent.rows).toHaveLength(9);
  const either = "contains(jobtitle,'senior') or contains(jobtitle,'manager')";
  const grouped = await company.get(
    `contacts?$select=fullname&$filter=contains(fullname,'(sample)') and (${either}) and annualincome gt 55000&$orderby=fullname`,
  );
  expect(last(grouped.rows)).toEqual(["Glynn", "Anderson", "Lyon"]);
  const parents = await company.get(
    "accounts?$select=name&$filter=primarycontactid/jobtitle eq 'Coffee Master' and contact_customer_accounts/any(c:c/annualincome gt 80000)",
  );
  expect(parents.rows).toHaveLength(1);
  const tasks = await company.get(
    "tasks?$select=subject&$filter=_regardingobjectid_value ne null&$count=true",
  );
  expect(tasks.body["@odata.count"]).toBeGreaterThanOrEqual(5);
});

test("order, parameter aliases, top, counts and pages", async () => {
  await using company = await openCompany();
  const ordered = await company.get(
    "contacts?$select=fullname,jobtitle,annualincome&$filter=contains(fullname,'(sample)')&$orderby=jobtitle asc,annualincome desc",
  );
  expect(ordered.rows[0]).toMatchObject({ jobtitle: "Accountant" });
  const aliases = await company.get(
    "contacts?$select=fullname,jobtitle&$filter=contains(@p1,'(sample)') &$orderby=@p2 asc, @p3 desc&@p1=fullname&@p2=jobtitle&@p3=annualincome",
  );
  expect(last(aliases.rows)).toEqual(last(ordered.rows));
  expect(
    (await company.get("contacts?$select=fullname&$filter=contains(fullname,'(sample)')&$top=5")).rows,
  ).toHaveLength(5);
  const count = await company.get("contacts/$count?$filter=contains(fullname,'(sample)')");
  expect(count.text.replace(/^\uFEFF/, "")).toBe("9");
  const first = await company.get(
    "contacts?$select=fullname&$filter=contains(fullname,'(sample)')&$orderby=fullname&$count=true",
    { Prefer: "odata.maxpagesize=4" },
  );
  expect([first.rows.length, first.body["@odata.count"], first.headers.get("preference-applied")]).toEqual([
    4,
    9,
    "odata.maxpagesize=4",
  ]);
  const second = await company.get(String(first.body["@odata.nextLink"]), { Prefer: "odata.maxpagesize=4" });
  const third = await company.get(String(second.body["@odata.nextLink"]), { Prefer: "odata.maxpagesize=4" });
  expect([second.rows.length, third.rows.length, third.body["@odata.nextLink"]]).toEqual([4, 1, undefined]);
});

test("expand: one, many, partner, nested, and nested in a collection", async () => {
  await using company = await openCompany();
  const one = await company.get(`${company.account}?$select=name&$expand=primarycontactid($select=fullname)`);
  expect(one.body).toMatchObject({ primarycontactid: { fullname: "Yvonne McKay (sample)" } });
  const { contactid } = one.body.primarycontactid as { contactid: string };
  const partner = await company.get(
    `contacts(${contactid})?$select=fullname&$expand=account_primary_contact($select=name)`,
  );
  expect(partner.body).toMatchObject({ account_primary_contact: [{ name: "Contoso, Ltd. (sample)" }] });
  const many = await company.get(
    `${company.account}?$select=name&$expand=contact_customer_accounts($select=fullname),primarycontactid($select=fullname;$expand=createdby($select=fullname)),Account_Tasks($select=subject)`,
  );
  expect(many.body.contact_customer_accounts).toHaveLength(8);
  expect(many.body.Account_Tasks).toHaveLength(3);
  expect(many.body.primarycontactid).toMatchObject({ createdby: { fullname: expect.any(String) } });
  const nested = await company.get(
    "tasks?$select=subject&$filter=regardingobjectid_contact_task/contactid ne null and subject eq 'Task 1'&$expand=regardingobjectid_contact_task($select=fullname;$expand=parentcustomerid_account($select=name;$expand=createdby($select=fullname)))",
  );
  expect(nested.rows).toMatchObject([
    { subject: "Task 1", regardingobjectid_contact_task: { fullname: "Yvonne McKay (sample)" } },
  ]);
  const deep = await company.get(
    "contacts?$select=fullname&$filter=contains(fullname,'Glynn (sample)')&$expand=parentcustomerid_account($select=name;$expand=createdby($select=fullname))",
  );
  expect(deep.rows).toMatchObject([
    {
      parentcustomerid_account: {
        name: "Contoso, Ltd. (sample)",
        createdby: { fullname: expect.any(String) },
      },
    },
  ]);
});

test("aggregates", async () => {
  await using company = await openCompany();
  const sums = await company.get(
    `${company.account}/contact_customer_accounts?$apply=aggregate(annualincome with average as average,annualincome with sum as total,annualincome with min as minimum,annualincome with max as maximum)`,
  );
  expect(sums.rows).toMatchObject([{ total: 490400, minimum: 31000, maximum: 86000, average: 61300 }]);
  const groups = await company.get(
    "contacts?$apply=filter(contains(fullname,'(sample)'))/groupby((_parentcustomerid_value),aggregate($count as count))",
  );
  expect(groups.rows.map((row) => row.count).toSorted()).toEqual([1, 8]);
});

test("FetchXML, with paging by its attributes", async () => {
  await using company = await openCompany();
  const fetchXml = (
    page: number,
  ) => `<fetch mapping="logical" output-format="xml-platform" version="1.0" distinct="false" count="4" page="${page}">
    <entity name="contact"><attribute name="fullname"/><attribute name="jobtitle"/><attribute name="annualincome"/>
      <order descending="true" attribute="fullname"/>
      <filter type="and"><condition value="%(sample)%" attribute="fullname" operator="like"/>
        <filter type="or"><condition attribute="jobtitle" operator="not-null"/><condition attribute="annualincome" operator="gt" value="1"/></filter>
      </filter></entity></fetch>`;
  const headers = { Prefer: 'odata.include-annotations="*"' };
  const first = await company.get(`contacts?fetchXml=${encodeURIComponent(fetchXml(1))}`, headers);
  expect([first.rows.length, first.body["@Microsoft.Dynamics.CRM.morerecords"]]).toEqual([4, true]);
  expect(first.body["@Microsoft.Dynamics.CRM.fetchxmlpagingcookie"]).toMatch(
    /^<cookie pagenumber="2" pagingcookie="/,
  );
  const third = await company.get(`contacts?fetchXml=${encodeURIComponent(fetchXml(3))}`, headers);
  expect(third.rows).toHaveLength(1);
  expect(third.body["@Microsoft.Dynamics.CRM.morerecords"]).not.toBe(true);
});

test("annotations on request, of rows and of the whole answer", async () => {
  await using company = await openCompany();
  const all = { Prefer: 'odata.include-annotations="*"' };
  const read = await company.get(
    `${company.account}?$select=name,createdon,statecode,_primarycontactid_value,donotemail`,
    all,
  );
  expect(read.headers.get("preference-applied")).toBe('odata.include-annotations="*"');
  expect(read.body).toMatchObject({
    "statecode@OData.Community.Display.V1.FormattedValue": "Active",
    "createdon@OData.Community.Display.V1.FormattedValue": expect.stringMatching(
      /^\d+\/\d+\/\d{4} \d+:\d\d [AP]M$/,
    ),
    "donotemail@OData.Community.Display.V1.FormattedValue": "Allow",
    "_primarycontactid_value@OData.Community.Display.V1.FormattedValue": "Yvonne McKay (sample)",
    "_primarycontactid_value@Microsoft.Dynamics.CRM.associatednavigationproperty": "primarycontactid",
    "_primarycontactid_value@Microsoft.Dynamics.CRM.lookuplogicalname": "contact",
  });
  const query = "contacts?$select=fullname,annualincome&$filter=contains(fullname,'McKay (sample)')";
  const listed = await company.get(query, all);
  expect(listed.body).toMatchObject({
    "@Microsoft.Dynamics.CRM.totalrecordcount": -1,
    "@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded": false,
    "@Microsoft.Dynamics.CRM.globalmetadataversion": expect.stringMatching(/^\d+$/),
  });
  const counted = await company.get(`${query}&$count=true`, {
    Prefer: 'odata.maxpagesize=4; odata.include-annotations="*"',
  });
  expect(counted.headers.get("preference-applied")).toBe(
    'odata.include-annotations="*"; odata.maxpagesize=4',
  );
  expect(counted.body).toMatchObject({ "@odata.count": 1, "@Microsoft.Dynamics.CRM.totalrecordcount": 1 });
});

test("money comes with its currency", async () => {
  await using company = await openCompany();
  const { rows } = await company.get(
    "contacts?$select=fullname,annualincome&$filter=contains(fullname,'McKay (sample)')",
    {
      Prefer: 'odata.include-annotations="*"',
    },
  );
  expect(rows).toMatchObject([
    {
      annualincome: 45000,
      "annualincome@OData.Community.Display.V1.FormattedValue": "$45,000.00",
      "_transactioncurrencyid_value@OData.Community.Display.V1.FormattedValue": "Canadian Dollar",
      _transactioncurrencyid_value: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  ]);
});
