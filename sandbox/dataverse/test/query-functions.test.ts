import { expect, test } from "vitest";
import { contacts as bankContacts } from "../src/seed/people.ts";
import { openClient, openSandbox, rowsOf, type SandboxClient } from "./sandbox-client.ts";

async function names(caller: Pick<SandboxClient, "get">, set: string, filter: string): Promise<unknown[]> {
  const answer = await caller.get(
    `${set}?$select=fullname&$orderby=fullname&$filter=${encodeURIComponent(filter)}`,
  );
  expect(answer.text).not.toContain('"error"');
  return rowsOf(answer).map((row) => row.fullname);
}

const fn = (name: string, rest = ""): string => `Microsoft.Dynamics.CRM.${name}(PropertyName=${rest})`;

test("lists of values are text or numbers, in single or double quotes", async () => {
  await using caller = await openSandbox();
  const chen = ["Robert Chen"];
  expect(await names(caller, "contacts", fn("In", `'lastname',PropertyValues=["Chen"]`))).toEqual(chen);
  expect(await names(caller, "contacts", fn("In", `'statecode',PropertyValues=["1"]`))).toEqual([
    "Peter Novak",
  ]);
  expect(await names(caller, "contacts", fn("In", `'statecode',PropertyValues=[1]`))).toEqual([
    "Peter Novak",
  ]);
  const others = await names(caller, "contacts", fn("NotIn", `'lastname',PropertyValues=['Chen']`));
  expect(others).not.toContain("Robert Chen");
  expect(others).toHaveLength(bankContacts.length - chen.length);
});

test("dates are compared with days and with stretches of time", async () => {
  await using opened = await openSandbox();
  await opened.control("POST", "clock", { now: "2026-03-10T14:00:00Z", freeze: true });
  // With a token of that time.
  const caller = await openClient(opened.sandbox);
  const all = await names(caller, "contacts", "contactid ne null");
  const on = (name: string, day: string): string => fn(name, `'createdon',PropertyValue='${day}'`);
  expect(await names(caller, "contacts", on("On", "2026-01-05"))).toEqual(all);
  expect(await names(caller, "contacts", on("OnOrAfter", "2026-01-06"))).toEqual([]);
  expect(await names(caller, "contacts", on("OnOrBefore", "2026-01-05"))).toEqual(all);
  expect(await names(caller, "contacts", fn("Tomorrow", "'createdon'"))).toEqual([]);
  await caller.write("PATCH", "leads(11111111-1111-4111-8111-111111111111)", { lastname: "Newcomer" });
  // What lies before now leaves now out.
  await caller.control("POST", "clock", { advanceMs: 1000 });
  for (const one of [
    fn("Today", "'createdon'"),
    fn("ThisMonth", "'createdon'"),
    fn("ThisYear", "'createdon'"),
    fn("LastXHours", "'createdon',PropertyValue=2"),
    fn("LastXDays", "'createdon',PropertyValue='1'"),
    fn("Last7Days", "'createdon'"),
    fn("EqualUserId", "'createdby'") + " and lastname eq 'Newcomer'",
  ]) {
    expect([one, (await names(caller, "leads", one)).includes("Newcomer")]).toEqual([one, true]);
  }
  expect(await names(caller, "leads", fn("OlderThanXMonths", "'createdon',PropertyValue=240"))).toEqual([]);
});

test("a value from a range is between its ends, and ne finds rows without a value", async () => {
  await using caller = await openSandbox();
  const between = fn("Between", "'lastname',PropertyValues=['Chen','Gagnon']");
  expect(await names(caller, "contacts", between)).toEqual(
    await names(caller, "contacts", "lastname ge 'Chen' and lastname le 'Gagnon'"),
  );
  const withoutPhone = await names(caller, "contacts", "mobilephone eq null");
  expect(await names(caller, "contacts", "mobilephone ne '0'")).toEqual(expect.arrayContaining(withoutPhone));
});

test("parameter aliases stand for values", async () => {
  await using caller = await openSandbox();
  const answer = await caller.get("contacts?$filter=lastname eq @n and statecode eq @s&@n='Chen'&@s=0");
  expect(rowsOf(answer).map((row) => row.fullname)).toEqual(["Robert Chen"]);
  const listed = await caller.get(
    "contacts?$filter=Microsoft.Dynamics.CRM.In(PropertyName=@p,PropertyValues=@v)&@p='lastname'&@v=['Chen']",
  );
  expect(rowsOf(listed).map((row) => row.fullname)).toEqual(["Robert Chen"]);
});

test("lambdas nest, reach through lookups and compare with false", async () => {
  await using caller = await openSandbox();
  const nested =
    "Contact_Appointments/any(a:a/appointment_activity_parties/any(p:p/participationtypemask eq 7 and p/partyid_systemuser/fullname eq 'Dana Roy'))";
  expect(await names(caller, "contacts", nested)).toEqual(["Robert Chen"]);
  expect(
    await names(caller, "leads", "parentcontactid/Contact_Appointments/any() and statecode eq 9"),
  ).toEqual([]);
  expect(await names(caller, "contacts", "contains(lastname,'chen') eq true")).toEqual(["Robert Chen"]);
  expect(
    await names(caller, "contacts", "contains(lastname,'a') eq false and not endswith(lastname,'n')"),
  ).toEqual(
    await names(caller, "contacts", "not contains(lastname,'a') and endswith(lastname,'n') eq false"),
  );
});

test("an index finds what a scan finds", async () => {
  await using caller = await openSandbox();
  // The second form cannot use the index of the first.
  for (const [fast, slow] of [
    ["emailaddress1 eq 'ROBERT.chen@example.com'", "startswith(emailaddress1,'robert.chen@example.com')"],
    ["lastname eq 'Wilson' or lastname eq 'Chen'", "not (lastname ne 'wilson' and lastname ne 'CHEN')"],
    ["owninguser/fullname eq 'Dana Roy'", "startswith(owninguser/fullname,'Dana R')"],
    [
      "Contact_Appointments/any(a:a/subject eq 'Account opening – Maria Santos')",
      "Contact_Appointments/any(a:contains(a/subject,'Maria Santos') and a/statecode eq 2)",
    ],
  ] as const) {
    const found = await names(caller, "contacts", fast);
    expect([fast, found]).toEqual([fast, await names(caller, "contacts", slow)]);
    expect(found.length).toBeGreaterThan(0);
  }
});

test.each([
  ["Microsoft.Dynamics.CRM.Nope(PropertyName='lastname')", /unknown function/],
  [
    "Microsoft.Dynamics.CRM.In(PropertyName='nope',PropertyValues=['x'])",
    /Could not find a property named 'nope'/,
  ],
  ["Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue='x')", /not valid/],
  [
    "Microsoft.Dynamics.CRM.Between(PropertyName='createdon',PropertyValues=['2026-01-01'])",
    /takes 2 values/,
  ],
  ["Contact_Appointments/any(a:a/nope eq 1)", /Could not find a property named 'nope'/],
  ["nope/any()", /Could not find a property named 'nope'/],
])("the filter %s is refused with a reason", async (filter, message) => {
  await using caller = await openSandbox();
  const answer = await caller.get(`contacts?$filter=${encodeURIComponent(filter)}`);
  expect([answer.status, answer.json]).toMatchObject([
    400,
    { error: { code: "0x80060888", message: expect.stringMatching(message) as string } },
  ]);
});
