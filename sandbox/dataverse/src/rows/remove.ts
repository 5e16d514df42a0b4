import { referencedRow, writtenByService } from "../errors/rows.ts";
import type { Table } from "../model/metadata.ts";
import type { Session } from "../call/session.ts";
import { forgetFiles } from "./files.ts";
import { removePointer } from "./pointer.ts";
import { isReference, rowId } from "../store/row.ts";

/**
 * Deletes a row and what the relationships say goes with it.
 * @throws DataverseError if the caller may not delete it, or another row that must keep its reference
 * points at it
 */
export function deleteRow(session: Session, table: Table, id: string): void {
  if (table.isReadOnly) throw writtenByService("Delete", table);
  const row = session.store.get(table.logicalName, id);
  session.privileges.require("Delete", table, session.caller, row);
  removeWithReferences(session, table, id);
}

/**
 * Deletes a row. Rows that point at it lose the reference, are deleted too, or prevent the deletion, as
 * each relationship says.
 */
function removeWithReferences(session: Session, table: Table, id: string): void {
  const { store } = session;
  const { logicalName } = table;
  const gone = store.get(logicalName, id);
  if (gone) forgetFiles(session, table, gone);
  store.remove(logicalName, id);
  if (table.isActivity) removePointer(session, id);
  for (const other of session.model.tables()) {
    for (const column of other.columns) {
      if (column.type !== "lookup" || !column.navigations.some((one) => one.target === logicalName)) continue;
      for (const row of store.where(other.logicalName, column.name, id)) {
        const cell = row[column.name];
        if (!isReference(cell) || cell.table !== logicalName) continue;
        const otherId = rowId(other, row);
        if (column.whenTargetIsDeleted === "refuse") throw referencedRow(table, other);
        if (column.whenTargetIsDeleted === "cascade") removeWithReferences(session, other, otherId);
        else store.put(other.logicalName, otherId, { ...row, [column.name]: null });
      }
    }
  }
}
