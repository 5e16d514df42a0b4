import { expect, test } from "vitest";
import { inSolution, openSolution, table } from "./solution.ts";
import { idIn, label } from "./service.ts";

test("section 3: a global choice serves columns", async () => {
  await using service = await openSolution();
  const created = await service.post(
    "GlobalOptionSetDefinitions",
    {
      "@odata.type": "Microsoft.Dynamics.CRM.OptionSetMetadata",
      Name: "sample_colors",
      DisplayName: label("Colors"),
      Description: label("Color Choice"),
      OptionSetType: "Picklist",
      IsGlobal: true,
      Options: [
        { Value: 727000000, Label: label("Red") },
        { Value: 727000001, Label: label("Yellow") },
        { Value: 727000002, Label: label("Green") },
      ],
    },
    inSolution,
  );
  const id = idIn(created.entityId);
  await service.addColumn("Picklist", {
    SchemaName: "sample_Colors",
    DisplayName: label("Colors"),
    "GlobalOptionSet@odata.bind": `/GlobalOptionSetDefinitions(${id})`,
  });
  await service.post("InsertOptionValue", {
    OptionSetName: "sample_colors",
    Label: label("Blue"),
    Value: 727000003,
  });
  const found = await service.get(
    `${table}/Attributes(LogicalName='sample_colors')/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName&$expand=OptionSet,GlobalOptionSet`,
  );
  expect(found.body).toMatchObject({
    GlobalOptionSet: { Name: "sample_colors", MetadataId: id },
  });
  expect((await service.send("POST", "sample_bankaccounts", { sample_colors: 727000003 })).status).toBe(204);
  expect((await service.send("DELETE", `GlobalOptionSetDefinitions(${id})`)).status).toBe(400);
});

test("sections 4 to 6: relationships, one to many and many to many", async () => {
  await using service = await openSolution();
  const eligible = await service.post("CanBeReferenced", { EntityName: "sample_bankaccount" });
  expect(eligible.body.CanBeReferenced).toBe(true);
  const referencing = await service.get(
    "GetValidReferencingEntities(ReferencedEntityName=@p1)?@p1='sample_bankaccount'",
  );
  expect(referencing.body.EntityNames).toContain("contact");
  const oneToMany = await service.post(
    "RelationshipDefinitions",
    {
      "@odata.type": "Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata",
      SchemaName: "sample_BankAccount_Contacts",
      ReferencedEntity: "sample_bankaccount",
      ReferencedAttribute: "sample_bankaccountid",
      ReferencingEntity: "contact",
      ReferencedEntityNavigationPropertyName: "sample_BankAccount_Contacts",
      ReferencingEntityNavigationPropertyName: "sample_bankaccountid",
      Lookup: {
        SchemaName: "sample_BankAccountId",
        DisplayName: label("Bank Account"),
        "@odata.type": "Microsoft.Dynamics.CRM.LookupAttributeMetadata",
      },
      AssociatedMenuConfiguration: {
        Behavior: "UseLabel",
        Group: "Details",
        Label: label("Cardholders"),
        Order: 10000,
      },
      CascadeConfiguration: {
        Assign: "NoCascade",
        Share: "NoCascade",
        Unshare: "NoCascade",
        Reparent: "NoCascade",
        Delete: "RemoveLink",
        Merge: "Cascade",
      },
    },
    inSolution,
  );
  expect(oneToMany.entityId).toMatch(/\/RelationshipDefinitions\([0-9a-f-]{36}\)$/);
  const read = await service.get(
    `RelationshipDefinitions(SchemaName='sample_BankAccount_Contacts')/Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata?$select=ReferencingEntityNavigationPropertyName,MetadataId`,
  );
  expect(read.body).toMatchObject({
    ReferencingEntityNavigationPropertyName: "sample_bankaccountid",
    MetadataId: idIn(oneToMany.entityId),
  });
  const bankAccount = await service.create("sample_bankaccounts", { sample_name: "B" });
  await service.create("contacts", {
    lastname: "Cardholder",
    "sample_bankaccountid@odata.bind": bankAccount,
  });
  expect(
    (await service.get(`${bankAccount}/sample_BankAccount_Contacts?$select=fullname`)).rows,
  ).toMatchObject([{ fullname: "Cardholder" }]);

  await service.post(
    "RelationshipDefinitions",
    {
      "@odata.type": "Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata",
      SchemaName: "sample_sample_BankAccounts_Contacts",
      IntersectEntityName: "sample_sample_BankAccounts_Contacts",
      Entity1LogicalName: "sample_bankaccount",
      Entity2LogicalName: "contact",
      Entity1AssociatedMenuConfiguration: {
        Behavior: "UseLabel",
        Group: "Details",
        Label: label("Bank accounts"),
        Order: 10000,
      },
      Entity2AssociatedMenuConfiguration: {
        Behavior: "UseLabel",
        Group: "Details",
        Label: label("Contacts"),
        Order: 10000,
      },
    },
    inSolution,
  );
  const contact = await service.create("contacts", { lastname: "Partner" });
  await service.post(`${contact}/sample_sample_BankAccounts_Contacts/$ref`, { "@odata.id": bankAccount });
  const partners = await service.get(
    `${bankAccount}?$select=sample_name&$expand=sample_sample_BankAccounts_Contacts($select=fullname)`,
  );
  expect(partners.body.sample_sample_BankAccounts_Contacts).toMatchObject([{ fullname: "Partner" }]);
  await service.remove(`${contact}/sample_sample_BankAccounts_Contacts(${idIn(bankAccount)})/$ref`);
});

test("an alternate key is made, becomes active, addresses rows, and can be taken away", async () => {
  await using service = await openSolution();
  await service.addColumn("String", {
    SchemaName: "sample_Number",
    DisplayName: label("Number"),
    MaxLength: 20,
    FormatName: { Value: "Text" },
  });
  await service.post(`${table}/Keys`, {
    SchemaName: "sample_NumberKey",
    DisplayName: label("Number"),
    KeyAttributes: ["sample_number"],
  });
  await expect
    .poll(
      async () =>
        (await service.get(`${table}/Keys?$select=SchemaName,EntityKeyIndexStatus`)).rows[0]
          ?.EntityKeyIndexStatus,
    )
    .toBe("Active");
  const address = `sample_bankaccounts(sample_number='12-34')`;
  const made = await service.patch(address, { sample_name: "By key" });
  expect(made.entityId).toBe(service.base + address);
  expect((await service.get(`${address}?$select=sample_name,sample_number`)).body).toMatchObject({
    sample_name: "By key",
    sample_number: "12-34",
  });
  const twice = await service.send("POST", "sample_bankaccounts", { sample_number: "12-34" });
  expect([twice.status, twice.body]).toMatchObject([412, { error: { code: "0x80060892" } }]);
  await service.post("PublishXml", {
    ParameterXml:
      "<importexportxml><entities><entity>sample_bankaccount</entity></entities></importexportxml>",
  });
  const { rows } = await service.get(`${table}/Keys`);
  await service.remove(`${table}/Keys(${String(rows[0]?.MetadataId)})`);
  const gone = await service.send("GET", address);
  expect([gone.status, gone.body]).toMatchObject([400, { error: { code: "0x80060890" } }]);
});
