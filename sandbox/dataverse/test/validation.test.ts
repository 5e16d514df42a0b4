import { expect, test } from "vitest";
import { leadId, openSandbox, rowsOf } from "./sandbox-client.ts";

const absent = "99999999-9999-4999-8999-999999999999";

test.each([
  [
    { subject: "x".repeat(301) },
    400,
    "0x80044331",
    "A validation error occurred.  The length of the 'subject' attribute of the 'lead' entity exceeded the maximum allowed length of '300'.",
  ],
  [{ mobilephone: "1".repeat(21) }, 400, "0x80044331", /'mobilephone'.*'20'/],
  [
    { leadqualitycode: 9 },
    400,
    "0x8004431a",
    "A validation error occurred. The value 9 of 'leadqualitycode' on record of type 'lead' is outside the valid range. Accepted Values: 1,2,3",
  ],
  [{ importsequencenumber: 2_147_483_648 }, 400, "0x8004432f", /importsequencenumber/],
  [{ overriddencreatedon: "0001-01-01T00:00:00Z" }, 400, "0x80040239", /1753/],
  [{ overriddencreatedon: "2026-02-30T00:00:00Z" }, 400, "0x80048d19", /Edm.DateTimeOffset/],
  [{ overriddencreatedon: "2026-02-03 10:00:00" }, 400, "0x80048d19", /Edm.DateTimeOffset/],
  [{ overriddencreatedon: "2026-02-03T10:00:00" }, 400, "0x80048d19", /Edm.DateTimeOffset/],
  [{ subject: 5 }, 400, "0x80048d19", /'5'.*Edm.String/],
  [{ leadqualitycode: "1" }, 400, "0x80048d19", /Edm.Int32/],
  [{ donotemail: "yes" }, 400, "0x80048d19", /Edm.Boolean/],
  [{ subject: "a\u0001b" }, 400, "0x80040278", /subject/],
  [{ nonsense: 1 }, 400, "0x80048d19", /undeclared property 'nonsense'/],
  [{ Subject: "x" }, 400, "0x80048d19", /undeclared property 'Subject'/],
  [
    { "parentContactId@odata.bind": `/contacts(${absent})` },
    400,
    "0x80048d19",
    /undeclared property 'parentContactId' which only has property annotations/,
  ],
  [
    { "parentcontactid@odata.bind": `/contacts(${absent})` },
    404,
    "0x80040217",
    `contact With Id = ${absent} Does Not Exist`,
  ],
  [
    { "parentcontactid@odata.bind": `/leads(${absent})` },
    400,
    "0x80048d19",
    /cannot lead to a row of type 'Microsoft.Dynamics.CRM.lead'/,
  ],
  [{ "parentcontactid@odata.bind": "/nothing(1)" }, 404, "0x8006088a", /segment 'nothing'/],
  [{ _parentcontactid_value: absent }, 400, "0x80048d19", /Use Navigation properties instead/],
  [{ parentcontactid: absent }, 400, "0x80048d19", /PrimitiveValue/],
])("a lead with %j is refused with a reason", async (body, status, code, message) => {
  await using caller = await openSandbox();
  const answer = await caller.write("PATCH", `leads(${leadId})`, { lastname: "Lee", ...body });
  expect([answer.status, answer.json]).toEqual([
    status,
    { error: { code, message: typeof message === "string" ? message : expect.stringMatching(message) } },
  ]);
  expect((await caller.get(`leads(${leadId})`)).status).toBe(404);
});

test.each(["", "{", "[]", "null", '"x"'])("a body of %j is refused", async (body) => {
  await using caller = await openSandbox();
  const answer = await caller.send("POST", "leads", body);
  expect([answer.status, answer.json]).toMatchObject([400, { error: { code: "0x80048d19" } }]);
});

test("read-only columns are ignored, annotations too, and empty text becomes null", async () => {
  await using caller = await openSandbox();
  const answer = await caller.write("PATCH", `leads(${leadId})`, {
    "@odata.type": "Microsoft.Dynamics.CRM.lead",
    lastname: "Lee",
    firstname: "",
    fullname: "Somebody Else",
    versionnumber: 1,
    "lastname@My.Note": "x",
  });
  expect(answer.status).toBe(204);
  expect((await caller.get(`leads(${leadId})`)).json).toMatchObject({ fullname: "Lee", firstname: null });
});

test("lookups are bound by address, polymorphic ones by the name for the table, and cleared with null", async () => {
  await using caller = await openSandbox();
  await caller.control("POST", "privileges", { grant: ["prvCreateContact", "prvAppendContact"] });
  const accountId = String(rowsOf(await caller.get("accounts?$top=1"))[0]?.accountid);
  const bind = {
    "parentcustomerid_account@odata.bind": `${caller.sandbox.url}/api/data/v9.2/accounts(${accountId})`,
  };
  await caller.write("POST", "contacts", { contactid: leadId, lastname: "Lee", ...bind });
  expect((await caller.get(`contacts(${leadId})`)).json).toMatchObject({
    _parentcustomerid_value: accountId,
  });
  await caller.control("POST", "privileges", { grant: ["prvWriteContact"] });
  await caller.write("PATCH", `contacts(${leadId})`, { "parentcustomerid_account@odata.bind": null });
  expect((await caller.get(`contacts(${leadId})`)).json).toMatchObject({ _parentcustomerid_value: null });
});

test("a lead may belong to a team", async () => {
  await using caller = await openSandbox();
  const [team] = rowsOf(await caller.get("teams?$filter=name eq 'Branch bankers'"));
  const teamId = String(team?.teamid);
  await caller.write("PATCH", `leads(${leadId})`, {
    lastname: "Lee",
    "ownerid@odata.bind": `/teams(${teamId})`,
  });
  expect((await caller.get(`leads(${leadId})?$expand=ownerid`)).json).toMatchObject({
    _ownerid_value: teamId,
    _owningteam_value: teamId,
    _owninguser_value: null,
    ownerid: { name: "Branch bankers" },
  });
});

test("errors carry details for those who ask for annotations", async () => {
  await using caller = await openSandbox();
  const answer = await caller.get(`leads(${absent})`, { prefer: 'odata.include-annotations="*"' });
  expect(answer.json.error).toMatchObject({
    code: "0x80040217",
    "@Microsoft.PowerApps.CDS.ErrorDetails.HttpStatusCode": "404",
    "@Microsoft.PowerApps.CDS.HelpLink": expect.stringContaining("0x80040217"),
  });
});

test("a body that says it is of another type is refused", async () => {
  await using caller = await openSandbox();
  const typed = (type: string) => caller.write("POST", "leads", { "@odata.type": type, lastname: "Lee" });
  expect((await typed("Microsoft.Dynamics.CRM.lead")).status).toBe(204);
  expect((await typed("#Microsoft.Dynamics.CRM.lead")).status).toBe(204);
  const { status, json } = await typed("Microsoft.Dynamics.CRM.contact");
  expect([status, json.error]).toMatchObject([
    400,
    { code: "0x80048d19", message: expect.stringContaining("'Microsoft.Dynamics.CRM.lead'") },
  ]);
});
