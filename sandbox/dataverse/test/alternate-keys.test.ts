import { afterEach, beforeEach, expect, test } from "vitest";
import { label } from "./label.ts";
import { asRows, openSandbox, type SandboxClient } from "./sandbox-client.ts";

let dataverse: SandboxClient;
beforeEach(async () => {
  dataverse = await openSandbox();
  for (const name of ["coco_ClientId", "coco_Branch"]) await addColumn(name);
});
afterEach(() => dataverse[Symbol.asyncDispose]());

const lead = "EntityDefinitions(LogicalName='lead')";
const key = {
  SchemaName: "coco_ClientIdKey",
  KeyAttributes: ["coco_clientid"],
  DisplayName: label("Client"),
};

async function addColumn(name: string): Promise<void> {
  const type = "Microsoft.Dynamics.CRM.StringAttributeMetadata";
  await dataverse.write("POST", `${lead}/Attributes`, {
    "@odata.type": type,
    SchemaName: name,
    MaxLength: 100,
  });
}

async function code(answer: Promise<{ status: number; json: Record<string, unknown> }>): Promise<unknown[]> {
  const { status, json } = await answer;
  return [status, (json.error as { code?: string } | undefined)?.code];
}

async function statusOfKey(): Promise<unknown> {
  const { json } = await dataverse.get(
    `${lead}/Keys(LogicalName='coco_clientidkey')?$select=EntityKeyIndexStatus&$expand=AsyncJob`,
  );
  return [json.EntityKeyIndexStatus, json.AsyncJob !== null];
}

test("a key that is active addresses rows, makes them, and keeps them apart; rows without it are many", async () => {
  const made = await dataverse.write("POST", `${lead}/Keys`, key);
  expect(made.status).toBe(204);
  expect(made.headers.get("odata-entityid")).toMatch(/\/Keys\([0-9a-f-]{36}\)$/);
  expect(await statusOfKey()).toEqual(["Active", false]);
  const path = "leads(coco_clientid='c-1')";
  expect(await code(dataverse.get(path))).toEqual([404, "0x80060891"]);
  const upsert = await dataverse.write("PATCH", path, { lastname: "Lee" });
  expect(upsert.headers.get("odata-entityid")).toMatch(/leads\(coco_clientid='c-1'\)$/);
  expect((await dataverse.get(`${path}?$select=lastname`)).json.lastname).toBe("Lee");
  expect(await code(dataverse.write("POST", "leads", { lastname: "Other", coco_clientid: "C-1" }))).toEqual([
    412,
    "0x80060892",
  ]);
  for (const lastname of ["One", "Two"])
    expect((await dataverse.write("POST", "leads", { lastname })).status).toBe(204);
});

test("an index is pending, in progress and then active, and of no use before", async () => {
  await dataverse.control("POST", "clock", { freeze: true });
  await dataverse.control("POST", "metadata", { keyIndexMs: 10_000 });
  await dataverse.write("POST", `${lead}/Keys`, key);
  expect(await statusOfKey()).toEqual(["Pending", true]);
  await dataverse.control("POST", "clock", { advanceMs: 5_000 });
  expect(await statusOfKey()).toEqual(["InProgress", true]);
  expect(await code(dataverse.get("leads(coco_clientid='c-1')"))).toEqual([400, "0x80060890"]);
  for (const lastname of ["One", "Two"])
    await dataverse.write("POST", "leads", { lastname, coco_branch: "b" });
  await dataverse.control("POST", "clock", { advanceMs: 5_000 });
  expect(await statusOfKey()).toEqual(["Active", false]);
  expect(await code(dataverse.get("leads(coco_clientid='c-1')"))).toEqual([404, "0x80060891"]);
});

test("rows that are alike make the index fail; once they differ it can be built anew", async () => {
  const ids: string[] = [];
  for (const lastname of ["One", "Two"]) {
    const { headers } = await dataverse.write("POST", "leads", { lastname, coco_clientid: "same" });
    ids.push(/leads\([^)]*\)/.exec(headers.get("odata-entityid") ?? "")?.[0] ?? "");
  }
  await dataverse.write("POST", `${lead}/Keys`, key);
  expect(await statusOfKey()).toEqual(["Failed", true]);
  expect(await code(dataverse.get("leads(coco_clientid='same')"))).toEqual([400, "0x80060890"]);
  await dataverse.write("PATCH", ids[1] ?? "", { coco_clientid: "other" });
  const again = { EntityLogicalName: "lead", EntityKeyLogicalName: "coco_clientidkey" };
  expect((await dataverse.write("POST", "ReactivateEntityKey", again)).status).toBe(204);
  expect(await statusOfKey()).toEqual(["Active", false]);
  expect(await code(dataverse.write("POST", "ReactivateEntityKey", again))).toEqual([400, "0x80060897"]);
});

test("a key of several columns needs all of them in the address", async () => {
  const both = { ...key, KeyAttributes: ["coco_clientid", "coco_branch"] };
  await dataverse.write("POST", `${lead}/Keys`, both);
  const path = "leads(coco_branch='b',coco_clientid='c')";
  await dataverse.write("PATCH", path, { lastname: "Lee" });
  expect((await dataverse.get(path)).json).toMatchObject({ coco_branch: "b", coco_clientid: "c" });
  expect(await code(dataverse.get("leads(coco_clientid='c')"))).toEqual([400, "0x80060890"]);
  expect((await dataverse.write("POST", "leads", { lastname: "Null", coco_clientid: "c" })).status).toBe(204);
});

test("keys are listed, found by id and deleted, and then hold nothing apart", async () => {
  await dataverse.write("POST", `${lead}/Keys`, key);
  const { json } = await dataverse.get(`${lead}/Keys`);
  const [found] = asRows(json.value);
  expect(found).toMatchObject({
    LogicalName: "coco_clientidkey",
    KeyAttributes: ["coco_clientid"],
    EntityLogicalName: "lead",
  });
  const path = `${lead}/Keys(${String(found?.MetadataId)})`;
  expect((await dataverse.get(path)).json.SchemaName).toBe("coco_ClientIdKey");
  expect(await code(dataverse.send("DELETE", `${lead}/Attributes(LogicalName='coco_clientid')`))).toEqual([
    400,
    "0x8004f01f",
  ]);
  expect((await dataverse.send("DELETE", path)).status).toBe(204);
  for (const lastname of ["One", "Two"]) {
    expect((await dataverse.write("POST", "leads", { lastname, coco_clientid: "same" })).status).toBe(204);
  }
});

test.each([
  ["the same name", key, "0x80060893"],
  ["the same columns", { ...key, SchemaName: "coco_Other" }, "0x80060894"],
  ["an unknown column", { SchemaName: "coco_Other", KeyAttributes: ["nope"] }, "0x80060896"],
  [
    "a column nothing can be keyed by",
    { SchemaName: "coco_Other", KeyAttributes: ["description"] },
    "0x80060896",
  ],
  ["no columns", { SchemaName: "coco_Other", KeyAttributes: [] }, "0x8004f04d"],
  ["a name without a prefix", { ...key, SchemaName: "other" }, "0x80044366"],
])("a key with %s is refused", async (_what, body, error) => {
  await dataverse.write("POST", `${lead}/Keys`, key);
  expect(await code(dataverse.write("POST", `${lead}/Keys`, body))).toEqual([400, error]);
});

test("an eleventh key is refused", async () => {
  const columns = [
    "firstname",
    "lastname",
    "subject",
    "companyname",
    "jobtitle",
    "fax",
    "telephone1",
    "telephone2",
    "emailaddress1",
    "emailaddress2",
    "pager",
  ];
  const answers = [];
  for (const [index, name] of columns.entries()) {
    answers.push(
      (
        await dataverse.write("POST", `${lead}/Keys`, {
          SchemaName: `coco_Key${index}`,
          KeyAttributes: [name],
        })
      ).status,
    );
  }
  expect(answers).toEqual([...Array.from({ length: 10 }, () => 204), 400]);
});

test("what an update by a key says of that key is passed over, and wins in a create", async () => {
  await dataverse.write("POST", `${lead}/Keys`, key);
  const wanted = { prefer: "return=representation" };
  const path = "leads(coco_clientid='c-1')?$select=coco_clientid,lastname";
  await dataverse.write("PATCH", path, { lastname: "Lee" });
  const updated = await dataverse.write("PATCH", path, { lastname: "Roy", coco_clientid: "c-2" }, wanted);
  expect([updated.status, updated.json]).toMatchObject([200, { coco_clientid: "c-1", lastname: "Roy" }]);
  const other = "leads(coco_clientid='c-3')?$select=coco_clientid";
  const made = await dataverse.write("PATCH", other, { coco_clientid: "c-4" }, wanted);
  expect([made.status, made.json]).toMatchObject([201, { coco_clientid: "c-4" }]);
});

test("the values of a key are of its columns' types and within their limits", async () => {
  await dataverse.write("POST", `${lead}/Attributes`, {
    "@odata.type": "Microsoft.Dynamics.CRM.IntegerAttributeMetadata",
    SchemaName: "coco_Number",
    MinValue: 0,
    MaxValue: 9,
  });
  for (const column of ["coco_clientid", "coco_number"])
    await dataverse.write("POST", `${lead}/Keys`, { SchemaName: `${column}_key`, KeyAttributes: [column] });
  for (const path of ["leads(coco_number='5')", "leads(coco_clientid=5)"]) {
    expect(await code(dataverse.get(path))).toEqual([400, "0x80060888"]);
    expect(await code(dataverse.write("PATCH", path, { lastname: "Lee" }))).toEqual([400, "0x80060888"]);
  }
  const upsert = (path: string) => code(dataverse.write("PATCH", path, { lastname: "Lee" }));
  expect(await upsert(`leads(coco_clientid='${"x".repeat(101)}')`)).toEqual([400, "0x80044331"]);
  expect(await upsert("leads(coco_number=10)")).toEqual([400, "0x8004432f"]);
  expect(await upsert("leads(coco_number=5)")).toEqual([204, undefined]);
});
