import { expect, test } from "vitest";
import { leadId, openSandbox, rowsOf } from "./sandbox-client.ts";

const lead = {
  subject: "Mortgage advice",
  firstname: "Ann",
  lastname: "Lee",
  emailaddress1: "ann.lee@example.com",
};

test("a create answers 204 with the address of the new row", async () => {
  await using caller = await openSandbox();
  const answer = await caller.write("POST", "leads", lead);
  expect([answer.status, answer.text]).toEqual([204, ""]);
  const address = answer.headers.get("odata-entityid") ?? "";
  expect(address).toMatch(/\/api\/data\/v9\.2\/leads\([0-9a-f-]{36}\)$/);
  const row = await caller.get(address.split("/v9.2/")[1] ?? "");
  expect(row.json).toMatchObject({
    ...lead,
    fullname: "Ann Lee",
    statecode: 0,
    statuscode: 1,
    leadqualitycode: 2,
  });
});

test("a create that wants the representation answers 201 with it and without an address", async () => {
  await using caller = await openSandbox();
  const answer = await caller.write("POST", "leads?$select=subject", lead, {
    prefer: "return=representation",
  });
  expect(answer.status).toBe(201);
  expect(Object.keys(answer.json)).toEqual(["@odata.context", "@odata.etag", "leadid", "subject"]);
  expect(answer.headers.get("odata-entityid")).toBeNull();
  expect(answer.headers.get("preference-applied")).toBe("return=representation");
});

test("a write names every preference it followed", async () => {
  await using caller = await openSandbox();
  const prefer = 'return=representation,odata.include-annotations="*"';
  for (const subject of ["First", "Second"]) {
    const answer = await caller.write("PATCH", `leads(${leadId})`, { subject }, { prefer });
    expect(answer.headers.get("preference-applied")).toBe(
      'return=representation; odata.include-annotations="*"',
    );
  }
});

test("a caller may choose the primary key, once", async () => {
  await using caller = await openSandbox();
  expect((await caller.write("POST", "leads", { ...lead, leadid: leadId })).status).toBe(204);
  const again = await caller.write("POST", "leads", { ...lead, leadid: leadId });
  expect([again.status, again.json]).toEqual([
    412,
    { error: { code: "0x80040237", message: "Cannot insert duplicate key." } },
  ]);
});

test("a PATCH creates or updates, and its answer does not tell which", async () => {
  await using caller = await openSandbox();
  for (const subject of ["First", "Second"]) {
    const answer = await caller.write("PATCH", `leads(${leadId})`, { ...lead, subject });
    expect([answer.status, answer.headers.get("odata-entityid")]).toEqual([
      204,
      `${caller.sandbox.url}/api/data/v9.2/leads(${leadId})`,
    ]);
  }
  const created = await caller.write("PATCH", `leads(${leadId.replace("1", "3")})?$select=leadid`, lead, {
    prefer: "return=representation",
  });
  const updated = await caller.write("PATCH", `leads(${leadId})?$select=subject`, lead, {
    prefer: "return=representation",
  });
  expect([created.status, updated.status, updated.json.subject]).toEqual([201, 200, lead.subject]);
});

test("If-Match: * only updates and If-None-Match: * only creates", async () => {
  await using caller = await openSandbox();
  const absent = await caller.write("PATCH", `leads(${leadId})`, lead, { "if-match": "*" });
  expect([absent.status, absent.json]).toEqual([
    404,
    { error: { code: "0x80040217", message: `lead With Id = ${leadId} Does Not Exist` } },
  ]);
  expect((await caller.write("PATCH", `leads(${leadId})`, lead, { "if-none-match": "*" })).status).toBe(204);
  const present = await caller.write("PATCH", `leads(${leadId})`, { subject: "x" }, { "if-none-match": "*" });
  expect([present.status, present.json]).toMatchObject([
    412,
    { error: { message: "A record with matching key values already exists." } },
  ]);
  expect((await caller.get(`leads(${leadId})`)).json.subject).toBe(lead.subject);
  // A header that clients send to defeat caches.
  expect((await caller.write("PATCH", `leads(${leadId})`, lead, { "if-none-match": "null" })).status).toBe(
    204,
  );
});

test("an ETag tells whether a row has changed", async () => {
  await using caller = await openSandbox();
  await caller.write("PATCH", `leads(${leadId})`, lead);
  const first = await caller.get(`leads(${leadId})`);
  const etag = String(first.json["@odata.etag"]);
  expect(etag).toMatch(/^W\/"\d+"$/);
  expect(first.headers.get("etag")).toBe(etag);
  expect((await caller.get(`leads(${leadId})`, { "if-none-match": etag })).status).toBe(304);
  expect(
    (await caller.write("PATCH", `leads(${leadId})`, { subject: "New" }, { "if-match": etag })).status,
  ).toBe(204);
  expect((await caller.get(`leads(${leadId})`, { "if-none-match": etag })).status).toBe(200);
  const stale = await caller.write("PATCH", `leads(${leadId})`, { subject: "Newer" }, { "if-match": etag });
  expect([stale.status, stale.json]).toMatchObject([412, { error: { code: "0x80060882" } }]);
});

test("a delete removes the row and clears what pointed at it", async () => {
  await using caller = await openSandbox();
  await caller.control("POST", "privileges", { grant: ["prvDeleteLead"] });
  const [loser] = rowsOf(await caller.get("leads?$filter=merged eq true"));
  const master = String(loser?.["_masterid_value"]);
  expect((await caller.send("DELETE", `leads(${master})`)).status).toBe(204);
  expect((await caller.get(`leads(${String(loser?.leadid)})`)).json).toMatchObject({ _masterid_value: null });
  const again = await caller.send("DELETE", `leads(${master})`);
  expect([again.status, again.json]).toMatchObject([404, { error: { code: "0x80040217" } }]);
});

test("key columns in the body of an update are ignored, and win over the address in a create", async () => {
  await using caller = await openSandbox();
  const other = leadId.replaceAll("1", "9");
  await caller.write("PATCH", `leads(${leadId})`, { ...lead, leadid: other });
  expect((await caller.get(`leads(${leadId})`)).status).toBe(404);
  await caller.write("PATCH", `leads(${other})`, { leadid: leadId, subject: "Kept" });
  expect((await caller.get(`leads(${other})`)).json).toMatchObject({ leadid: other, subject: "Kept" });
});

test("of first upserts that race, one creates the row and it stays one row", async () => {
  await using caller = await openSandbox();
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      caller.write(
        "PATCH",
        `leads(${leadId})`,
        { ...lead, subject: `Try ${index}` },
        { "if-none-match": "*" },
      ),
    ),
  );
  expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([
    204,
    ...Array<number>(7).fill(412),
  ]);
  expect(rowsOf(await caller.get("leads?$filter=emailaddress1 eq 'ann.lee@example.com'"))).toHaveLength(1);
});

test("an alternate key finds a row, an undeclared one is refused", async () => {
  await using caller = await openSandbox();
  const [dana] = rowsOf(await caller.get("systemusers?$filter=domainname eq 'dana.roy@acme.example'"));
  const objectId = String(dana?.azureactivedirectoryobjectid);
  const found = await caller.get(`systemusers(azureactivedirectoryobjectid=${objectId})`);
  expect(found.json.systemuserid).toBe(dana?.systemuserid);
  const absent = await caller.get(`systemusers(azureactivedirectoryobjectid=${leadId})`);
  expect([absent.status, absent.json]).toMatchObject([404, { error: { code: "0x80060891" } }]);
  const undeclared = await caller.get("leads(subject='x')");
  expect([undeclared.status, undeclared.json]).toMatchObject([400, { error: { code: "0x80060890" } }]);
  await caller.control("POST", "privileges", { grant: ["prvCreateUser"] });
  const twin = await caller.write("POST", "systemusers", { azureactivedirectoryobjectid: objectId });
  expect([twin.status, twin.json]).toMatchObject([412, { error: { code: "0x80060892" } }]);
});

test("one column or lookup can be read, set and cleared by its own address", async () => {
  await using caller = await openSandbox();
  await caller.write("PATCH", `leads(${leadId})`, lead);
  expect((await caller.get(`leads(${leadId})/subject`)).json.value).toBe(lead.subject);
  await caller.write("PUT", `leads(${leadId})/subject`, { value: "Set" });
  await caller.send("DELETE", `leads(${leadId})/firstname`);
  const [contact] = rowsOf(await caller.get("contacts?$top=1"));
  await caller.write("PUT", `leads(${leadId})/parentcontactid/$ref`, {
    "@odata.id": `${caller.sandbox.url}/api/data/v9.2/contacts(${String(contact?.contactid)})`,
  });
  expect((await caller.get(`leads(${leadId})/parentcontactid?$select=fullname`)).json.fullname).toBe(
    contact?.fullname,
  );
  expect((await caller.get(`leads(${leadId})`)).json).toMatchObject({
    subject: "Set",
    firstname: null,
    fullname: "Lee",
  });
  await caller.send("DELETE", `leads(${leadId})/parentcontactid/$ref`);
  expect((await caller.get(`leads(${leadId})`)).json).toMatchObject({ _parentcontactid_value: null });
});

test("every answer carries the headers of the service", async () => {
  await using caller = await openSandbox({ stopwatch: () => 0 });
  for (const path of ["WhoAmI", "leads?$top=1", "nothing", `leads(${leadId})`]) {
    const { headers } = await caller.get(path);
    expect(headers.get("odata-version")).toBe("4.0");
    expect(headers.get("x-ms-service-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get("req_id")).toBe(headers.get("x-ms-service-request-id"));
    expect(headers.get("x-ms-dop-hint")).toBe("4");
    expect(headers.get("x-ms-ratelimit-time-remaining-xrm-requests")).toBe("1,200.00");
    expect(headers.get("x-ms-ratelimit-burst-remaining-xrm-requests")).toMatch(/^\d{4}$/);
  }
});

test("names of sets are case-sensitive, and verbs must fit", async () => {
  await using caller = await openSandbox();
  const wrongSet = await caller.get("Leads");
  expect([wrongSet.status, wrongSet.json]).toEqual([
    404,
    { error: { code: "0x8006088a", message: "Resource not found for the segment 'Leads'." } },
  ]);
  const wrongVerb = await caller.write("PUT", `leads(${leadId})`, lead);
  expect([wrongVerb.status, wrongVerb.json]).toMatchObject([405, { error: { code: "" } }]);
  expect((await caller.get("RetrieveVersion")).json.Version).toMatch(/^9\.2\./);
});
