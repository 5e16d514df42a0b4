import type { Column, Side, Table } from "../model/metadata.ts";
import { bigint, id } from "./columns.ts";

/**
 * The intersect table of a many-to-many relationship, whose rows are the links; `schemaName` is the
 * relationship's.
 */
export function manyToMany(
  schemaName: string,
  names: { readonly intersect: string; readonly entitySet: string },
  one: Side,
  two: Side,
): Table {
  const logicalName = names.intersect.toLowerCase();
  return {
    logicalName,
    schemaName: names.intersect,
    entitySet: names.entitySet,
    displayName: names.intersect,
    ownership: "None",
    typeCode: 0,
    primaryId: `${logicalName}id`,
    primaryName: "",
    privilege: "",
    stateTypeName: "",
    states: [],
    columns: [id(`${names.intersect}Id`), sideColumn(one), sideColumn(two), bigint("VersionNumber", "never")],
    collections: [],
    alternateKeys: [],
    isReadOnly: true,
    manyToMany: { schemaName, one, two },
  };
}

/**
 * A column that is read as a plain GUID but kept as a lookup, so that a link is deleted with either of its
 * rows.
 */
function sideColumn({ table, column }: Side): Column {
  return {
    name: column,
    type: "lookup",
    isBare: true,
    navigations: [{ names: [column], target: table }],
    whenTargetIsDeleted: "cascade",
    writable: "never",
  };
}
