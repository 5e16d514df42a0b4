import { expect, test } from "vitest";
import { openSandbox, rowsOf } from "./sandbox-client.ts";

const throughAppointments = [
  "contacts?$expand=Contact_Appointments",
  `contacts?fetchXml=<fetch><entity name="contact"><link-entity name="appointment" from="regardingobjectid" to="contactid"/></entity></fetch>`,
  `contacts?fetchXml=<fetch><entity name="contact"><filter><link-entity name="appointment" from="regardingobjectid" to="contactid" link-type="not any"/></filter></entity></fetch>`,
  "contacts?sql=SELECT c.fullname FROM contact c JOIN appointment a ON a.regardingobjectid = c.contactid",
];

test.each(throughAppointments)("%s needs the privilege to read both tables", async (path) => {
  await using caller = await openSandbox({ leastPrivilege: true });
  expect((await caller.get(path)).status).toBe(200);
  await caller.control("POST", "privileges", { revoke: ["prvReadActivity"] });
  const answer = await caller.get(path);
  expect([answer.status, answer.json]).toMatchObject([403, { error: { code: "0x80040220" } }]);
});

test("who may read only own rows finds only those, however the query is written", async () => {
  await using caller = await openSandbox({ leastPrivilege: true });
  const lead = { lastname: "Own", emailaddress1: "own@example.com" };
  expect((await caller.write("POST", "leads", lead)).status).toBe(204);
  await caller.control("POST", "privileges", { grant: [{ name: "prvReadLead", depth: "Basic" }] });
  const queries = [
    "leads?$select=lastname",
    "leads?$select=lastname&$filter=lastname ne 'x' or emailaddress1 eq 'own@example.com'",
    `leads?fetchXml=<fetch><entity name="lead"><attribute name="lastname"/></entity></fetch>`,
    "leads?sql=SELECT lastname FROM lead",
    "leads?$apply=groupby((lastname))",
  ];
  for (const query of queries) {
    const answer = await caller.get(query);
    expect([query, rowsOf(answer).map((row) => row.lastname)]).toEqual([query, ["Own"]]);
  }
  expect((await caller.get("leads/$count")).text).toBe("1");
});
