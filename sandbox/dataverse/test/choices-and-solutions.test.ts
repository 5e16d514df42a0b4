import { afterEach, beforeEach, expect, test } from "vitest";
import { label } from "./label.ts";
import { asRows, rowsOf, openSandbox, type SandboxClient } from "./sandbox-client.ts";

let dataverse: SandboxClient;
beforeEach(async () => void (dataverse = await openSandbox()));
afterEach(() => dataverse[Symbol.asyncDispose]());

const crm = "Microsoft.Dynamics.CRM";
const lead = "EntityDefinitions(LogicalName='lead')";
const tiers = {
  "@odata.type": `${crm}.OptionSetMetadata`,
  Name: "coco_tier",
  DisplayName: label("Tier"),
  OptionSetType: "Picklist",
  Options: [
    { Value: 1, Label: label("Gold") },
    { Value: 2, Label: label("Silver") },
  ],
};

async function code(answer: Promise<{ status: number; json: Record<string, unknown> }>): Promise<unknown[]> {
  const { status, json } = await answer;
  return [status, (json.error as { code?: string } | undefined)?.code];
}

async function addTierColumn(): Promise<void> {
  const column = {
    "@odata.type": `${crm}.PicklistAttributeMetadata`,
    SchemaName: "coco_Tier",
    "GlobalOptionSet@odata.bind": "/GlobalOptionSetDefinitions(Name='coco_tier')",
  };
  expect((await dataverse.write("POST", `${lead}/Attributes`, column)).text).toBe("");
}

test("a global choice is made once and used by columns; its options are theirs", async () => {
  const made = await dataverse.write("POST", "GlobalOptionSetDefinitions", tiers);
  expect(made.headers.get("odata-entityid")).toMatch(/\/GlobalOptionSetDefinitions\([0-9a-f-]{36}\)$/);
  await addTierColumn();
  const inserted = await dataverse.write("POST", "InsertOptionValue", {
    OptionSetName: "coco_tier",
    Value: 3,
    Label: label("Bronze"),
  });
  expect(inserted.json.NewOptionValue).toBe(3);
  const row = await dataverse.write(
    "POST",
    "leads",
    { lastname: "Lee", coco_tier: 3 },
    { prefer: 'return=representation,odata.include-annotations="*"' },
  );
  expect(row.json).toMatchObject({
    coco_tier: 3,
    "coco_tier@OData.Community.Display.V1.FormattedValue": "Bronze",
  });
  const path = `${lead}/Attributes(LogicalName='coco_tier')/${crm}.PicklistAttributeMetadata?$select=LogicalName&$expand=GlobalOptionSet`;
  expect((await dataverse.get(path)).json.GlobalOptionSet).toMatchObject({
    Name: "coco_tier",
    IsGlobal: true,
  });
  expect(await code(dataverse.send("DELETE", "GlobalOptionSetDefinitions(Name='coco_tier')"))).toEqual([
    400,
    "0x8004f01f",
  ]);
  await dataverse.send("DELETE", `${lead}/Attributes(LogicalName='coco_tier')`);
  expect((await dataverse.send("DELETE", "GlobalOptionSetDefinitions(Name='coco_tier')")).status).toBe(204);
});

test("options of a column are added, renamed, put in order and taken away", async () => {
  const where = { EntityLogicalName: "lead", AttributeLogicalName: "leadsourcecode" };
  const inserted = await dataverse.write("POST", "InsertOptionValue", { ...where, Label: label("Coconut") });
  const value = Number(inserted.json.NewOptionValue);
  expect(value).toBeGreaterThanOrEqual(100_000_000);
  await dataverse.write("POST", "UpdateOptionValue", {
    ...where,
    Value: value,
    Label: label("Booking"),
    MergeLabels: false,
  });
  const options = async () => {
    const { json } = await dataverse.get(
      `${lead}/Attributes(LogicalName='leadsourcecode')/${crm}.PicklistAttributeMetadata/OptionSet`,
    );
    return asRows(json.Options).map((one) => [
      one.Value,
      (one.Label as { UserLocalizedLabel: { Label: string } }).UserLocalizedLabel.Label,
    ]);
  };
  expect(await options()).toContainEqual([value, "Booking"]);
  expect((await dataverse.write("POST", "OrderOption", { ...where, Values: [value, 8] })).status).toBe(204);
  expect((await dataverse.write("POST", "DeleteOptionValue", { ...where, Value: value })).status).toBe(204);
  expect(await options()).not.toContainEqual([value, "Booking"]);
  expect(await code(dataverse.write("POST", "leads", { lastname: "Lee", leadsourcecode: value }))).toEqual([
    400,
    "0x8004431a",
  ]);
});

test("a status reason that is added belongs to its state", async () => {
  const reason = {
    EntityLogicalName: "lead",
    AttributeLogicalName: "statuscode",
    StateCode: 0,
    Value: 77,
    Label: label("Waiting"),
  };
  expect((await dataverse.write("POST", "InsertStatusValue", reason)).json.NewOptionValue).toBe(77);
  expect((await dataverse.write("POST", "leads", { lastname: "Lee", statuscode: 77 })).status).toBe(204);
});

test.each([
  ["GlobalOptionSetDefinitions", tiers, "0x80044345"],
  ["InsertOptionValue", { OptionSetName: "coco_tier", Value: 1, Label: label("Again") }, "0x80048403"],
  [
    "UpdateOptionValue",
    { OptionSetName: "coco_tier", Value: 9, Label: label("No"), MergeLabels: false },
    "0x80048403",
  ],
  ["DeleteOptionValue", { OptionSetName: "nope", Value: 9 }, "0x80040217"],
  ["PublishXml", { ParameterXml: "<other/>" }, "0x80040203"],
  ["PublishXml", { ParameterXml: "no xml <" }, "0x80040203"],
])("POST %s of something impossible is refused", async (path, body, error) => {
  await dataverse.write("POST", "GlobalOptionSetDefinitions", tiers);
  expect((await code(dataverse.write("POST", path, body)))[1]).toBe(error);
});

test("customisations are published", async () => {
  const xml = "<importexportxml><entities><entity>lead</entity></entities></importexportxml>";
  expect((await dataverse.write("POST", "PublishXml", { ParameterXml: xml })).status).toBe(204);
  expect((await dataverse.send("POST", "PublishAllXml")).status).toBe(204);
});

test("a publisher and a solution are made as rows, and parts made in the solution are its components", async () => {
  const publisher = await dataverse.write("POST", "publishers", {
    uniquename: "coconut",
    friendlyname: "Coconut",
    customizationprefix: "coco",
    customizationoptionvalueprefix: 77_420,
  });
  expect(publisher.status).toBe(204);
  const address = /publishers\([^)]*\)/.exec(publisher.headers.get("odata-entityid") ?? "")?.[0];
  const solution = {
    uniquename: "CoconutSync",
    friendlyname: "Coconut sync",
    version: "1.0.0.0",
    "publisherid@odata.bind": `/${address}`,
  };
  expect((await dataverse.write("POST", "solutions", solution)).text).toBe("");
  const inSolution = { "MSCRM.SolutionUniqueName": "CoconutSync" };
  const options = { OptionSet: { Options: [{ Label: label("First") }] } };
  const column = { "@odata.type": `${crm}.PicklistAttributeMetadata`, SchemaName: "coco_Kind", ...options };
  const made = await dataverse.write("POST", `${lead}/Attributes`, column, inSolution);
  const id = /\(([0-9a-f-]{36})\)$/.exec(made.headers.get("odata-entityid") ?? "")?.[1];
  const components = async () =>
    rowsOf(
      await dataverse.get(
        "solutioncomponents?$select=componenttype,objectid&$filter=solutionid/uniquename eq 'CoconutSync'",
      ),
    );
  expect(await components()).toMatchObject([{ componenttype: 2, objectid: id }]);
  // Options without a value get one from the range of the solution's publisher.
  const { json } = await dataverse.get(
    `${lead}/Attributes(${id})/${crm}.PicklistAttributeMetadata/OptionSet`,
  );
  expect(asRows(json.Options)[0]?.Value).toBe(774_200_000);
  const table = await dataverse.get(`${lead}?$select=MetadataId`);
  const added = await dataverse.write("POST", "AddSolutionComponent", {
    ComponentId: table.json.MetadataId,
    ComponentType: 1,
    SolutionUniqueName: "CoconutSync",
    AddRequiredComponents: false,
  });
  expect(added.status).toBe(200);
  expect(await components()).toHaveLength(2);
  await dataverse.send("DELETE", `${lead}/Attributes(${id})`);
  expect(await components()).toHaveLength(1);
});

test("a solution that is not there takes nothing, and every organisation has its default ones", async () => {
  const column = { "@odata.type": `${crm}.StringAttributeMetadata`, SchemaName: "coco_Text" };
  const refused = await dataverse.write("POST", `${lead}/Attributes`, column, {
    "MSCRM.SolutionUniqueName": "Nope",
  });
  expect(refused.status).toBe(400);
  expect(refused.text).toContain("Nope");
  expect((await dataverse.get(`${lead}/Attributes(LogicalName='coco_text')`)).status).toBe(404);
  const solutions = rowsOf(await dataverse.get("solutions?$select=uniquename&$orderby=uniquename"));
  expect(solutions.map((one) => one.uniquename)).toEqual(["Active", "Default"]);
});
