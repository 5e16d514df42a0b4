// Relationships between tables, which are not declared on their own: they follow from lookups and intersect
// tables.

import type { Collection, Column, LookupColumn, Navigation, Table } from "./metadata.ts";

/** A one-to-many relationship: a lookup column and one of the tables it can lead to. */
export interface OneToMany {
  readonly schemaName: string;
  /** The name of the collection on the referenced table. */
  readonly collection: string;
  readonly referencing: Table;
  readonly column: LookupColumn;
  readonly navigation: Navigation;
}

/** All one-to-many relationships, in the order of the referencing tables and their lookups. */
export function oneToManyOf(tables: readonly Table[]): OneToMany[] {
  return tables.flatMap((referencing) =>
    referencing.columns.flatMap((column) =>
      column.type === "lookup" && !column.isBare
        ? column.navigations.map((navigation) => {
            const collection = collectionName(tables, referencing, column, navigation);
            const schemaName = navigation.described?.schemaName ?? collection;
            return { schemaName, collection, referencing, column, navigation };
          })
        : [],
    ),
  );
}

/** The name of the collection on the referenced table: as declared, or as the service builds it. */
function collectionName(
  tables: readonly Table[],
  table: Table,
  column: Column,
  navigation: Navigation,
): string {
  if (navigation.relationship !== undefined) return navigation.relationship;
  const target = tables.find((one) => one.logicalName === navigation.target);
  const declared = target?.collections.find(
    (one) => one.table === table.logicalName && one.column === column.name,
  );
  return declared?.name ?? systemName(table, column.name, navigation.target);
}

/** The names that the service gives the relationships that every table has. */
function systemName(table: Table, column: string, target: string): string {
  const { logicalName } = table;
  const plural = table.isCustom ? logicalName : `${logicalName}s`;
  switch (column) {
    case "createdby":
    case "modifiedby":
    case "createdonbehalfby":
    case "modifiedonbehalfby":
      return `lk_${table.isCustom || table.isActivity ? logicalName : `${logicalName}base`}_${column}`;
    case "ownerid":
      return `owner_${plural}`;
    case "owninguser":
      return `user_${plural}`;
    case "owningteam":
      return `team_${plural}`;
    case "owningbusinessunit":
      return `business_unit_${plural}`;
    case "masterid":
      return `${logicalName}_master_${target}`;
    default:
      return `${target}_${logicalName}_${column}`;
  }
}

/**
 * Adds to each table the collections that lookups and intersect tables of other tables give it, except those
 * it declares itself.
 */
export function withDerivedCollections(tables: readonly Table[]): Table[] {
  const derived = new Map<string, Collection[]>();
  const add = (table: string, collection: Collection): void => {
    const collections = derived.get(table);
    if (collections) collections.push(collection);
    else derived.set(table, [collection]);
  };
  for (const { collection: name, referencing, column, navigation } of oneToManyOf(tables)) {
    // Users and teams have their collections of owned rows from owninguser and owningteam.
    if (column.name === "ownerid") continue;
    const collection = { name, table: referencing.logicalName, column: column.name };
    add(navigation.target, { ...collection, isDerived: true });
  }
  for (const { logicalName, manyToMany } of tables) {
    if (!manyToMany) continue;
    const { one, two } = manyToMany;
    for (const [here, there] of one.navigation === two.navigation && one.table === two.table
      ? ([[one, two]] as const)
      : ([
          [one, two],
          [two, one],
        ] as const)) {
      const through = { table: logicalName, here: here.column, there: there.column };
      add(here.table, { name: here.navigation, table: there.table, column: "", through, isDerived: true });
    }
  }
  return tables.map((table) => {
    const declared = new Set(table.collections.map((one) => one.name));
    const more = (derived.get(table.logicalName) ?? []).filter((one) => !declared.has(one.name));
    return more.length === 0 ? table : { ...table, collections: [...table.collections, ...more] };
  });
}

/** Removes the collections that `withDerivedCollections` added. */
export function withoutDerivedCollections(table: Table): Table {
  return { ...table, collections: table.collections.filter((one) => !one.isDerived) };
}
