// Creates, changes and deletes columns other than lookups, which relationships bring with them.

import { duplicateColumn, hasDependents, notDeletable } from "../errors/definitions.ts";
import { columnNamed, tableNamed } from "../model/metadata.ts";
import type { Column, Table } from "../model/metadata.ts";
import { companionsOf } from "../rows/files.ts";
import type { Session } from "../call/session.ts";
import { columnId } from "./columns.ts";
import { componentTypes, removeFromSolutions, recordComponent, type Scope } from "./components.ts";
import { dropColumn, replaceTable } from "./declare.ts";
import type { Json } from "./payload.ts";
import { changeColumn, readColumn } from "./read-column.ts";

/**
 * Creates a column, and gives its id. Throws a DataverseError if the payload is wrong or the name is taken.
 */
export function createColumn(session: Session, table: Table, payload: Json, scope: Scope): string {
  const context = { model: session.model, now: session.now(), firstOptionValue: scope.firstOptionValue };
  const column = readColumn(context, payload);
  if (columnNamed(table, column.name))
    throw duplicateColumn(column.schemaName ?? column.name, table.logicalName);
  replaceTable(session, { ...table, columns: [...table.columns, column, ...companionsOf(column)] });
  return recordComponent(session, scope, componentTypes.column, columnId(table, column));
}

/** Changes a column by a PUT; labels are added if `isMerged`, else replaced. */
export function updateColumn(
  session: Session,
  table: Table,
  column: Column,
  payload: Json,
  isMerged: boolean,
): void {
  const changed = changeColumn(column, payload, isMerged);
  replaceTable(session, { ...table, columns: table.columns.map((one) => (one === column ? changed : one)) });
}

/**
 * Deletes a custom column with its values. Throws a DataverseError for a standard column, the primary name,
 * and a column of an alternate key.
 */
export function deleteColumn(session: Session, table: Table, column: Column): void {
  if (!column.isCustom || column.name === table.primaryName) throw notDeletable("attribute", column.name);
  const keys = table.alternateKeys.filter((key) => key.columns.includes(column.name));
  if (keys.length > 0) throw hasDependents("Attribute", columnId(table, column), keys.length);
  for (const { name } of companionsOf(column)) dropColumn(session, table, name);
  dropColumn(session, tableNamed(session.model, table.logicalName), column.name);
  removeFromSolutions(session, columnId(table, column));
}
