import { idIn, label, openService, type Row } from "./service.ts";

export const inSolution = { "MSCRM.SolutionUniqueName": "examplesolution" };
export const table = "EntityDefinitions(LogicalName='sample_bankaccount')";

/** The start of the "metadata operations" sample: a publisher, a solution, and a table in it. */
export async function openSolution() {
  const service = await openService();
  const publisher = await service.create("publishers", {
    friendlyname: "Example Publisher",
    uniquename: "examplepublisher",
    description: "An example publisher for samples",
    customizationprefix: "sample",
    customizationoptionvalueprefix: 72700,
  });
  const solution = await service.create("solutions", {
    friendlyname: "Example Solution",
    uniquename: "examplesolution",
    version: "1.0.0.0",
    "publisherid@odata.bind": `publishers(${idIn(publisher)})`,
  });
  const created = await service.post(
    "EntityDefinitions",
    {
      "@odata.type": "Microsoft.Dynamics.CRM.EntityMetadata",
      SchemaName: "sample_BankAccount",
      DisplayName: label("Bank Account"),
      DisplayCollectionName: label("Bank Accounts"),
      Description: label("A table to store information about customer bank accounts"),
      HasActivities: false,
      HasNotes: false,
      IsActivity: false,
      OwnershipType: "UserOwned",
      Attributes: [
        {
          "@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata",
          SchemaName: "sample_Name",
          IsPrimaryName: true,
          RequiredLevel: {
            Value: "None",
            CanBeChanged: true,
            ManagedPropertyLogicalName: "canmodifyrequirementlevelsettings",
          },
          DisplayName: label("Name"),
          MaxLength: 100,
          FormatName: { Value: "Text" },
        },
      ],
    },
    inSolution,
  );
  const addColumn = (type: string, more: Row) =>
    service.post(
      `${table}/Attributes`,
      {
        "@odata.type": `Microsoft.Dynamics.CRM.${type}AttributeMetadata`,
        RequiredLevel: { Value: "None" },
        ...more,
      },
      inSolution,
    );
  return {
    ...service,
    solution,
    created,
    addColumn,
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
}
