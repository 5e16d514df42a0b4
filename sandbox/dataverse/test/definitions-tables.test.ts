import { afterEach, beforeEach, expect, test } from "vitest";
import { label } from "./label.ts";
import { asRows, openClient, rowsOf, openSandbox, type SandboxClient } from "./sandbox-client.ts";

let dataverse: SandboxClient;
beforeEach(async () => void (dataverse = await openSandbox()));
afterEach(() => dataverse[Symbol.asyncDispose]());

const crm = "Microsoft.Dynamics.CRM";
const bank = "EntityDefinitions(LogicalName='new_bank')";

function column(type: string, schemaName: string, more: object = {}): Record<string, unknown> {
  return {
    "@odata.type": `${crm}.${type}AttributeMetadata`,
    SchemaName: schemaName,
    DisplayName: label(schemaName),
    ...more,
  };
}

const banks = {
  "@odata.type": `${crm}.EntityMetadata`,
  SchemaName: "new_Bank",
  DisplayName: label("Bank"),
  DisplayCollectionName: label("Banks"),
  OwnershipType: "UserOwned",
  HasNotes: false,
  Attributes: [
    column("String", "new_Name", { IsPrimaryName: true, MaxLength: 50, FormatName: { Value: "Text" } }),
  ],
};

async function code(answer: Promise<{ status: number; json: Record<string, unknown> }>): Promise<unknown[]> {
  const { status, json } = await answer;
  return [status, (json.error as { code?: string } | undefined)?.code];
}

test("a table that is made is at once there for rows, queries, $metadata and the service document", async () => {
  const made = await dataverse.write("POST", "EntityDefinitions", banks);
  expect(made.status).toBe(204);
  expect(made.headers.get("odata-entityid")).toMatch(/\/EntityDefinitions\([0-9a-f-]{36}\)$/);
  const row = await dataverse.write("POST", "new_banks", { new_name: "First" });
  expect(row.status).toBe(204);
  expect(rowsOf(await dataverse.get("new_banks?$filter=new_name eq 'first'"))).toMatchObject([
    { new_name: "First", statecode: 0, statuscode: 1 },
  ]);
  expect((await dataverse.get("$metadata")).text).toContain('<EntityType Name="new_bank"');
  expect(rowsOf(await dataverse.get("")).map((one) => one.name)).toContain("new_banks");
  const definition = await dataverse.get(
    `${bank}?$select=IsCustomEntity,PrimaryNameAttribute,HasNotes,DisplayName`,
  );
  expect(definition.json).toMatchObject({
    IsCustomEntity: true,
    PrimaryNameAttribute: "new_name",
    HasNotes: false,
    DisplayName: { UserLocalizedLabel: { Label: "Bank" } },
  });
});

test("columns of every type that are made take values of their type, and no others", async () => {
  await dataverse.write("POST", "EntityDefinitions", banks);
  const options = {
    Options: [
      { Value: 1, Label: label("Retail") },
      { Value: 2, Label: label("Private") },
    ],
  };
  const columns = [
    column("Memo", "new_Memo", { MaxLength: 500 }),
    column("Integer", "new_Integer", { MinValue: 0, MaxValue: 10 }),
    column("BigInt", "new_Big"),
    column("Decimal", "new_Decimal", { MinValue: 0, MaxValue: 100, Precision: 2 }),
    column("Double", "new_Double", { MinValue: 0, MaxValue: 100, Precision: 3 }),
    column("Money", "new_Money", { PrecisionSource: 2 }),
    column("Boolean", "new_Flag", {
      OptionSet: {
        TrueOption: { Value: 1, Label: label("On") },
        FalseOption: { Value: 0, Label: label("Off") },
      },
    }),
    column("DateTime", "new_Moment", { Format: "DateAndTime" }),
    column("DateTime", "new_Day", { Format: "DateOnly", DateTimeBehavior: { Value: "DateOnly" } }),
    column("Picklist", "new_Kind", { OptionSet: options }),
    column("MultiSelectPicklist", "new_Kinds", { OptionSet: options }),
  ];
  for (const one of columns) {
    expect(await dataverse.write("POST", `${bank}/Attributes`, one)).toMatchObject({ status: 204, text: "" });
  }
  const values = {
    new_memo: "text",
    new_integer: 7,
    new_big: 9_007_199_254_740_991,
    new_decimal: 1.25,
    new_double: 2.125,
    new_money: 10.5,
    new_flag: true,
    new_moment: "2026-03-10T10:00:00Z",
    new_day: "2026-03-10",
    new_kind: 2,
    new_kinds: "1,2",
  };
  const made = await dataverse.write("POST", "new_banks", values, { prefer: "return=representation" });
  expect(made.json).toMatchObject(values);
  for (const [wrong, error] of [
    [{ new_integer: 11 }, "0x8004432f"],
    [{ new_decimal: 100.5 }, "0x80044330"],
    [{ new_double: "1" }, "0x80048d19"],
    [{ new_day: "2026-03-10T00:00:00Z" }, "0x80048d19"],
    [{ new_day: "2026-02-30" }, "0x80048d19"],
    [{ new_kind: 3 }, "0x8004431a"],
    [{ new_kinds: "1,3" }, "0x8004431a"],
    [{ new_kinds: [1] }, "0x80048d19"],
    [{ new_memo: "x".repeat(501) }, "0x80044331"],
  ] as const) {
    expect([wrong, ...(await code(dataverse.write("POST", "new_banks", wrong)))]).toEqual([
      wrong,
      400,
      error,
    ]);
  }
});

test("an activity that is made has a subject, parties and what it regards", async () => {
  const made = await dataverse.write("POST", "EntityDefinitions", {
    ...banks,
    SchemaName: "new_Visit",
    IsActivity: true,
    Attributes: [column("String", "Subject", { IsPrimaryName: true, MaxLength: 200 })],
  });
  expect(made.text).toBe("");
  const [lead] = rowsOf(await dataverse.get("leads?$top=1&$select=leadid"));
  const visit = await dataverse.write(
    "POST",
    "new_visits",
    {
      subject: "At the branch",
      "regardingobjectid_lead_new_visit@odata.bind": `/leads(${String(lead?.leadid)})`,
    },
    { prefer: "return=representation" },
  );
  expect(visit.json).toMatchObject({ subject: "At the branch", activitytypecode: "new_visit", statecode: 0 });
});

test("a whole definition that is put back changes what was changed in it and nothing else", async () => {
  await dataverse.write("POST", "EntityDefinitions", banks);
  const path = `${bank}/Attributes(LogicalName='new_name')`;
  const { json } = await dataverse.get(`${path}/${crm}.StringAttributeMetadata`);
  const changed = {
    ...json,
    "@odata.type": `${crm}.StringAttributeMetadata`,
    MaxLength: 5,
    DisplayName: label("Title"),
  };
  expect((await dataverse.write("PUT", path, changed)).text).toBe("");
  const after = await dataverse.get(path);
  expect(after.json).toMatchObject({
    MaxLength: 5,
    MetadataId: json.MetadataId,
    IsPrimaryName: true,
    DisplayName: { UserLocalizedLabel: { Label: "Title" } },
  });
  expect(await code(dataverse.write("POST", "new_banks", { new_name: "too long" }))).toEqual([
    400,
    "0x80044331",
  ]);
});

test("labels in other languages stay only if the caller asks for them to be merged", async () => {
  await dataverse.write("POST", "EntityDefinitions", banks);
  const french = { LocalizedLabels: [{ Label: "Banque", LanguageCode: 1036 }] };
  const labels = async () =>
    asRows(
      ((await dataverse.get(`${bank}?$select=DisplayName`)).json.DisplayName as { LocalizedLabels: unknown })
        .LocalizedLabels,
    ).map((one) => one.Label);
  await dataverse.write("PUT", bank, { DisplayName: french }, { "MSCRM.MergeLabels": "true" });
  expect(await labels()).toEqual(["Bank", "Banque"]);
  await dataverse.write("PUT", bank, { DisplayName: french });
  expect(await labels()).toEqual(["Banque"]);
});

test("a column that is deleted is gone from rows, and so is a table with its rows", async () => {
  await dataverse.write("POST", "EntityDefinitions", banks);
  await dataverse.write("POST", `${bank}/Attributes`, column("Integer", "new_Size"));
  await dataverse.write("POST", "new_banks", { new_size: 3 });
  expect((await dataverse.send("DELETE", `${bank}/Attributes(LogicalName='new_size')`)).status).toBe(204);
  expect(rowsOf(await dataverse.get("new_banks"))[0]).not.toHaveProperty("new_size");
  expect(await code(dataverse.write("POST", "new_banks", { new_size: 3 }))).toEqual([400, "0x80048d19"]);
  expect((await dataverse.send("DELETE", bank, undefined, { "If-Match": "*" })).status).toBe(204);
  expect(await code(dataverse.get("new_banks"))).toEqual([404, "0x8006088a"]);
  await dataverse.write("POST", "EntityDefinitions", banks);
  expect(rowsOf(await dataverse.get("new_banks"))).toEqual([]);
});

test("several tables are made by one action, all or none", async () => {
  const complex = (schemaName: string) => ({
    ...banks,
    "@odata.type": `${crm}.ComplexEntityMetadata`,
    SchemaName: schemaName,
    Attributes: [{ ...banks.Attributes[0], "@odata.type": `${crm}.ComplexStringAttributeMetadata` }],
  });
  const both = { Entities: [complex("new_One"), complex("badname")] };
  expect(await code(dataverse.write("POST", "CreateEntities", both))).toEqual([400, "0x80044366"]);
  expect((await dataverse.get("new_ones")).status).toBe(404);
  expect((await dataverse.write("POST", "CreateEntities", { Entities: [complex("new_One")] })).status).toBe(
    204,
  );
  expect((await dataverse.get("new_ones")).status).toBe(200);
});

test.each([
  ["the same table twice", "EntityDefinitions", banks, "0x80044363"],
  ["a name without a prefix", "EntityDefinitions", { ...banks, SchemaName: "Bank" }, "0x80044366"],
  [
    "a table without a primary name",
    "EntityDefinitions",
    { ...banks, SchemaName: "new_Other", Attributes: [] },
    "0x8004f04d",
  ],
  ["the same column twice", `${bank}/Attributes`, column("Memo", "new_Name"), "0x80047013"],
  ["a column without a type", `${bank}/Attributes`, { SchemaName: "new_X" }, "0x80048d19"],
  ["a lookup without a relationship", `${bank}/Attributes`, column("Lookup", "new_X"), "0x8004f04d"],
  [
    "a length beyond the limit",
    `${bank}/Attributes`,
    column("String", "new_X", { MaxLength: 4001 }),
    "0x8004f04d",
  ],
  [
    "least above most",
    `${bank}/Attributes`,
    column("Integer", "new_X", { MinValue: 2, MaxValue: 1 }),
    "0x8004f04d",
  ],
  ["nonsense", `${bank}/Attributes`, [1], "0x80048d19"],
])("%s is refused", async (_what, path, body, error) => {
  await dataverse.write("POST", "EntityDefinitions", banks);
  expect(await code(dataverse.write("POST", path, body))).toEqual([400, error]);
});

test("standard tables and columns are not deleted", async () => {
  const lead = "EntityDefinitions(LogicalName='lead')";
  expect(await code(dataverse.send("DELETE", lead))).toEqual([400, "0x80047007"]);
  expect(await code(dataverse.send("DELETE", `${lead}/Attributes(LogicalName='subject')`))).toEqual([
    400,
    "0x80047007",
  ]);
});

test("who may not customise is told the privilege", async () => {
  const ordinary = await openClient(dataverse.sandbox);
  await dataverse.control("POST", "privileges", { revoke: ["prvCreateEntity"] });
  const refused = await ordinary.write("POST", "EntityDefinitions", banks);
  expect(refused.status).toBe(403);
  expect(refused.text).toContain("prvCreateEntity");
});

test("rows learn of a new column after a while, where the service lags, unless they ask for strong consistency", async () => {
  await dataverse.control("POST", "clock", { freeze: true });
  await dataverse.control("POST", "metadata", { columnLagMs: 20_000 });
  const lead = "EntityDefinitions(LogicalName='lead')";
  await dataverse.write("POST", `${lead}/Attributes`, column("String", "new_Code", { MaxLength: 10 }));
  expect((await dataverse.get(`${lead}/Attributes(LogicalName='new_code')?$select=LogicalName`)).status).toBe(
    200,
  );
  const row = { lastname: "Lee", new_code: "a" };
  expect(await code(dataverse.write("POST", "leads", row))).toEqual([400, "0x80048d19"]);
  expect((await dataverse.write("POST", "leads", row, { Consistency: "Strong" })).status).toBe(204);
  await dataverse.control("POST", "clock", { advanceMs: 20_001 });
  expect((await dataverse.write("POST", "leads", row)).status).toBe(204);
});
