import { expect, test } from "vitest";
import { openClient, type Row } from "./client.ts";

const label = (text: string) => ({
  "@odata.type": "Microsoft.Dynamics.CRM.Label",
  LocalizedLabels: [
    { "@odata.type": "Microsoft.Dynamics.CRM.LocalizedLabel", Label: text, LanguageCode: 1033 },
  ],
});

const bankAccount = {
  "@odata.type": "Microsoft.Dynamics.CRM.EntityMetadata",
  SchemaName: "new_BankAccount",
  DisplayName: label("Bank Account"),
  DisplayCollectionName: label("Bank Accounts"),
  Description: label("A table to store information about customer bank accounts"),
  OwnershipType: "UserOwned",
  HasActivities: false,
  HasNotes: false,
  IsActivity: false,
  Attributes: [
    {
      "@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata",
      AttributeType: "String",
      AttributeTypeName: { Value: "StringType" },
      SchemaName: "new_AccountName",
      DisplayName: label("Account Name"),
      RequiredLevel: {
        Value: "None",
        CanBeChanged: true,
        ManagedPropertyLogicalName: "canmodifyrequirementlevelsettings",
      },
      FormatName: { Value: "Text" },
      MaxLength: 100,
      IsPrimaryName: true,
    },
  ],
};

const checkingNumber = {
  "@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata",
  SchemaName: "new_Number",
  DisplayName: label("Number"),
  RequiredLevel: { Value: "None" },
  FormatName: { Value: "Text" },
  MaxLength: 20,
};

test("a table is made, filled with columns, described, changed and used", async () => {
  await using client = await openClient();
  const { api } = client;
  const id = await api.createEntity<string>({ data: bankAccount });
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  const columnId = await api.createAttribute<string>({ entityKey: id, data: checkingNumber });

  const table = await api.retrieveEntity<Row>({
    key: id,
    select: [
      "LogicalName",
      "SchemaName",
      "EntitySetName",
      "PrimaryIdAttribute",
      "PrimaryNameAttribute",
      "IsCustomEntity",
    ],
    expand: [{ property: "Attributes", select: ["LogicalName"], filter: "IsCustomAttribute eq true" }],
  });
  expect(table).toMatchObject({
    LogicalName: "new_bankaccount",
    SchemaName: "new_BankAccount",
    EntitySetName: "new_bankaccounts",
    PrimaryIdAttribute: "new_bankaccountid",
    PrimaryNameAttribute: "new_accountname",
    IsCustomEntity: true,
    MetadataId: id,
  });
  const names = (table.Attributes as Row[]).map((column) => column.LogicalName);
  expect(names).toEqual(expect.arrayContaining(["new_accountname", "new_number"]));

  const key = await api.create<Row, string>({
    collection: "new_bankaccounts",
    data: { new_accountname: "Savings", new_number: "1234" },
  });
  expect(await api.retrieve({ collection: "new_bankaccounts", key, select: ["new_number"] })).toMatchObject({
    new_number: "1234",
  });

  const column = await api.retrieveAttribute<Row>({ entityKey: id, attributeKey: columnId });
  await api.updateAttribute({
    entityKey: id,
    data: { ...column, MaxLength: 30, DisplayName: label("Account number") },
    mergeLabels: true,
  });
  const changed = await api.retrieveAttribute<Row>({
    entityKey: "LogicalName='new_bankaccount'",
    attributeKey: "LogicalName='new_number'",
    castType: "Microsoft.Dynamics.CRM.StringAttributeMetadata",
    select: ["MaxLength", "DisplayName"],
  });
  expect(changed).toMatchObject({
    MaxLength: 30,
    DisplayName: { UserLocalizedLabel: { Label: "Account number" } },
  });

  const whole = await api.retrieveEntity<Row>({ key: id });
  await api.updateEntity({ data: { ...whole, DisplayName: label("Client account") }, mergeLabels: true });
  expect(await api.retrieveEntity({ key: id, select: ["DisplayName"] })).toMatchObject({
    DisplayName: { UserLocalizedLabel: { Label: "Client account" } },
  });
  await expect(api.createEntity({ data: bankAccount })).rejects.toMatchObject({ status: 400 });
  await api.deleteRecord({ collection: "EntityDefinitions", key: id });
  await expect(api.retrieveMultiple({ collection: "new_bankaccounts" })).rejects.toMatchObject({
    status: 404,
  });
});

test("tables and columns are listed, also by type", async () => {
  await using client = await openClient();
  const { api } = client;
  const tables = await api.retrieveEntities<Row>({
    select: ["LogicalName", "EntitySetName", "ObjectTypeCode"],
    filter: "LogicalName eq 'lead' or LogicalName eq 'account'",
  });
  expect(
    tables.value.toSorted((a, b) => String(a.LogicalName).localeCompare(String(b.LogicalName))),
  ).toMatchObject([
    { LogicalName: "account", EntitySetName: "accounts", ObjectTypeCode: 1 },
    { LogicalName: "lead", EntitySetName: "leads", ObjectTypeCode: 4 },
  ]);
  const texts = await api.retrieveAttributes<Row>({
    entityKey: "LogicalName='lead'",
    castType: "Microsoft.Dynamics.CRM.StringAttributeMetadata",
    select: ["LogicalName", "MaxLength"],
    filter: "LogicalName eq 'mobilephone'",
  });
  expect(texts.value).toMatchObject([{ LogicalName: "mobilephone", MaxLength: 20 }]);
  const picklist = await api.retrieveAttribute<Row>({
    entityKey: "LogicalName='lead'",
    attributeKey: "LogicalName='leadqualitycode'",
    castType: "Microsoft.Dynamics.CRM.PicklistAttributeMetadata",
    select: ["LogicalName"],
    expand: [{ property: "OptionSet", select: ["Options"] }],
  });
  expect(picklist).toMatchObject({
    OptionSet: {
      Options: [
        { Value: 1, Label: { UserLocalizedLabel: { Label: "Hot", LanguageCode: 1033 } } },
        { Value: 2 },
        { Value: 3 },
      ],
    },
  });
  const state = await api.retrieveAttribute<Row>({
    entityKey: "LogicalName='appointment'",
    attributeKey: "LogicalName='statuscode'",
    castType: "Microsoft.Dynamics.CRM.StatusAttributeMetadata",
    expand: [{ property: "OptionSet" }],
  });
  expect(state).toMatchObject({
    OptionSet: { Options: expect.arrayContaining([expect.objectContaining({ Value: 5, State: 3 })]) },
  });
});

test("a relationship is made, found, changed, used and taken away", async () => {
  await using client = await openClient();
  const { api } = client;
  const table = await api.createEntity<string>({ data: bankAccount });
  const id = await api.createRelationship<string>({
    data: {
      "@odata.type": "Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata",
      SchemaName: "new_contact_bankaccounts",
      ReferencedEntity: "contact",
      ReferencedAttribute: "contactid",
      ReferencingEntity: "new_bankaccount",
      CascadeConfiguration: {
        Assign: "NoCascade",
        Delete: "RemoveLink",
        Merge: "NoCascade",
        Reparent: "NoCascade",
        Share: "NoCascade",
        Unshare: "NoCascade",
      },
      Lookup: {
        "@odata.type": "Microsoft.Dynamics.CRM.LookupAttributeMetadata",
        AttributeType: "Lookup",
        AttributeTypeName: { Value: "LookupType" },
        SchemaName: "new_Holder",
        DisplayName: label("Holder"),
        RequiredLevel: { Value: "None" },
      },
    },
  });
  const found = await api.retrieveRelationship<Row>({
    key: id,
    castType: "Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata",
  });
  expect(found).toMatchObject({
    SchemaName: "new_contact_bankaccounts",
    ReferencingAttribute: "new_holder",
    ReferencingEntityNavigationPropertyName: "new_Holder",
    ReferencedEntityNavigationPropertyName: "new_contact_bankaccounts",
  });
  const contact = await api.create<Row, string>({ collection: "contacts", data: { lastname: "Holder" } });
  await api.create({
    collection: "new_bankaccounts",
    data: { new_accountname: "Held", "new_Holder@odata.bind": `/contacts(${contact})` },
  });
  const row = await api.retrieve<Row>({
    collection: "contacts",
    key: contact,
    select: ["fullname"],
    expand: [{ property: "new_contact_bankaccounts", select: ["new_accountname"] }],
  });
  expect(row).toMatchObject({ new_contact_bankaccounts: [{ new_accountname: "Held" }] });
  await api.updateRelationship({
    data: { ...found, CascadeConfiguration: { ...(found.CascadeConfiguration as Row), Delete: "Cascade" } },
    castType: "Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata",
  });
  const listed = await api.retrieveRelationships<Row>({
    castType: "Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata",
    select: ["SchemaName", "CascadeConfiguration"],
    filter: "SchemaName eq 'new_contact_bankaccounts'",
  });
  expect(listed.value).toMatchObject([{ CascadeConfiguration: { Delete: "Cascade" } }]);
  await api.deleteRecord({ collection: "contacts", key: contact });
  expect(await api.count({ collection: "new_bankaccounts", filter: "new_accountname eq 'Held'" })).toBe(0);
  await api.deleteRelationship({ key: id });
  await api.deleteRecord({ collection: "EntityDefinitions", key: table });
});

test("a global choice is made, found, changed and taken away", async () => {
  await using client = await openClient();
  const { api } = client;
  const key = await api.createGlobalOptionSet<string>({
    data: {
      "@odata.type": "Microsoft.Dynamics.CRM.OptionSetMetadata",
      Name: "new_colors",
      DisplayName: label("Colors"),
      IsGlobal: true,
      OptionSetType: "Picklist",
      Options: [
        { Value: 100000000, Label: label("Red") },
        { Value: 100000001, Label: label("Yellow") },
      ],
    },
  });
  const found = await api.retrieveGlobalOptionSet<Row>({
    key,
    castType: "Microsoft.Dynamics.CRM.OptionSetMetadata",
  });
  expect(found).toMatchObject({ Name: "new_colors", Options: [{ Value: 100000000 }, { Value: 100000001 }] });
  expect(await api.retrieveGlobalOptionSet({ key: "Name='new_colors'" })).toMatchObject({ MetadataId: key });
  await api.updateGlobalOptionSet({ data: { ...found, DisplayName: label("Colours") }, mergeLabels: true });
  const all = await api.retrieveGlobalOptionSets<Row>({ select: ["Name", "DisplayName"] });
  expect(all.value).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        Name: "new_colors",
        DisplayName: expect.objectContaining({
          UserLocalizedLabel: expect.objectContaining({ Label: "Colours" }),
        }),
      }),
    ]),
  );
  await api.deleteGlobalOptionSet({ key });
  await expect(api.retrieveGlobalOptionSet({ key })).rejects.toMatchObject({ status: 404 });
});

test("the whole model is one document", async () => {
  await using client = await openClient();
  const csdl = await client.api.retrieveCsdlMetadata();
  expect(csdl).toContain('<edmx:Edmx Version="4.0"');
  expect(csdl).toContain('<EntityType Name="lead" BaseType="mscrm.crmbaseentity"');
  expect(csdl).toContain('<EntitySet Name="leads" EntityType="Microsoft.Dynamics.CRM.lead"');
});
