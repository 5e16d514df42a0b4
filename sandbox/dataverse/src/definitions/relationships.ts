// Describes relationships as the metadata API does.

import { guidOf } from "../ids.ts";
import { tableNamed } from "../model/metadata.ts";
import type { Described, Side, Table } from "../model/metadata.ts";
import { oneToManyOf, type OneToMany } from "../model/relationships.ts";
import { withDetails, type Definition } from "./definition.ts";
import { labelOf, managed } from "./labels.ts";
import type { Model } from "../model/model.ts";

/**
 * All one-to-many relationships of the model, one for each name: an owner's two tables count as one
 * relationship, with the table owner.
 */
export function oneToManyRelationships(model: Model): OneToMany[] {
  return model.derived("one-to-many relationships", () => {
    const byName = new Map<string, OneToMany>();
    for (const one of oneToManyOf(model.tables())) {
      if (!byName.has(one.schemaName)) byName.set(one.schemaName, one);
    }
    return [...byName.values()];
  });
}

/** The table that a relationship leads to; owner for the owner of a row. */
export function referencedTable({ column, navigation }: OneToMany): string {
  return column.name === "ownerid" ? "owner" : navigation.target;
}

/** All intersect tables, which are the many-to-many relationships. */
export function manyToManyTables(model: Model): Table[] {
  return model.tables().filter((table) => table.manyToMany);
}

/** The MetadataId of a relationship: the one it was given at creation, or one that follows from its name. */
export function relationshipId(schemaName: string, described: Described | undefined): string {
  return described?.metadataId ?? guidOf(`relationship:${schemaName}`);
}

/** The definition of a one-to-many relationship. */
export function oneToManyDefinition(model: Model, relationship: OneToMany): Definition {
  const { schemaName, collection, referencing, column, navigation } = relationship;
  const referenced = referencedTable(relationship);
  const described = navigation.described;
  const id = relationshipId(schemaName, described);
  const onDelete = { clear: "RemoveLink", cascade: "Cascade", refuse: "Restrict" }[
    column.whenTargetIsDeleted
  ];
  const isParental = column.whenTargetIsDeleted === "cascade";
  const others = isParental ? "Cascade" : "NoCascade";
  const properties = {
    ReferencedAttribute: referenced === "owner" ? "ownerid" : tableNamed(model, referenced).primaryId,
    ReferencedEntity: referenced,
    ReferencingAttribute: column.name,
    ReferencingEntity: referencing.logicalName,
    IsHierarchical: false,
    EntityKey: null,
    IsRelationshipAttributeDenormalized: false,
    ReferencedEntityNavigationPropertyName: collection,
    ReferencingEntityNavigationPropertyName: navigation.names[0] ?? column.name,
    RelationshipBehavior: isParental ? 1 : 0,
    IsDenormalizedLookup: null,
    DenormalizedAttributeName: null,
    ...base(id, schemaName, "OneToManyRelationship", described),
    AssociatedMenuConfiguration: menu(schemaName),
    CascadeConfiguration: {
      Assign: others,
      Delete: onDelete,
      Archive: "NoCascade",
      Merge: ["account", "contact", "lead"].includes(referenced) ? "Cascade" : "NoCascade",
      Reparent: others,
      Share: others,
      Unshare: others,
      RollupView: "NoCascade",
    },
    RelationshipAttributes: [],
  };
  return {
    type: "OneToManyRelationshipMetadata",
    keys: { MetadataId: id, SchemaName: schemaName },
    properties: withDetails(properties, described?.details),
    parts: {},
  };
}

/**
 * The definition of a many-to-many relationship by its intersect table; throws an Error for another table.
 */
export function manyToManyDefinition(table: Table): Definition {
  if (!table.manyToMany) throw new Error(`${table.logicalName} is no intersect table`);
  const { one, two, ...described } = table.manyToMany;
  const schemaName = described.schemaName ?? table.logicalName;
  const id = relationshipId(schemaName, described);
  const properties = {
    ...side("Entity1", one),
    ...side("Entity2", two),
    IntersectEntityName: table.logicalName,
    ...base(id, schemaName, "ManyToManyRelationship", described),
    Entity1AssociatedMenuConfiguration: menu(`${schemaName}:1`),
    Entity2AssociatedMenuConfiguration: menu(`${schemaName}:2`),
  };
  return {
    type: "ManyToManyRelationshipMetadata",
    keys: { MetadataId: id, SchemaName: schemaName },
    properties: withDetails(properties, described.details),
    parts: {},
  };
}

function side(name: string, { table, column, navigation }: Side): Record<string, unknown> {
  return {
    [`${name}LogicalName`]: table,
    [`${name}IntersectAttribute`]: column,
    [`${name}NavigationPropertyName`]: navigation,
  };
}

/** The properties that relationships of both types have. */
function base(
  id: string,
  schemaName: string,
  type: string,
  described: Described | undefined,
): Record<string, unknown> {
  return {
    IsCustomRelationship: described?.isCustom ?? false,
    IsValidForAdvancedFind: true,
    SchemaName: schemaName,
    SecurityTypes: "Append",
    IsManaged: !described?.isCustom,
    RelationshipType: type,
    IntroducedVersion: described?.isCustom ? "1.0.0.0" : "5.0.0.0",
    MetadataId: id,
    HasChanged: null,
    IsCustomizable: managed(true, "iscustomizable"),
  };
}

/** An AssociatedMenuConfiguration with the default values. */
function menu(name: string): Record<string, unknown> {
  return {
    Behavior: "UseCollectionName",
    Group: "Details",
    Order: null,
    IsCustomizable: true,
    Icon: null,
    ViewId: "00000000-0000-0000-0000-000000000000",
    AvailableOffline: true,
    MenuId: null,
    QueryApi: null,
    Label: labelOf(`menu:${name}`, {}),
  };
}
