// Writes tables to the model within the transaction of an operation: if the operation fails, the change is
// undone.

import { columnNamed } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import { declareTablePrivileges } from "../security/roles.ts";
import type { Session } from "../call/session.ts";
import { rowId } from "../store/row.ts";

/** Adds a table or replaces the one of the same name, and adds its privileges. */
export function replaceTable(session: Session, table: Table): void {
  session.store.undoWith(session.model.define(table));
  declareTablePrivileges(session.store, table);
}

/** Removes a table and all its rows. */
export function dropTable(session: Session, table: Table): void {
  for (const row of session.store.all(table.logicalName)) {
    session.store.remove(table.logicalName, rowId(table, row));
  }
  session.store.undoWith(session.model.drop(table.logicalName));
}

/** Removes a column of a table and its values in all rows. */
export function dropColumn(session: Session, table: Table, name: string): void {
  const columns = table.columns.filter((column) => column.name !== name);
  for (const row of session.store.all(table.logicalName)) {
    if ((row[name] ?? null) === null) continue;
    const { [name]: _, ...rest } = row;
    session.store.put(table.logicalName, rowId(table, row), rest);
  }
  if (columnNamed(table, name)) replaceTable(session, { ...table, columns });
}
