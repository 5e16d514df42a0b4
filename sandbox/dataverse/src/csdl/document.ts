// Writes $metadata, the description of the Web API in CSDL (the XML of OData 4).

import type { Operation } from "../actions/operation.ts";
import { baseTypes } from "../definitions/definition.ts";
import type { Table } from "../model/metadata.ts";
import { entityType } from "./entity-types.ts";
import { operationElement, operationImport, operationTypes } from "./operations.ts";
import { element } from "./xml.ts";
import type { Model } from "../model/model.ts";

/**
 * The entity sets of the metadata API, which $metadata lists beside those of the tables, with their types.
 */
export const definitionSets = {
  EntityDefinitions: "EntityMetadata",
  GlobalOptionSetDefinitions: "OptionSetMetadataBase",
  RelationshipDefinitions: "RelationshipMetadataBase",
} as const;

/** The $metadata document for a model and the operations of the API; kept until the model changes. */
export function csdlDocument(model: Model, operations: readonly Operation[]): string {
  return model.derived("csdl", () => write(model, operations));
}

function write(model: Model, operations: readonly Operation[]): string {
  const tables = model.tables();
  const known = new Set([
    "crmbaseentity",
    "principal",
    ...tables.map((table) => table.logicalName),
    ...definitionTypes(),
  ]);
  const schema = element(
    "Schema",
    { Namespace: "Microsoft.Dynamics.CRM", Alias: "mscrm", xmlns: "http://docs.oasis-open.org/odata/ns/edm" },
    [
      element("EntityType", { Name: "crmbaseentity", Abstract: "true" }),
      element("EntityType", { Name: "principal", BaseType: "mscrm.crmbaseentity", Abstract: "true" }),
      ...tables.map((table) => entityType(model, table)),
      ...definitionTypes().map(definitionType),
      ...operationTypes(operations, known),
      ...operations.map(operationElement),
      container(tables, operations),
    ],
  );
  const services = element("edmx:DataServices", {}, [schema]);
  const document = element(
    "edmx:Edmx",
    { Version: "4.0", "xmlns:edmx": "http://docs.oasis-open.org/odata/ns/edmx" },
    [
      element("edmx:Reference", { Uri: "http://vocabularies.odata.org/OData.Community.Keys.V1.xml" }, [
        element("edmx:Include", { Namespace: "OData.Community.Keys.V1", Alias: "Keys" }),
      ]),
      services,
    ],
  );
  return `<?xml version="1.0" encoding="utf-8"?>${document}`;
}

/** The entity types of the metadata API, base types first. */
function definitionTypes(): string[] {
  return [
    "EntityMetadata",
    "EntityKeyMetadata",
    "AttributeMetadata",
    "OptionSetMetadataBase",
    "RelationshipMetadataBase",
    ...Object.keys(baseTypes),
  ];
}

/** A type of the metadata API as an open type: its properties are not listed. */
function definitionType(name: string): string {
  const base = baseTypes[name];
  if (base !== undefined)
    return element("EntityType", { Name: name, BaseType: `mscrm.${base}`, OpenType: "true" });
  return element("EntityType", { Name: name, OpenType: "true" }, [
    element("Key", {}, [element("PropertyRef", { Name: "MetadataId" })]),
    element("Property", { Name: "MetadataId", Type: "Edm.Guid", Nullable: "false" }),
  ]);
}

function container(tables: readonly Table[], operations: readonly Operation[]): string {
  const unbound = operations.filter((operation) => operation.boundTo === "nothing");
  return element("EntityContainer", { Name: "System" }, [
    ...tables.map((table) => entitySet(tables, table)),
    ...Object.entries(definitionSets).map(([name, type]) =>
      element("EntitySet", { Name: name, EntityType: `mscrm.${type}` }),
    ),
    ...unbound.map(operationImport),
  ]);
}

/** An entity set, with the set that each navigation property leads to. */
function entitySet(tables: readonly Table[], table: Table): string {
  const setOf = (name: string): string => tables.find((one) => one.logicalName === name)?.entitySet ?? name;
  const bindings = [
    ...table.columns.flatMap((column) =>
      column.type === "lookup" && !column.isBare && column.name !== "ownerid"
        ? column.navigations.map(({ names, target }) => [names[0] ?? column.name, target] as const)
        : [],
    ),
    ...table.collections.map((collection) => [collection.name, collection.table] as const),
  ];
  return element(
    "EntitySet",
    { Name: table.entitySet, EntityType: `Microsoft.Dynamics.CRM.${table.logicalName}` },
    bindings.map(([path, target]) =>
      element("NavigationPropertyBinding", { Path: path, Target: setOf(target) }),
    ),
  );
}
