// Creates, changes and deletes tables.

import { duplicateTable, hasDependents, notDeletable } from "../errors/definitions.ts";
import { columnNamed, tableNamed } from "../model/metadata.ts";
import type { Column, Table } from "../model/metadata.ts";
import type { Session } from "../call/session.ts";
import { columnId } from "./columns.ts";
import { componentTypes, removeFromSolutions, recordComponent, type Scope } from "./components.ts";
import { dropTable, replaceTable } from "./declare.ts";
import { readLabels, textOf } from "./labels.ts";
import { storedTableProperties, readTable } from "./new-table.ts";
import { readDescribed, readDetails, type Json } from "./payload.ts";
import { manyToManyTables } from "./relationships.ts";
import { tableId } from "./tables.ts";

/**
 * Creates a table with its columns, and gives its id. Throws a DataverseError if the payload is wrong or the
 * name is taken.
 */
export function createTable(session: Session, payload: Json, scope: Scope): string {
  const { model } = session;
  const context = { model, now: session.now(), firstOptionValue: scope.firstOptionValue };
  const table = readTable(context, payload);
  const isTaken = model
    .tables()
    .some((one) => one.logicalName === table.logicalName || one.entitySet === table.entitySet);
  if (isTaken) throw duplicateTable(table.schemaName ?? table.logicalName);
  replaceTable(session, table);
  if (table.isActivity) addParties(session, table);
  return recordComponent(session, scope, componentTypes.table, tableId(table));
}

/** Lets activityparty refer to a new kind of activity. */
function addParties(session: Session, { logicalName }: Table): void {
  const parties = tableNamed(session.model, "activityparty");
  const columns = parties.columns.map((column): Column => {
    if (column.name !== "activityid" || column.type !== "lookup") return column;
    const navigation = {
      names: [`activityid_${logicalName}`],
      target: logicalName,
      relationship: `${logicalName}_activity_parties`,
    };
    return { ...column, navigations: [...column.navigations, navigation] };
  });
  replaceTable(session, { ...parties, columns });
}

/** Changes labels and other properties of a table by a PUT; labels are added if `isMerged`, else replaced. */
export function updateTable(session: Session, table: Table, payload: Json, isMerged: boolean): void {
  const described = readDescribed(payload, table, isMerged);
  const given = readLabels(payload.DisplayCollectionName);
  const collectionLabels =
    given && isMerged ? { ...table.collectionLabels, ...given } : (given ?? table.collectionLabels);
  replaceTable(session, {
    ...table,
    ...described,
    ...readDetails(payload, storedTableProperties, table.details),
    ...(collectionLabels ? { collectionLabels } : {}),
    displayName: textOf(described.labels) ?? table.displayName,
  });
}

/**
 * Deletes a custom table with its rows and many-to-many relationships. Throws a DataverseError for a standard
 * table, and while lookups of other tables lead to it.
 */
export function deleteTable(session: Session, table: Table): void {
  const { logicalName } = table;
  if (!table.isCustom || table.manyToMany) throw notDeletable("entity", logicalName);
  const lookups = session.model
    .tables()
    .filter(
      (other) =>
        other.logicalName !== logicalName && !other.manyToMany && other.logicalName !== "activityparty",
    )
    .flatMap((other) => other.columns)
    .filter(
      (column) => column.type === "lookup" && column.navigations.some((one) => one.target === logicalName),
    );
  if (lookups.length > 0) throw hasDependents("Entity", tableId(table), lookups.length);
  for (const link of manyToManyTables(session.model)) {
    if ([link.manyToMany?.one.table, link.manyToMany?.two.table].includes(logicalName))
      dropTable(session, link);
  }
  if (table.isActivity) dropParties(session, logicalName);
  for (const column of table.columns) removeFromSolutions(session, columnId(table, column));
  removeFromSolutions(session, tableId(table));
  dropTable(session, table);
}

/** Ends what `addParties` did. */
function dropParties(session: Session, logicalName: string): void {
  const parties = tableNamed(session.model, "activityparty");
  const lookup = columnNamed(parties, "activityid");
  if (lookup?.type !== "lookup") return;
  const navigations = lookup.navigations.filter((one) => one.target !== logicalName);
  const columns = parties.columns.map((column) => (column === lookup ? { ...lookup, navigations } : column));
  replaceTable(session, { ...parties, columns });
}
