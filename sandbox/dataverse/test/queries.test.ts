import { expect, test } from "vitest";
import { appointments } from "../src/seed/history.ts";
import { contacts as bankContacts } from "../src/seed/people.ts";
import { asRows, openSandbox, rowsOf, type SandboxClient } from "./sandbox-client.ts";

const active = bankContacts.filter(({ statecode }) => statecode !== 1);

async function names(caller: SandboxClient, set: string, query: string): Promise<unknown[]> {
  const answer = await caller.get(`${set}?$select=fullname&${query}`);
  expect(answer.text).not.toContain('"error"');
  return rowsOf(answer).map((row) => row.fullname);
}

test("filters compare, combine, group and negate", async () => {
  await using caller = await openSandbox();
  const contacts = (filter: string) =>
    names(caller, "contacts", `$orderby=fullname&$filter=${encodeURIComponent(filter)}`);
  expect(await contacts("emailaddress1 eq 'robert.chen@example.com' and statecode eq 0")).toEqual([
    "Robert Chen",
  ]);
  expect(
    await contacts("(lastname eq 'Chen' or lastname eq 'Santos') and not (firstname eq 'Maria')"),
  ).toEqual(["Robert Chen"]);
  // Without the parentheses, `and` binds tighter than `or`.
  expect(await contacts("lastname eq 'Chen' or lastname eq 'Santos' and firstname eq 'Nobody'")).toEqual([
    "Robert Chen",
  ]);
  expect(await contacts("startswith(fullname,'ro') and endswith(lastname,'er')")).toEqual(["Rosa Baker"]);
  expect(await contacts("contains(emailaddress1,'wilson') and mobilephone eq null")).toHaveLength(2);
  expect(await contacts("statecode ne 0")).toEqual(["Peter Novak"]);
  expect(await contacts("lastname eq 'O''Brien'")).toEqual(["Brian O'Brien"]);
  expect(await contacts("mobilephone ne null and lastname ge 'Fraser' and lastname lt 'Santos'")).toEqual([
    "Brian O'Brien",
    "Liam Fraser",
  ]);
  expect(
    await contacts("Microsoft.Dynamics.CRM.In(PropertyName='lastname',PropertyValues=['Chen','novak'])"),
  ).toEqual(["Peter Novak", "Robert Chen"]);
  expect(await contacts("createdon ge 2026-01-05T14:00:00Z and createdon lt 2026-01-06")).toHaveLength(
    bankContacts.length,
  );
});

test("text is compared without regard to case and accents", async () => {
  await using caller = await openSandbox();
  expect(await names(caller, "contacts", "$filter=emailaddress1 eq 'ROBERT.Chen@Example.com'")).toEqual([
    "Robert Chen",
  ]);
  expect(await names(caller, "contacts", "$filter=firstname eq 'chloe'")).toEqual(["Chloé Gagnon"]);
});

test("lookups are filtered by their value, and by columns of the row they lead to", async () => {
  await using caller = await openSandbox();
  const [dana] = rowsOf(await caller.get("systemusers?$filter=fullname eq 'Dana Roy'"));
  const owned = await names(
    caller,
    "contacts",
    `$orderby=lastname&$filter=_ownerid_value eq ${String(dana?.systemuserid)}`,
  );
  expect(owned).toEqual(["Robert Chen", "Aisha Mohammed"]);
  expect(await names(caller, "leads", "$filter=parentcontactid/lastname eq 'Larsen'")).toEqual([
    "Henrik Larsen",
  ]);
  expect(await names(caller, "leads", "$filter=masterid/lastname eq 'Haidari'")).toEqual(["Nadia Haidari"]);
});

test("any and all look into collections", async () => {
  await using caller = await openSandbox();
  const subjects = async (filter: string) =>
    rowsOf(await caller.get(`appointments?$orderby=subject&$filter=${encodeURIComponent(filter)}`)).map(
      (row) => row.subject,
    );
  expect(
    await subjects(
      "appointment_activity_parties/any(p:p/participationtypemask eq 7 and p/addressused eq 'dana.roy@acme.example')",
    ),
  ).toEqual(["Mortgage renewal – Robert Chen"]);
  expect(await subjects("appointment_activity_parties/all(p:p/participationtypemask eq 7)")).toEqual([]);
  expect(await subjects("appointment_activity_parties/any()")).toHaveLength(appointments.length);
});

test("$select, $orderby, $top and $count shape the answer", async () => {
  await using caller = await openSandbox();
  const answer = await caller.get(
    "contacts?$select=lastname,_ownerid_value&$orderby=lastname desc,firstname&$top=2&$count=true",
  );
  expect(answer.json["@odata.count"]).toBe(bankContacts.length);
  expect(answer.json["@odata.context"]).toBe(
    `${caller.sandbox.url}/api/data/v9.2/$metadata#contacts(lastname,_ownerid_value)`,
  );
  const rows = rowsOf(answer);
  expect(rows.map((row) => row.lastname)).toEqual(["Wilson", "Wilson"]);
  expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual([
    "@odata.etag",
    "_ownerid_value",
    "contactid",
    "lastname",
  ]);
  expect((await caller.get("contacts/$count?$filter=statecode eq 0")).text).toBe(String(active.length));
});

test("pages link to the next one until there is none", async () => {
  await using caller = await openSandbox();
  const pageSize = 5;
  const seen: unknown[] = [];
  let path: string | undefined = "contacts?$select=fullname&$orderby=fullname&$filter=statecode eq 0";
  let pages = 0;
  while (path !== undefined) {
    const answer = await caller.get(path, { prefer: `odata.maxpagesize=${pageSize}` });
    seen.push(...rowsOf(answer).map((row) => row.fullname));
    const next = answer.json["@odata.nextLink"];
    path = typeof next === "string" ? next.split("/v9.2/")[1] : undefined;
    pages += 1;
  }
  const fullnames = new Set(active.map(({ firstname, lastname }) => `${firstname} ${lastname}`));
  expect([pages, seen.length, new Set(seen).size]).toEqual([
    Math.ceil(active.length / pageSize),
    active.length,
    fullnames.size,
  ]);
  expect(seen).toEqual(seen.toSorted((a, b) => String(a).localeCompare(String(b), "en")));
});

test("plus signs mean spaces and dollar signs may be encoded", async () => {
  await using caller = await openSandbox();
  const answer = await caller.get("contacts?%24select=fullname&%24filter=lastname+eq+%27Chen%27");
  expect(rowsOf(answer).map((row) => row.fullname)).toEqual(["Robert Chen"]);
});

test("$expand follows lookups and collections", async () => {
  await using caller = await openSandbox();
  const answer = await caller.get(
    "appointments?$select=subject&$filter=statecode eq 2&$expand=appointment_activity_parties($select=participationtypemask,partyidname;$orderby=participationtypemask),regardingobjectid_contact_appointment($select=fullname),ownerid($select=fullname)",
  );
  const [row] = rowsOf(answer);
  expect(row).toMatchObject({
    subject: "Account opening – Maria Santos",
    regardingobjectid_contact_appointment: { fullname: "Maria Santos" },
    ownerid: { fullname: "Elena Petrova" },
    appointment_activity_parties: [
      { participationtypemask: 5, partyidname: "Maria Santos" },
      { participationtypemask: 7, partyidname: "Elena Petrova" },
      { participationtypemask: 8, partyidname: "Maria Santos" },
      { participationtypemask: 9, partyidname: "Elena Petrova" },
    ],
  });
});

test("an expanded collection links to the whole of it, and $ref leaves only addresses", async () => {
  await using caller = await openSandbox();
  const answer = await caller.get(
    "contacts?$select=fullname&$filter=lastname eq 'Santos'&$expand=Contact_Appointments($select=subject),ownerid/$ref",
  );
  const root = `${caller.sandbox.url}/api/data/v9.2/`;
  expect(answer.json["@odata.context"]).toBe(
    `${root}$metadata#contacts(fullname,Contact_Appointments(subject),ownerid())`,
  );
  const [row] = rowsOf(answer);
  const link = String(row?.["Contact_Appointments@odata.nextLink"]);
  expect(link).toBe(`${root}contacts(${String(row?.contactid)})/Contact_Appointments?$select=subject`);
  expect(rowsOf(await caller.get(link.slice(root.length))).map(({ subject }) => subject)).toEqual(
    asRows(row?.Contact_Appointments).map(({ subject }) => subject),
  );
  expect(row?.ownerid).toEqual({ "@odata.id": expect.stringMatching(/systemusers\([\w-]+\)$/) as string });
});

test("expansions nest, and their options filter, sort and cut", async () => {
  await using caller = await openSandbox();
  const answer = await caller.get(
    "contacts?$select=fullname&$filter=lastname eq 'Santos'&$expand=Contact_Appointments($select=subject;$expand=appointment_activity_parties($select=partyidname;$filter=participationtypemask eq 7))",
  );
  const [appointment] = asRows(rowsOf(answer)[0]?.Contact_Appointments);
  expect(appointment).toMatchObject({
    subject: "Account opening – Maria Santos",
    appointment_activity_parties: [{ partyidname: "Elena Petrova" }],
  });
  const cut = await caller.get(
    "appointments?$select=subject&$filter=startswith(subject,'Account opening')&$expand=appointment_activity_parties($select=participationtypemask;$orderby=participationtypemask desc;$top=2)",
  );
  expect(
    asRows(rowsOf(cut)[0]?.appointment_activity_parties).map((party) => party.participationtypemask),
  ).toEqual([9, 8]);
});

test("lookups are sorted by the names behind them, choices by their values", async () => {
  await using caller = await openSandbox();
  const plain = await caller.get("contacts?$select=_ownerid_value&$orderby=_ownerid_value", {
    prefer: 'odata.include-annotations="*"',
  });
  const owners = rowsOf(plain).map((row) =>
    String(row["_ownerid_value@OData.Community.Display.V1.FormattedValue"]),
  );
  expect(owners).toEqual(owners.toSorted((a, b) => a.localeCompare(b, "en")));
  const states = rowsOf(await caller.get("leads?$select=statecode&$orderby=statecode")).map(
    (row) => row.statecode,
  );
  expect(states).toEqual(states.toSorted());
});

test("a row that has not changed is not sent again, if one of the ETags is its own", async () => {
  await using caller = await openSandbox();
  const [row] = rowsOf(await caller.get("contacts?$top=1&$select=fullname"));
  const [path, tag] = [`contacts(${String(row?.contactid)})`, String(row?.["@odata.etag"])];
  const unchanged = await caller.get(path, { "if-none-match": `W/"1", ${tag}` });
  expect([unchanged.status, unchanged.text, unchanged.headers.get("etag")]).toEqual([304, "", tag]);
  expect((await caller.get(path, { "if-none-match": 'W/"1"' })).status).toBe(200);
  expect((await caller.get(`${path}?$expand=ownerid`, { "if-none-match": tag })).status).toBe(200);
});

test("annotations come only when asked for", async () => {
  await using caller = await openSandbox();
  const path = "leads?$select=statecode,_ownerid_value&$filter=lastname eq 'Becker'";
  const [plain] = rowsOf(await caller.get(path));
  expect(Object.keys(plain ?? {}).filter((name) => name.includes("@"))).toEqual(["@odata.etag"]);
  const [annotated] = rowsOf(await caller.get(path, { prefer: 'odata.include-annotations="*"' }));
  expect(annotated).toMatchObject({
    "statecode@OData.Community.Display.V1.FormattedValue": "Open",
    "_ownerid_value@OData.Community.Display.V1.FormattedValue": "Elena Petrova",
    "_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname": "systemuser",
    "_ownerid_value@Microsoft.Dynamics.CRM.associatednavigationproperty": "ownerid",
  });
});

test.each([
  ["$select=nope", "Could not find a property named 'nope' on type 'Microsoft.Dynamics.CRM.lead'."],
  ["$select=Subject", "Could not find a property named 'Subject' on type 'Microsoft.Dynamics.CRM.lead'."],
  ["$filter=nope eq 1", "Could not find a property named 'nope' on type 'Microsoft.Dynamics.CRM.lead'."],
  [
    "$filter=ownerid eq 'x'",
    "Could not find a property named 'ownerid' on type 'Microsoft.Dynamics.CRM.lead'.",
  ],
  ["$filter=statecode eq '0'", /Found operand types 'Edm.Int32' and 'Edm.String' for operator kind 'Equal'/],
  ["$filter=leadid eq 'x'", /incompatible types/],
  ["$filter=subject eq 'x", /unterminated string/],
  ["$filter=subject eq", /a value expected but the end found/],
  ["$filter=(subject eq 'x'", /'\)' expected/],
  ["$filter=subject like 'x'", /operator/],
  ["$filter=tolower(subject) eq 'x'", /unknown function/],
  ["$filter=createdon gt 2026-02-30T00:00:00Z", /DateTimeOffset/],
  ["$orderby=nope", /Could not find a property named 'nope'/],
  ["$expand=nope", /Could not find a property named 'nope'/],
  ["$top=-1", /non-negative integer/],
  ["$expand=Lead_Appointments($skip=1)", /not supported in an \$expand/],
  ["$expand=Lead_Appointments($levels=2)", /not supported in an \$expand/],
  ["$expand=Lead_Appointments($top=1;$expand=ownerid)", /not supported with a nested \$expand/],
  [`$expand=${Array.from({ length: 16 }, () => "ownerid").join(",")}`, /maximum of 15/],
  ["$skip=1", "Skip Clause is not supported in CRM"],
  ["$frobnicate=1", /not supported/],
  ["$top=1&$top=2", /more than once/],
  ["$filter=%E0%A4%A", /percent-encoding/],
])("the query %s is refused with a reason", async (query, message) => {
  await using caller = await openSandbox();
  const answer = await caller.get(`leads?${query}`);
  expect([answer.status, answer.json]).toMatchObject([
    400,
    {
      error: {
        code: "0x80060888",
        message: typeof message === "string" ? message : expect.stringMatching(message),
      },
    },
  ]);
});

test("a filter has 500 conditions at most", async () => {
  await using caller = await openSandbox();
  const of = (count: number) =>
    caller.get(
      `contacts?$filter=${Array.from({ length: count / 2 }, () => "(statecode eq 1 and not contains(fullname,'x'))").join(" or ")}`,
    );
  expect((await of(500)).status).toBe(200);
  const refused = await of(502);
  expect([refused.status, refused.json]).toMatchObject([400, { error: { code: "0x8004430c" } }]);
});
