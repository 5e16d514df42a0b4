import { expect, test } from "vitest";
import { accessRights } from "../src/security/privilege-names.ts";
import { label } from "./label.ts";
import { signedInAs } from "./signed-in-as.ts";
import { appointmentId, leadId, openSandbox, rowsOf } from "./sandbox-client.ts";

test("a missing privilege is named, and taken privileges come back with a reset", async () => {
  await using caller = await openSandbox();
  await caller.control("POST", "privileges", { revoke: ["prvCreateLead"] });
  const answer = await caller.write("PATCH", `leads(${leadId})`, { lastname: "Lee" });
  expect([answer.status, answer.json]).toMatchObject([403, { error: { code: "0x80040220" } }]);
  const me = String((await caller.get("WhoAmI")).json.UserId);
  expect(answer.text).toMatch(
    new RegExp(
      `Principal user \\(Id=${me}, type=8, .*\\), is missing prvCreateLead privilege \\(Id=[0-9a-f-]{36}\\) on OTC=4 for entity 'lead'.* context.Caller=${me}`,
    ),
  );
  await caller.control("POST", "reset");
  expect((await caller.write("PATCH", `leads(${leadId})`, { lastname: "Lee" })).status).toBe(204);
});

test.each([
  ["prvReadContact", "GET", "contacts?$top=1", undefined],
  ["prvReadContact", "GET", "leads?$expand=parentcontactid", undefined],
  ["prvReadUser", "GET", "systemusers?$top=1", undefined],
  ["prvReadActivity", "GET", `appointments(${appointmentId})`, undefined],
  ["prvWriteLead", "PATCH", `leads(${leadId})`, { lastname: "Li" }],
  ["prvWriteActivity", "PATCH", `appointments(${appointmentId})`, { subject: "B" }],
  ["prvDeleteActivity", "DELETE", `appointments(${appointmentId})`, undefined],
  [
    "prvAppendActivity",
    "PATCH",
    `appointments(${appointmentId})`,
    { "regardingobjectid_lead@odata.bind": `/leads(${leadId})` },
  ],
  [
    "prvAppendToLead",
    "PATCH",
    `appointments(${appointmentId})`,
    { "regardingobjectid_lead@odata.bind": `/leads(${leadId})` },
  ],
  [
    "prvAssignActivity",
    "PATCH",
    `appointments(${appointmentId})`,
    { "ownerid@odata.bind": "/systemusers(DANA)" },
  ],
  ["prvAssignLead", "POST", "leads", { lastname: "New", "ownerid@odata.bind": "/systemusers(DANA)" }],
  ["prvCreateActivity", "POST", "appointments", { subject: "New" }],
])("%s is needed for %s %s", async (privilege, method, path, body) => {
  await using caller = await openSandbox();
  await caller.write("PATCH", `leads(${leadId})`, { lastname: "Lee" });
  await caller.write("PATCH", `appointments(${appointmentId})`, { subject: "A" });
  const [dana] = rowsOf(await caller.get("systemusers?$filter=lastname eq 'Roy'"));
  const text = body && JSON.stringify(body).replace("DANA", String(dana?.systemuserid));
  await caller.control("POST", "privileges", { revoke: [privilege] });
  const refused = await caller.send(method, path, text);
  expect([refused.status, refused.text]).toEqual([
    403,
    expect.stringContaining(`is missing ${privilege} privilege`),
  ]);
  await caller.control("POST", "privileges", { grant: [privilege] });
  expect((await caller.send(method, path, text)).status).toBeLessThan(300);
});

test("tables nobody granted cannot be written", async () => {
  await using caller = await openSandbox({ leastPrivilege: true });
  const answer = await caller.write("POST", "contacts", { lastname: "Lee" });
  expect(answer.text).toContain("prvCreateContact");
  const rows = await caller.write("POST", "activityparties", { participationtypemask: 5 });
  expect([rows.status, rows.json]).toMatchObject([400, { error: { code: "0x80040800" } }]);
});

test("a new table has privileges, which the administrator holds and others can be given", async () => {
  await using caller = await openSandbox({ leastPrivilege: true });
  const admin = await signedInAs(caller, "administrator");
  const made = await caller.write(
    "POST",
    "EntityDefinitions",
    {
      "@odata.type": "Microsoft.Dynamics.CRM.EntityMetadata",
      SchemaName: "new_Thing",
      DisplayName: label("Thing"),
      DisplayCollectionName: label("Things"),
      OwnershipType: "UserOwned",
      HasActivities: false,
      HasNotes: false,
      Attributes: [
        {
          "@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata",
          SchemaName: "new_Name",
          IsPrimaryName: true,
          MaxLength: 100,
          FormatName: { Value: "Text" },
          DisplayName: label("Name"),
        },
      ],
    },
    admin,
  );
  expect([made.status, made.text]).toEqual([204, ""]);
  const thing = { new_name: "One" };
  expect((await caller.write("POST", "new_things", thing, admin)).status).toBe(204);
  const refused = await caller.write("POST", "new_things", thing);
  expect([refused.status, refused.text]).toEqual([
    403,
    expect.stringContaining("is missing prvCreatenew_Thing"),
  ]);
  const rows = rowsOf(await caller.get("privileges?$filter=endswith(name,'new_Thing')", admin));
  expect(new Set(rows.map((row) => row.accessright))).toEqual(new Set(Object.values(accessRights)));
  await caller.control("POST", "privileges", { grant: ["prvCreatenew_Thing"] });
  expect((await caller.write("POST", "new_things", thing)).status).toBe(204);
});
