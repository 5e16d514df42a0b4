import { constantFrom, dictionary, jsonValue, oneof, record, sample, tuple } from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { label } from "./label.ts";
import { openSandbox, type SandboxClient } from "./sandbox-client.ts";

/** A hundred requests, one after the other. */
const patiently = { timeout: 300_000 };

let dataverse: SandboxClient;
beforeEach(async () => void (dataverse = await openSandbox()));
afterEach(() => dataverse[Symbol.asyncDispose]());

const names = [
  "@odata.type",
  "SchemaName",
  "LogicalName",
  "DisplayName",
  "DisplayCollectionName",
  "Description",
  "Attributes",
  "OptionSet",
  "EntitySetName",
  "KeyAttributes",
  "Lookup",
  "ReferencedEntity",
  "ReferencingEntity",
  "CascadeConfiguration",
  "RequiredLevel",
  "MaxLength",
  "MinValue",
  "MaxValue",
  "Precision",
  "IsActivity",
  "OwnershipType",
  "Name",
  "Options",
  "Label",
  "MetadataId",
  "GlobalOptionSet@odata.bind",
  "Entity1LogicalName",
  "Entity2LogicalName",
  "IntersectEntityName",
  "DateTimeBehavior",
  "__proto__",
] as const;

const likely = oneof(
  constantFrom<unknown>(
    "new_Thing",
    "lead",
    "contact",
    "",
    "#Microsoft.Dynamics.CRM.StringAttributeMetadata",
    "Microsoft.Dynamics.CRM.PicklistAttributeMetadata",
    "Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata",
    label("x"),
    ["subject"],
    [{}],
    [null],
    { Value: "None" },
    { Delete: 5 },
    -1,
    1.5,
    1e308,
  ),
  jsonValue(),
);

const paths = [
  "EntityDefinitions",
  "EntityDefinitions(LogicalName='lead')/Attributes",
  "EntityDefinitions(LogicalName='lead')/Keys",
  "RelationshipDefinitions",
  "GlobalOptionSetDefinitions",
  "CreateEntities",
  "InsertOptionValue",
  "UpdateOptionValue",
  "CreateCustomerRelationships",
  "AddSolutionComponent",
  "PublishXml",
];

test("no definition, however odd, gets an answer that is not Dataverse's", patiently, async () => {
  const inputs = sample(tuple(constantFrom(...paths), dictionary(constantFrom(...names), likely)), {
    numRuns: 120,
    seed: 7,
  });
  for (const [path, body] of inputs) {
    const answer = await dataverse.write("POST", path, body);
    expect([path, body, answer.status < 500, answer.text]).toEqual([path, body, true, answer.text]);
    if (answer.status >= 400) expect(answer.json).toHaveProperty("error.code");
  }
  expect((await dataverse.get("$metadata")).status).toBe(200);
});

test("no definition that is put back changed, however oddly, gets one either", patiently, async () => {
  const targets = [
    "EntityDefinitions(LogicalName='lead')",
    "EntityDefinitions(LogicalName='lead')/Attributes(LogicalName='subject')",
    "RelationshipDefinitions(SchemaName='lead_parent_contact')",
  ];
  for (const [path, body] of sample(
    tuple(constantFrom(...targets), dictionary(constantFrom(...names), likely)),
    { numRuns: 60, seed: 8 },
  )) {
    const answer = await dataverse.write("PUT", path, body);
    expect([path, body, answer.status < 500]).toEqual([path, body, true]);
  }
});

test("no address of a definition does", patiently, async () => {
  const parts = record({
    root: constantFrom("EntityDefinitions", "RelationshipDefinitions", "GlobalOptionSetDefinitions"),
    key: constantFrom(
      "",
      "()",
      "('x')",
      "(LogicalName=)",
      "(LogicalName='lead')",
      "(x=1)",
      "(%27)",
      "(((",
      "(LogicalName='a''b')",
    ),
    rest: constantFrom(
      "",
      "/Attributes",
      "/Attributes(",
      "/Microsoft.Dynamics.CRM.X",
      "/Keys(1)",
      "/Attributes/Microsoft.Dynamics.CRM.StringAttributeMetadata(LogicalName='subject')",
      "//",
      "/$count",
      "/DisplayName/Label",
    ),
    query: constantFrom(
      "",
      "?$select=,",
      "?$filter=x",
      "?$expand=Attributes($select=x)",
      "?$filter=In(1)",
      "?$expand=Attributes(",
      "?$filter=Attributes/any(a:a/x eq 1)",
    ),
  });
  for (const { root, key, rest, query } of sample(parts, { numRuns: 120, seed: 9 })) {
    const answer = await dataverse.get(root + key + rest + query);
    expect([root + key + rest + query, answer.status < 500]).toEqual([root + key + rest + query, true]);
  }
});
