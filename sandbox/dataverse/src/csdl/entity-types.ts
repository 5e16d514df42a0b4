// Writes the entity types of $metadata, one for each table.

import { edmTypeOf } from "../model/edm.ts";
import { propertyName, tableNamed, usableKeys, isPrincipal } from "../model/metadata.ts";
import type { Collection, Column, LookupColumn, Table } from "../model/metadata.ts";
import { oneToManyRelationships } from "../definitions/relationships.ts";
import { element } from "./xml.ts";
import type { Model } from "../model/model.ts";

/** Writes a table as an EntityType: its key, properties, navigation properties and alternate keys. */
export function entityType(model: Model, table: Table): string {
  const children = [
    element("Key", {}, [element("PropertyRef", { Name: table.primaryId })]),
    ...table.columns.map((column) => property(table, column)),
    ...table.columns.flatMap((column) => lookupProperties(model, table, column)),
    ...table.collections.map((collection) => collectionProperty(model, table, collection)),
    ...alternateKeys(table),
  ];
  const base = isPrincipal(table) ? "mscrm.principal" : "mscrm.crmbaseentity";
  return element("EntityType", { Name: table.logicalName, BaseType: base }, children);
}

function property(table: Table, column: Column): string {
  const type = edmTypeOf(column);
  return element("Property", {
    Name: propertyName(column),
    Type: type,
    Nullable: column.name === table.primaryId ? "false" : undefined,
    Scale: type === "Edm.Decimal" ? "Variable" : undefined,
    Unicode: type === "Edm.String" ? "false" : undefined,
  });
}

/**
 * The navigation properties of a lookup, one for each table it can lead to; ownerid is a single one to
 * principal.
 */
function lookupProperties(model: Model, table: Table, column: Column): string[] {
  if (column.type !== "lookup" || column.isBare) return [];
  const constraint = (key: string): string =>
    element("ReferentialConstraint", { Property: propertyName(column), ReferencedProperty: key });
  if (column.name === "ownerid")
    return [element("NavigationProperty", { Name: "ownerid", Type: "mscrm.principal", Nullable: "false" })];
  return column.navigations.map(({ names, target }) =>
    element(
      "NavigationProperty",
      {
        Name: names[0] ?? column.name,
        Type: `mscrm.${target}`,
        Nullable: "true",
        Partner: partnerOf(model, table, column, target),
      },
      [constraint(tableNamed(model, target).primaryId)],
    ),
  );
}

/** The collection on the other side of a lookup; undefined if there is none. */
function partnerOf(model: Model, table: Table, column: LookupColumn, target: string): string | undefined {
  return tableNamed(model, target).collections.find(
    (one) => one.table === table.logicalName && one.column === column.name,
  )?.name;
}

function collectionProperty(model: Model, table: Table, collection: Collection): string {
  const type = `Collection(mscrm.${collection.table})`;
  return element("NavigationProperty", {
    Name: collection.name,
    Type: type,
    Partner: inverseOf(model, table, collection),
  });
}

/** The navigation property that leads back from the rows of a collection; undefined if there is none. */
function inverseOf(model: Model, table: Table, collection: Collection): string | undefined {
  const { through } = collection;
  if (through) {
    const sides = tableNamed(model, through.table).manyToMany;
    return [sides?.one, sides?.two].find((side) => side?.column === through.there)?.navigation;
  }
  return oneToManyRelationships(model).find(
    (one) =>
      one.referencing.logicalName === collection.table &&
      one.column.name === collection.column &&
      one.navigation.target === table.logicalName,
  )?.navigation.names[0];
}

/** The annotation that lists the usable alternate keys. */
function alternateKeys(table: Table): string[] {
  const keys = usableKeys(table);
  if (keys.length === 0) return [];
  const records = keys.map((key) => {
    const columns = key.columns.map((name) => {
      const column = table.columns.find((one) => one.name === name);
      const path = column ? propertyName(column) : name;
      return element("Record", { Type: "OData.Community.Keys.V1.PropertyRef" }, [
        element("PropertyValue", { Property: "Alias", String: path }),
        element("PropertyValue", { Property: "Name", PropertyPath: path }),
      ]);
    });
    return element("Record", { Type: "OData.Community.Keys.V1.AlternateKey" }, [
      element("PropertyValue", { Property: "Key" }, [element("Collection", {}, columns)]),
    ]);
  });
  return [
    element("Annotation", { Term: "OData.Community.Keys.V1.AlternateKeys" }, [
      element("Collection", {}, records),
    ]),
  ];
}
