import { afterAll, beforeAll, expect, test } from "vitest";
import { asRows, rowsOf, openSandbox, type SandboxClient } from "./sandbox-client.ts";

let dataverse: SandboxClient;
beforeAll(async () => void (dataverse = await openSandbox()));
afterAll(() => dataverse[Symbol.asyncDispose]());

const lead = "EntityDefinitions(LogicalName='lead')";

test("a table is found by its logical name and by its id, with what programs need to address its rows", async () => {
  const select =
    "$select=LogicalName,SchemaName,EntitySetName,PrimaryIdAttribute,PrimaryNameAttribute,ObjectTypeCode";
  const byName = await dataverse.get(`${lead}?${select}`);
  expect(byName.json).toMatchObject({
    LogicalName: "lead",
    SchemaName: "Lead",
    EntitySetName: "leads",
    PrimaryIdAttribute: "leadid",
    PrimaryNameAttribute: "fullname",
    ObjectTypeCode: 4,
  });
  expect(byName.json).not.toHaveProperty("IsActivity");
  expect(byName.headers.get("etag")).toBeNull();
  const byId = await dataverse.get(
    `EntityDefinitions(${String(byName.json.MetadataId)})?$select=LogicalName`,
  );
  expect(byId.json.LogicalName).toBe("lead");
});

test.each([
  ["LogicalName eq 'lead'", ["lead"]],
  ["SchemaName eq 'Contact' or ObjectTypeCode eq 1", ["account", "contact"]],
  ["IsCustomEntity eq true", []],
  ["startswith(LogicalName,'acc') and IsIntersect eq false", ["account"]],
  [
    "OwnershipType eq Microsoft.Dynamics.CRM.OwnershipTypes'UserOwned' and contains(SchemaName,'Lea')",
    ["lead"],
  ],
  ["not (IsCustomizable/Value eq true) and LogicalName eq 'systemuserroles'", ["systemuserroles"]],
])("tables are filtered: %s", async (filter, names) => {
  const answer = await dataverse.get(
    `EntityDefinitions?$select=LogicalName&$filter=${encodeURIComponent(filter)}`,
  );
  expect(
    rowsOf(answer)
      .map((one) => one.LogicalName)
      .toSorted(),
  ).toEqual(names);
});

test("definitions are neither sorted nor paged", async () => {
  for (const option of ["$orderby=LogicalName", "$top=1", "$skip=1"]) {
    const answer = await dataverse.get(`EntityDefinitions?${option}`);
    expect(answer).toMatchObject({ status: 400, json: { error: { code: "0x80060888" } } });
  }
});

test("an expanded table brings its columns, keys and relationships", async () => {
  const answer = await dataverse.get(
    `${lead}?$select=LogicalName&$expand=Attributes($select=LogicalName;$filter=LogicalName eq 'subject'),Keys,ManyToOneRelationships($select=ReferencedEntity;$filter=ReferencingAttribute eq 'parentcontactid'),OneToManyRelationships($select=SchemaName),ManyToManyRelationships`,
  );
  expect(asRows(answer.json.Attributes)).toMatchObject([
    { "@odata.type": "#Microsoft.Dynamics.CRM.StringAttributeMetadata", LogicalName: "subject" },
  ]);
  expect(asRows(answer.json.ManyToOneRelationships)).toMatchObject([{ ReferencedEntity: "contact" }]);
  expect(asRows(answer.json.OneToManyRelationships).map((one) => one.SchemaName)).toContain(
    "Lead_Appointments",
  );
  expect(answer.json.Keys).toEqual([]);
});

test("a column says of itself what forms and programs ask", async () => {
  const { json } = await dataverse.get(`${lead}/Attributes(LogicalName='mobilephone')`);
  expect(json).toMatchObject({
    "@odata.type": "#Microsoft.Dynamics.CRM.StringAttributeMetadata",
    SchemaName: "MobilePhone",
    AttributeType: "String",
    AttributeTypeName: { Value: "StringType" },
    EntityLogicalName: "lead",
    MaxLength: 20,
    FormatName: { Value: "Phone" },
    IsValidForCreate: true,
    IsValidForUpdate: true,
    RequiredLevel: { Value: "None", CanBeChanged: true },
    DisplayName: { UserLocalizedLabel: { Label: "Mobile Phone", LanguageCode: 1033 } },
  });
  const subject = await dataverse.get(`${lead}/Attributes(LogicalName='subject')?$select=RequiredLevel`);
  expect(subject.json.RequiredLevel).toMatchObject({ Value: "ApplicationRequired" });
  const state = await dataverse.get(`${lead}/Attributes(LogicalName='statecode')?$select=IsValidForCreate`);
  expect(state.json.IsValidForCreate).toBe(false);
});

test("only a cast shows and selects what a kind of column has of its own", async () => {
  const plain = await dataverse.get(`${lead}/Attributes?$select=LogicalName,MaxLength`);
  expect(plain.json).toMatchObject({
    error: {
      code: "0x80060888",
      message:
        "Could not find a property named 'MaxLength' on type 'Microsoft.Dynamics.CRM.AttributeMetadata'.",
    },
  });
  const type = "Microsoft.Dynamics.CRM.StringAttributeMetadata";
  const cast = rowsOf(await dataverse.get(`${lead}/Attributes/${type}?$select=LogicalName,MaxLength`));
  expect(cast.find((one) => one.LogicalName === "subject")).toMatchObject({ MaxLength: 300 });
  expect(cast.find((one) => one.LogicalName === "subject")).not.toHaveProperty("@odata.type");
  const one = await dataverse.get(`${lead}/Attributes(LogicalName='subject')/${type}?$select=MaxLength`);
  expect(one.json.MaxLength).toBe(300);
  const other = await dataverse.get(
    `${lead}/Attributes(LogicalName='subject')/Microsoft.Dynamics.CRM.MemoAttributeMetadata`,
  );
  expect(other.status).toBe(404);
});

test.each([
  ["PicklistAttributeMetadata", "leadsourcecode", 8, "Web"],
  ["StateAttributeMetadata", "statecode", 2, "Disqualified"],
  ["StatusAttributeMetadata", "statuscode", 5, "Cannot Contact"],
])("%s comes with its options", async (type, column, value, text) => {
  const answer = await dataverse.get(
    `${lead}/Attributes(LogicalName='${column}')/Microsoft.Dynamics.CRM.${type}?$select=LogicalName&$expand=OptionSet($select=Options),GlobalOptionSet($select=Name)`,
  );
  expect(answer.json.GlobalOptionSet).toBeNull();
  const { Options } = answer.json.OptionSet as { Options: unknown };
  const option = asRows(Options).find((one) => one.Value === value);
  expect(option).toMatchObject({ Label: { UserLocalizedLabel: { Label: text, LanguageCode: 1033 } } });
});

test("lookups name their targets, owners and customers their kind", async () => {
  const type = "Microsoft.Dynamics.CRM.LookupAttributeMetadata";
  const found = rowsOf(
    await dataverse.get(`${lead}/Attributes/${type}?$select=LogicalName,Targets,AttributeType`),
  );
  const named = (name: string) => found.find((one) => one.LogicalName === name);
  expect(named("ownerid")).toMatchObject({ Targets: ["systemuser", "team"], AttributeType: "Owner" });
  expect(named("customerid")).toMatchObject({ Targets: ["account", "contact"], AttributeType: "Customer" });
  expect(named("parentcontactid")).toMatchObject({ Targets: ["contact"], AttributeType: "Lookup" });
});

test("relationships are found by name and filtered by their kind", async () => {
  const one = await dataverse.get(
    "RelationshipDefinitions(SchemaName='lead_parent_contact')/Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata",
  );
  expect(one.json).toMatchObject({
    ReferencingEntity: "lead",
    ReferencingAttribute: "parentcontactid",
    ReferencedEntity: "contact",
    ReferencedAttribute: "contactid",
    ReferencingEntityNavigationPropertyName: "parentcontactid",
    CascadeConfiguration: { Delete: "RemoveLink" },
  });
  const filter = "RelationshipType eq Microsoft.Dynamics.CRM.RelationshipType'ManyToManyRelationship'";
  const many = rowsOf(
    await dataverse.get(`RelationshipDefinitions?$select=SchemaName&$filter=${encodeURIComponent(filter)}`),
  );
  expect(many.map((found) => found.SchemaName)).toContain("systemuserroles_association");
});

test("a property of a definition is an address of its own", async () => {
  const answer = await dataverse.get(
    `${lead}/Attributes(LogicalName='leadsourcecode')/Microsoft.Dynamics.CRM.PicklistAttributeMetadata/OptionSet?$select=Options`,
  );
  expect(asRows(answer.json.Options)).toHaveLength(10);
  expect((await dataverse.get(`${lead}/EntitySetName`)).json.value).toBe("leads");
});

test.each([
  ["EntityDefinitions(LogicalName='nope')", 404, "0x80040217"],
  [`EntityDefinitions(00000000-0000-0000-0000-000000000001)`, 404, "0x80040217"],
  [`${lead}/Attributes(LogicalName='nope')`, 404, "0x80040217"],
  [`${lead}/Nope`, 404, "0x8006088a"],
  ["EntityDefinitions?$select=Nope", 400, "0x80060888"],
  ["EntityDefinitions?$filter=Nope eq 1", 400, "0x80060888"],
  ["EntityDefinitions?$expand=Nope", 400, "0x80060888"],
  ["EntityDefinitions(Nope='x')", 400, "0x80060888"],
  ["EntityDefinitions(", 404, "0x8006088a"],
  ["GlobalOptionSetDefinitions(Name='nope')", 404, "0x80040217"],
])("%s is refused", async (path, status, code) => {
  expect(await dataverse.get(path)).toMatchObject({ status, json: { error: { code } } });
});

test("the metadata query answers typed columns in one request", async () => {
  const equals = (value: string) => ({
    Conditions: [
      {
        PropertyName: "LogicalName",
        ConditionOperator: "Equals",
        Value: { Type: "System.String", Value: value },
      },
    ],
  });
  const query = {
    Properties: { PropertyNames: ["LogicalName", "Attributes"] },
    Criteria: equals("lead"),
    AttributeQuery: {
      Properties: { PropertyNames: ["LogicalName", "MaxLength"] },
      Criteria: equals("subject"),
    },
  };
  const answer = await dataverse.get(
    `RetrieveMetadataChanges(Query=@p1)?@p1=${encodeURIComponent(JSON.stringify(query))}`,
  );
  const [table] = asRows(answer.json.EntityMetadata);
  expect(table?.LogicalName).toBe("lead");
  expect(asRows(table?.Attributes)).toMatchObject([
    {
      "@odata.type": "#Microsoft.Dynamics.CRM.StringAttributeMetadata",
      LogicalName: "subject",
      MaxLength: 300,
    },
  ]);
});
