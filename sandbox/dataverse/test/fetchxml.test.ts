import { expect, test } from "vitest";
import { contacts as bankContacts } from "../src/seed/people.ts";
import {
  batchOf,
  openSandbox,
  operation,
  rowsOf,
  type Answer,
  type SandboxClient,
} from "./sandbox-client.ts";

const inactive = bankContacts.filter(({ statecode }) => statecode === 1);
const everything = { prefer: 'odata.include-annotations="*"' };

function fetchXml(caller: SandboxClient, set: string, xml: string, headers = {}): Promise<Answer> {
  return caller.get(`${set}?fetchXml=${encodeURIComponent(xml)}`, headers);
}

const contactsWhere = (condition: string): string =>
  `<fetch><entity name='contact'><attribute name='fullname'/><order attribute='fullname'/><filter>${condition}</filter></entity></fetch>`;

test("attributes, orders and filters do what they say", async () => {
  await using caller = await openSandbox();
  const answer = await fetchXml(
    caller,
    "contacts",
    `<fetch top="3"><entity name="contact">
      <attribute name="fullname" /><attribute name="ownerid" /><attribute name="mobilephone" alias="phone" />
      <order attribute="lastname" descending="true" /><order attribute="firstname" />
      <filter><condition attribute="statecode" operator="eq" value="0" />
        <filter type="or"><condition attribute="lastname" operator="like" value="w%" />
          <condition attribute="lastname" operator="in"><value>Chen</value><value>Santos</value></condition>
        </filter></filter></entity></fetch>`,
  );
  const rows = rowsOf(answer);
  expect(rows.map((row) => String(row.fullname).split(" ").at(-1))).toEqual(["Wilson", "Wilson", "Santos"]);
  expect(rows[0]).toMatchObject({
    "@odata.etag": expect.stringMatching(/^W\//) as string,
    contactid: expect.any(String) as string,
    _ownerid_value: expect.any(String) as string,
  });
});

test.each([
  ["<condition attribute='lastname' operator='begins-with' value='che'/>", ["Robert Chen"]],
  [
    "<condition attribute='lastname' operator='not-null'/><condition attribute='lastname' operator='eq' value='chen'/>",
    ["Robert Chen"],
  ],
  ["<condition attribute='statecode' operator='ne' value='0'/>", ["Peter Novak"]],
  [
    "<condition attribute='lastname' operator='between'><value>Che</value><value>Chz</value></condition>",
    ["Robert Chen"],
  ],
  [
    "<condition attribute='firstname' operator='like' value='_obert'/><condition attribute='lastname' operator='like' value='[c-d]hen'/>",
    ["Robert Chen"],
  ],
  ["<condition attribute='lastname' operator='eq' valueof='firstname'/>", []],
  [
    "<link-entity name='appointment' from='regardingobjectid' to='contactid' link-type='any'><filter><condition attribute='statecode' operator='eq' value='2'/></filter></link-entity>",
    ["Maria Santos"],
  ],
])("the condition %s finds %j", async (condition, names) => {
  await using caller = await openSandbox();
  const answer = await fetchXml(caller, "contacts", contactsWhere(condition));
  expect(rowsOf(answer).map((row) => row.fullname)).toEqual(names);
});

test("linked rows come under their alias, with annotations", async () => {
  await using caller = await openSandbox();
  const xml = `<fetch><entity name="appointment"><attribute name="subject" />
    <filter><condition attribute="statecode" operator="eq" value="2" /></filter>
    <link-entity name="contact" from="contactid" to="regardingobjectid" alias="c">
      <attribute name="fullname" /><attribute name="statecode" /><attribute name="ownerid" alias="who" />
    </link-entity></entity></fetch>`;
  const [row] = rowsOf(await fetchXml(caller, "appointments", xml, everything));
  expect(row).toMatchObject({
    subject: "Account opening – Maria Santos",
    "c.fullname": "Maria Santos",
    "c.fullname@OData.Community.Display.V1.AttributeName": "fullname",
    "c.statecode": 0,
    "c.statecode@OData.Community.Display.V1.FormattedValue": "Active",
    "who@OData.Community.Display.V1.FormattedValue": expect.any(String) as string,
    "who@Microsoft.Dynamics.CRM.lookuplogicalname": "systemuser",
  });
});

test("an outer join keeps rows that lead nowhere, and a condition can ask for just those", async () => {
  await using caller = await openSandbox();
  const linked = (type: string, filter: string) =>
    `<fetch><entity name="contact"><attribute name="fullname" />${filter}
      <link-entity name="appointment" from="regardingobjectid" to="contactid" link-type="${type}" alias="a"><attribute name="subject"/></link-entity></entity></fetch>`;
  const inner = rowsOf(await fetchXml(caller, "contacts", linked("inner", "")));
  const outer = rowsOf(await fetchXml(caller, "contacts", linked("outer", "")));
  const without = rowsOf(
    await fetchXml(
      caller,
      "contacts",
      linked("outer", `<filter><condition entityname="a" attribute="activityid" operator="null"/></filter>`),
    ),
  );
  expect(inner.length).toBeGreaterThan(0);
  expect(outer.length).toBe(inner.length + without.length);
  expect(Object.keys(without[0] ?? {})).not.toContain("a.subject");
});

test("pages follow one another by their cookie", async () => {
  await using caller = await openSandbox();
  const paging = {
    prefer:
      'odata.include-annotations="Microsoft.Dynamics.CRM.fetchxmlpagingcookie,Microsoft.Dynamics.CRM.morerecords"',
  };
  const pageSize = 5;
  const xml = (attributes: string) =>
    `<fetch count="${pageSize}" ${attributes}><entity name="contact"><attribute name="fullname"/><order attribute="lastname"/></entity></fetch>`;
  const names: unknown[] = [];
  let page = 1;
  let attributes = "";
  for (;;) {
    const answer = await fetchXml(caller, "contacts", xml(attributes), paging);
    names.push(...rowsOf(answer).map((row) => row.contactid));
    const cookie = answer.json["@Microsoft.Dynamics.CRM.fetchxmlpagingcookie"];
    expect(answer.json["@Microsoft.Dynamics.CRM.morerecords"]).toBe(cookie === undefined ? undefined : true);
    if (typeof cookie !== "string") break;
    // As clients do: the inner cookie, decoded twice, goes back as an attribute.
    const inner = /pagingcookie="([^"]*)"/.exec(cookie)?.[1] ?? "";
    const text = decodeURIComponent(decodeURIComponent(inner));
    expect(text).toMatch(/^<cookie page="\d"><lastname /);
    page += 1;
    attributes = `page="${page}" paging-cookie="${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;")}"`;
  }
  expect([page, names.length, new Set(names).size]).toEqual([
    Math.ceil(bankContacts.length / pageSize),
    bankContacts.length,
    bankContacts.length,
  ]);
  const third = await fetchXml(caller, "contacts", xml('page="3"'));
  expect(rowsOf(third)).toHaveLength(bankContacts.length - 2 * pageSize);
});

test("aggregates count, sum and group, also by parts of dates", async () => {
  await using caller = await openSandbox();
  const answer = await fetchXml(
    caller,
    "contacts",
    `<fetch aggregate="true"><entity name="contact">
      <attribute name="contactid" alias="all" aggregate="count"/>
      <attribute name="mobilephone" alias="phones" aggregate="countcolumn"/>
      <attribute name="statecode" alias="state" groupby="true"/>
      <attribute name="createdon" alias="year" groupby="true" dategrouping="year"/>
      <order alias="all" descending="true"/></entity></fetch>`,
    everything,
  );
  const rows = rowsOf(answer);
  expect(rows.map(({ all, state, year }) => [all, state, year])).toEqual([
    [bankContacts.length - inactive.length, 0, 2026],
    [inactive.length, 1, 2026],
  ]);
  expect(rows[0]?.["state@OData.Community.Display.V1.FormattedValue"]).toBe("Active");
  expect(Object.keys(rows[0] ?? {})).not.toContain("contactid");
});

test("distinct leaves out repetitions, and the record count is told on request", async () => {
  await using caller = await openSandbox();
  const answer = await fetchXml(
    caller,
    "contacts",
    `<fetch distinct="true" returntotalrecordcount="true"><entity name="contact"><attribute name="statecode"/><order attribute="statecode"/></entity></fetch>`,
    everything,
  );
  expect(rowsOf(answer).map((row) => row.statecode)).toEqual([0, 1]);
  expect(answer.json["@Microsoft.Dynamics.CRM.totalrecordcount"]).toBe(2);
});

test("choices are sorted by their labels, unless their values are asked for", async () => {
  await using caller = await openSandbox();
  const states = async (attributes: string) => {
    const xml = `<fetch distinct="true" ${attributes}><entity name="lead"><attribute name="statecode"/><order attribute="statecode"/></entity></fetch>`;
    return rowsOf(await fetchXml(caller, "leads", xml)).map((row) => row.statecode);
  };
  // Disqualified, Open, Qualified.
  expect(await states("")).toEqual([2, 0, 1]);
  expect(await states('useraworderby="true"')).toEqual([0, 1, 2]);
});

test("a batch takes FetchXML as well", async () => {
  await using caller = await openSandbox();
  const xml = encodeURIComponent(
    contactsWhere("<condition attribute='lastname' operator='eq' value='Chen'/>"),
  );
  const answer = await caller.batch(batchOf(operation({ method: "GET", path: `contacts?fetchXml=${xml}` })));
  expect(answer.text).toContain('"fullname":"Robert Chen"');
});

test.each([
  ["<fetch><entity name='contact'>", "0x80040201"],
  ["<fetch><entity name='contact'/></fetch><x/>", "0x80040201"],
  ["<!DOCTYPE x [<!ENTITY a 'b'>]><fetch><entity name='contact'/></fetch>", "0x80040201"],
  ["<fetch><entity name='nope'/></fetch>", "0x80041102"],
  ["<fetch><entity name='contact'><attribute name='nope'/></entity></fetch>", "0x80041103"],
  [
    "<fetch><entity name='contact'><filter><condition attribute='nope' operator='null'/></filter></entity></fetch>",
    "0x80041103",
  ],
  [
    "<fetch><entity name='contact'><filter><condition attribute='fullname' operator='nope'/></filter></entity></fetch>",
    "0x80040203",
  ],
  [
    "<fetch><entity name='contact'><filter><condition attribute='fullname' operator='eq'/></filter></entity></fetch>",
    "0x80040203",
  ],
  [
    "<fetch><entity name='contact'><filter><condition attribute='contactid' operator='eq' value='x'/></filter></entity></fetch>",
    "0x80040203",
  ],
  ["<fetch top='5' page='2'><entity name='contact'/></fetch>", "0x80040203"],
  [
    "<fetch aggregate='true'><entity name='contact'><attribute name='fullname' groupby='true'/></entity></fetch>",
    "0x80040203",
  ],
  ["<fetch><entity name='lead'/></fetch>", "0x80060888"],
  ["<fetch/>", "0x80040203"],
  [
    `<fetch><entity name='contact'>${"<filter>".repeat(60)}${"</filter>".repeat(60)}</entity></fetch>`,
    "0x80040203",
  ],
])("%s is refused with %s", async (xml, code) => {
  await using caller = await openSandbox();
  const answer = await fetchXml(caller, "contacts", xml);
  expect([answer.status, answer.json]).toMatchObject([400, { error: { code } }]);
});
