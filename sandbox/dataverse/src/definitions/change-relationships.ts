// Creates, changes and deletes relationships, with the lookups and intersect tables that belong to them.

import { randomUUID } from "node:crypto";
import {
  badDefinition,
  duplicateColumn,
  duplicateRelationship,
  invalidMetadata,
  notDeletable,
  unknownTable,
} from "../errors/definitions.ts";
import { columnNamed } from "../model/metadata.ts";
import type { Column, LookupColumn, Navigation, Table } from "../model/metadata.ts";
import type { OneToMany } from "../model/relationships.ts";
import type { Session } from "../call/session.ts";
import { manyToMany } from "../tables/many-to-many.ts";
import { columnId } from "./columns.ts";
import { componentTypes, removeFromSolutions, recordComponent, type Scope } from "./components.ts";
import { dropColumn, dropTable, replaceTable } from "./declare.ts";
import { pluralOf } from "./new-table.ts";
import {
  asObject,
  readDescribed,
  readDetails,
  readName,
  readSchemaName,
  textIn,
  typeOf,
  valueIn,
  type Json,
} from "./payload.ts";
import { manyToManyTables, oneToManyRelationships, relationshipId } from "./relationships.ts";
import type { RequiredLevel } from "../model/metadata.ts";
import { isJsonObject } from "../transport/json-text.ts";

/**
 * The properties of a relationship that are stored and answered; of them, only the cascade on deletion has an
 * effect.
 */
const storedProperties = [
  "AssociatedMenuConfiguration",
  "CascadeConfiguration",
  "Entity1AssociatedMenuConfiguration",
  "Entity2AssociatedMenuConfiguration",
  "IsCustomizable",
  "IsHierarchical",
  "IsValidForAdvancedFind",
];

/**
 * Creates a relationship of the type that the payload names, and gives its id. Throws a DataverseError if the
 * payload is wrong or the name is taken.
 */
export function createRelationship(session: Session, payload: Json, scope: Scope): string {
  const type = typeOf(payload);
  if (type === "ManyToManyRelationshipMetadata") return createManyToMany(session, payload, scope);
  if (type !== undefined && type !== "OneToManyRelationshipMetadata")
    throw badDefinition(`The type '${type}' is no relationship.`);
  const lookup = asObject(payload.Lookup, "the lookup of a relationship");
  return createOneToMany(session, [payload], lookup, scope)[0] ?? "";
}

/**
 * Creates one lookup column and a relationship for each table it leads to, and gives the ids of the
 * relationships. Throws a DataverseError if a payload is wrong or a name is taken.
 */
export function createOneToMany(
  session: Session,
  payloads: readonly Json[],
  lookup: Json,
  scope: Scope,
): string[] {
  const table = requireTable(session, textIn(payloads[0] ?? {}, "ReferencingEntity"));
  const schemaName = readSchemaName(lookup, "Attribute");
  const name = schemaName.toLowerCase();
  if (columnNamed(table, name)) throw duplicateColumn(schemaName, table.logicalName);
  const navigations = payloads.map((payload) =>
    readNavigation(session, payload, payloads.length > 1 ? schemaName : undefined, schemaName),
  );
  const column: LookupColumn = {
    ...readDescribed(lookup, {}, false),
    name,
    schemaName,
    type: "lookup",
    navigations,
    whenTargetIsDeleted: deletionOf(payloads[0] ?? {}) ?? "clear",
    writable: "always",
    required: (valueIn(lookup, "RequiredLevel") as RequiredLevel | undefined) ?? "None",
    isCustom: true,
    metadataId: randomUUID(),
    createdOn: session.now().toISOString(),
  };
  replaceTable(session, { ...table, columns: [...table.columns, column] });
  recordComponent(session, scope, componentTypes.column, columnId(table, column));
  return navigations.map(({ described }) =>
    recordComponent(session, scope, componentTypes.relationship, relationshipId("", described)),
  );
}

/**
 * The way from the lookup to one table. The lookup's navigation property is named as given, or
 * new_lookup_table where the lookup leads to several tables.
 */
function readNavigation(
  session: Session,
  payload: Json,
  polymorphicName: string | undefined,
  lookupName: string,
): Navigation {
  const relationship = readSchemaName(payload, "EntityRelationship");
  requireNewName(session, relationship);
  const target = requireTable(session, textIn(payload, "ReferencedEntity")).logicalName;
  const given = readName(payload, "ReferencingEntityNavigationPropertyName");
  const name = polymorphicName === undefined ? (given ?? lookupName) : `${polymorphicName}_${target}`;
  return {
    names: [name],
    target,
    relationship: readName(payload, "ReferencedEntityNavigationPropertyName") ?? relationship,
    described: {
      ...readDetails(payload, storedProperties),
      schemaName: relationship,
      isCustom: true,
      metadataId: randomUUID(),
    },
  };
}

/** What happens to the referencing rows on deletion; undefined if the payload does not say. */
function deletionOf(payload: Json): LookupColumn["whenTargetIsDeleted"] | undefined {
  const cascades = isJsonObject(payload.CascadeConfiguration) ? payload.CascadeConfiguration : {};
  switch (cascades.Delete) {
    case "Cascade":
      return "cascade";
    case "Restrict":
      return "refuse";
    case "RemoveLink":
      return "clear";
    default:
      return undefined;
  }
}

function createManyToMany(session: Session, payload: Json, scope: Scope): string {
  const schemaName = readSchemaName(payload, "EntityRelationship");
  requireNewName(session, schemaName);
  const one = requireTable(session, textIn(payload, "Entity1LogicalName"));
  const two = requireTable(session, textIn(payload, "Entity2LogicalName"));
  const intersect = readName(payload, "IntersectEntityName") ?? schemaName;
  if (session.model.named(intersect.toLowerCase())) throw duplicateRelationship();
  const isSelf = one.logicalName === two.logicalName;
  const side = (table: Table, number: 1 | 2) => ({
    table: table.logicalName,
    navigation: readName(payload, `Entity${number}NavigationPropertyName`) ?? schemaName,
    column: isSelf ? `${table.primaryId}${number === 1 ? "one" : "two"}` : table.primaryId,
  });
  const table = manyToMany(
    schemaName,
    { intersect, entitySet: pluralOf(`${intersect.toLowerCase()}set`).replace(/sets$/, "set") },
    side(one, 1),
    side(two, 2),
  );
  const described = {
    ...readDetails(payload, storedProperties),
    schemaName,
    isCustom: true,
    metadataId: randomUUID(),
  };
  const { manyToMany: sides } = table;
  if (!sides) throw invalidMetadata("A many-to-many relationship needs two sides.");
  replaceTable(session, { ...table, isCustom: true, manyToMany: { ...sides, ...described } });
  return recordComponent(session, scope, componentTypes.relationship, described.metadataId);
}

function requireTable(session: Session, name: string | undefined): Table {
  const table = name === undefined ? undefined : session.model.named(name);
  if (!table) throw unknownTable(name?.slice(0, 100));
  return table;
}

/** Throws a DataverseError if a relationship has this name. */
function requireNewName({ model }: Session, schemaName: string): void {
  const name = schemaName.toLowerCase();
  const isTaken =
    oneToManyRelationships(model).some((one) => one.schemaName.toLowerCase() === name) ||
    manyToManyTables(model).some((one) => one.manyToMany?.schemaName?.toLowerCase() === name);
  if (isTaken) throw duplicateRelationship();
}

/** Changes the cascades and the other stored properties of a one-to-many relationship. */
export function updateOneToMany(session: Session, relationship: OneToMany, payload: Json): void {
  const { referencing, column, navigation } = relationship;
  const described = {
    ...navigation.described,
    ...readDetails(payload, storedProperties, navigation.described?.details),
  };
  const navigations = column.navigations.map((one) =>
    one === navigation ? { ...one, relationship: relationship.collection, described } : one,
  );
  const changed: Column = {
    ...column,
    navigations,
    whenTargetIsDeleted: deletionOf(payload) ?? column.whenTargetIsDeleted,
  };
  const columns = referencing.columns.map((one) => (one === column ? changed : one));
  replaceTable(session, { ...referencing, columns });
}

/** Changes the stored properties of a many-to-many relationship. */
export function updateManyToMany(session: Session, table: Table, payload: Json): void {
  if (!table.manyToMany) return;
  const details = readDetails(payload, storedProperties, table.manyToMany.details);
  replaceTable(session, { ...table, manyToMany: { ...table.manyToMany, ...details } });
}

/**
 * Deletes a custom relationship, and with its last relationship the lookup column. Throws a DataverseError
 * for a standard one.
 */
export function deleteOneToMany(session: Session, relationship: OneToMany): void {
  const { referencing, column, navigation, schemaName } = relationship;
  if (!navigation.described?.isCustom) throw notDeletable("relationship", schemaName);
  removeFromSolutions(session, relationshipId(schemaName, navigation.described));
  const navigations = column.navigations.filter((one) => one !== navigation);
  if (navigations.length === 0) {
    dropColumn(session, referencing, column.name);
    removeFromSolutions(session, columnId(referencing, column));
    return;
  }
  const columns = referencing.columns.map((one) => (one === column ? { ...column, navigations } : one));
  replaceTable(session, { ...referencing, columns });
}

/**
 * Deletes a custom many-to-many relationship with all its links. Throws a DataverseError for a standard one.
 */
export function deleteManyToMany(session: Session, table: Table): void {
  const { manyToMany: sides } = table;
  if (!sides?.isCustom) throw notDeletable("relationship", sides?.schemaName ?? table.logicalName);
  removeFromSolutions(session, relationshipId(sides.schemaName ?? "", sides));
  dropTable(session, table);
}
