import { expect, test } from "vitest";
import { inSolution, openSolution, table } from "./solution.ts";
import { idIn, label } from "./service.ts";

test("sections 0 and 1: the table is in the solution, and its definition changes", async () => {
  await using service = await openSolution();
  expect(service.created.status).toBe(204);
  expect(service.created.entityId).toMatch(/\/EntityDefinitions\([0-9a-f-]{36}\)$/);
  const components = await service.get(
    `${service.solution}/solution_solutioncomponent?$select=objectid,componenttype`,
  );
  expect(components.rows).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ objectid: idIn(service.created.entityId), componenttype: 1 }),
    ]),
  );
  const { body } = await service.get(table, { Consistency: "Strong" });
  expect(body).toMatchObject({
    "@odata.context": `${service.base}$metadata#EntityDefinitions/$entity`,
    LogicalName: "sample_bankaccount",
    HasActivities: false,
  });
  delete body["@odata.context"];
  await service.put(
    table,
    { ...body, HasActivities: true, Description: label("Contains information about customer bank accounts") },
    {
      ...inSolution,
      "MSCRM.MergeLabels": "true",
    },
  );
  const changed = await service.get(`${table}?$select=HasActivities,Description`);
  expect(changed.body).toMatchObject({
    HasActivities: true,
    Description: { UserLocalizedLabel: { Label: "Contains information about customer bank accounts" } },
  });
  const unknown = await service.send(
    "POST",
    `${table}/Attributes`,
    {
      "@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata",
      SchemaName: "sample_X",
      MaxLength: 10,
    },
    { "MSCRM.SolutionUniqueName": "nosuchsolution" },
  );
  expect(unknown.status).toBe(400);
});

test("section 2: columns of every kind, described and used", async () => {
  await using service = await openSolution();
  const options = (...labels: string[]) =>
    labels.map((text, index) => ({ Value: 727000000 + index, Label: label(text) }));
  await service.addColumn("Boolean", {
    SchemaName: "sample_Boolean",
    DefaultValue: false,
    DisplayName: label("Sample Boolean"),
    OptionSet: {
      TrueOption: { Value: 1, Label: label("True") },
      FalseOption: { Value: 0, Label: label("False") },
      OptionSetType: "Boolean",
    },
  });
  await service.addColumn("DateTime", {
    SchemaName: "sample_DateTime",
    DisplayName: label("Sample DateTime"),
    Format: "DateOnly",
    DateTimeBehavior: { Value: "DateOnly" },
  });
  await service.addColumn("Decimal", {
    SchemaName: "sample_Decimal",
    DisplayName: label("Sample Decimal"),
    MaxValue: 100,
    MinValue: 0,
    Precision: 1,
  });
  await service.addColumn("Integer", {
    SchemaName: "sample_Integer",
    DisplayName: label("Sample Integer"),
    MaxValue: 100,
    MinValue: 0,
    Format: "None",
  });
  await service.addColumn("Memo", {
    SchemaName: "sample_Memo",
    DisplayName: label("Sample Memo"),
    Format: "TextArea",
    MaxLength: 500,
  });
  await service.addColumn("Money", {
    SchemaName: "sample_Money",
    DisplayName: label("Sample Money"),
    MaxValue: 1000,
    MinValue: 0,
    Precision: 1,
    PrecisionSource: 1,
  });
  await service.addColumn("BigInt", { SchemaName: "sample_BigInt", DisplayName: label("Sample BigInt") });
  await service.addColumn("Picklist", {
    SchemaName: "sample_Choice",
    DisplayName: label("Sample Choice"),
    OptionSet: { IsGlobal: false, OptionSetType: "Picklist", Options: options("Bravo", "Delta") },
  });
  await service.addColumn("MultiSelectPicklist", {
    SchemaName: "sample_MultiSelect",
    DisplayName: label("Many"),
    OptionSet: {
      IsGlobal: false,
      OptionSetType: "Picklist",
      Options: options("Appetizer", "Entree", "Dessert"),
    },
  });

  const found = await service.get(
    `${table}/Attributes(LogicalName='sample_choice')/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName&$expand=OptionSet`,
  );
  expect(found.body).toMatchObject({
    LogicalName: "sample_choice",
    OptionSet: { Options: [{ Value: 727000000 }, { Value: 727000001 }] },
  });
  const added = await service.post("InsertOptionValue", {
    EntityLogicalName: "sample_bankaccount",
    AttributeLogicalName: "sample_choice",
    Label: label("Echo"),
    Value: 727000002,
  });
  expect(added.body.NewOptionValue).toBe(727000002);
  await service.post("UpdateOptionValue", {
    EntityLogicalName: "sample_bankaccount",
    AttributeLogicalName: "sample_choice",
    Value: 727000002,
    Label: label("Foxtrot"),
    MergeLabels: true,
  });
  await service.post("DeleteOptionValue", {
    EntityLogicalName: "sample_bankaccount",
    AttributeLogicalName: "sample_choice",
    Value: 727000000,
  });

  const values = {
    sample_name: "All kinds",
    sample_boolean: true,
    sample_datetime: "2026-02-03",
    sample_decimal: 12.5,
    sample_integer: 50,
    sample_memo: "lines\nof text",
    sample_money: 99.5,
    sample_choice: 727000002,
    sample_multiselect: "727000000,727000002",
  };
  const row = await service.create("sample_bankaccounts", values);
  const read = await service.get(row, { Prefer: 'odata.include-annotations="*"' });
  expect(read.body).toMatchObject({
    ...values,
    "sample_choice@OData.Community.Display.V1.FormattedValue": "Foxtrot",
    "sample_multiselect@OData.Community.Display.V1.FormattedValue": "Appetizer; Dessert",
    "sample_datetime@OData.Community.Display.V1.FormattedValue": "2/3/2026",
    "sample_boolean@OData.Community.Display.V1.FormattedValue": "True",
  });
  for (const wrong of [
    { sample_decimal: 101 },
    { sample_integer: -1 },
    { sample_choice: 727000000 },
    { sample_money: 1001 },
    { sample_datetime: "tomorrow" },
  ]) {
    expect((await service.send("POST", "sample_bankaccounts", wrong)).status, JSON.stringify(wrong)).toBe(
      400,
    );
  }
  const states = await service.post("InsertStatusValue", {
    EntityLogicalName: "sample_bankaccount",
    AttributeLogicalName: "statuscode",
    StateCode: 1,
    Label: label("Frozen"),
    Value: 727000000,
  });
  expect(states.body.NewOptionValue).toBe(727000000);
});
