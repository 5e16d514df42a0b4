import { expect, test } from "vitest";
import { batchOf, leadId, openSandbox, operation, rowsOf, type SandboxClient } from "./sandbox-client.ts";

const accept = (level: string) => ({ accept: `application/json;odata.metadata=${level}` });

async function withLead(caller: SandboxClient): Promise<void> {
  await caller.write("PATCH", `leads(${leadId})`, { lastname: "Lee", revenue: 5.5, numberofemployees: 3 });
}

test("without metadata an answer has values, counts and links to more, and nothing else", async () => {
  await using caller = await openSandbox();
  await withLead(caller);
  const row = await caller.get(
    `leads(${leadId})?$select=lastname&$expand=owninguser($select=accessmode)`,
    accept("none"),
  );
  expect(row.headers.get("content-type")).toBe("application/json; odata.metadata=none");
  expect(row.json).toEqual({
    leadid: leadId,
    lastname: "Lee",
    owninguser: { systemuserid: expect.any(String), accessmode: 4 },
  });
  const page = await caller.get("leads?$select=lastname&$count=true", {
    ...accept("none"),
    prefer: 'odata.maxpagesize=1,odata.include-annotations="OData.Community.Display.V1.FormattedValue"',
  });
  expect(Object.keys(page.json)).toEqual(["@odata.count", "value", "@odata.nextLink"]);
  const formatted = await caller.get("leads?$select=statecode&$top=1", {
    ...accept("none"),
    prefer: 'odata.include-annotations="*"',
  });
  expect(rowsOf(formatted)[0]).toHaveProperty(["statecode@OData.Community.Display.V1.FormattedValue"]);
});

test("full metadata tells the type of a row, types JSON does not show, and the ways on", async () => {
  await using caller = await openSandbox();
  await withLead(caller);
  const root = `${caller.sandbox.url}/api/data/v9.2/`;
  const path = `leads(${leadId})`;
  const { json, headers } = await caller.get(path, accept("full"));
  expect(headers.get("content-type")).toBe("application/json; odata.metadata=full");
  expect(json).toMatchObject({
    "@odata.type": "#Microsoft.Dynamics.CRM.lead",
    "@odata.id": root + path,
    "@odata.editLink": path,
    "@odata.etag": headers.get("etag"),
    "leadid@odata.type": "#Guid",
    "revenue@odata.type": "#Decimal",
    "createdon@odata.type": "#DateTimeOffset",
    "ownerid@odata.associationLink": `${root}${path}/ownerid/$ref`,
    "ownerid@odata.navigationLink": `${root}${path}/ownerid`,
  });
  for (const name of ["lastname@odata.type", "numberofemployees@odata.type", "estimatedclosedate@odata.type"])
    expect(json).not.toHaveProperty([name]);
  const names = Object.keys(json);
  expect(names.indexOf("leadid@odata.type")).toBe(names.indexOf("leadid") - 1);
});

test("$select leaves out the ways on; every other level is the usual one", async () => {
  await using caller = await openSandbox();
  await withLead(caller);
  const path = `leads(${leadId})?$select=lastname`;
  const full = await caller.get(path, accept("full"));
  expect(Object.keys(full.json).filter((name) => name.endsWith("Link"))).toEqual(["@odata.editLink"]);
  const usual = await caller.get(path);
  for (const level of ["minimal", "other"])
    expect((await caller.get(path, accept(level))).json).toEqual(usual.json);
});

test("a part of a batch has a level of its own", async () => {
  await using caller = await openSandbox();
  const get = { method: "GET", path: "leads?$top=1&$select=lastname" };
  const answer = await caller.batch(
    batchOf(operation({ ...get, headers: { Accept: accept("none").accept } }), operation(get)),
  );
  expect(answer.text.match(/odata\.metadata=\w+/g)).toEqual([
    "odata.metadata=none",
    "odata.metadata=minimal",
  ]);
});
