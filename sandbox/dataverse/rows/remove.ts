import { tablesOf } from "../metadata.ts";
import { writtenByService } from "../errors/rows.ts";
import type { Table } from "../metadata.ts";
import type { Session } from "../session.ts";
import { isReference, rowId } from "../store.ts";

export function deleteRow(session: Session, table: Table, id: string): void {
  if (table.isReadOnly) throw writtenByService("Delete", table);
  session.privileges.require("Delete", table, session.caller);
  removeWithReferences(session, table.logicalName, id);
}

/** Lookups that pointed at the row are cleared, or their rows go with it, as the relationship says. */
function removeWithReferences(session: Session, tableName: string, id: string): void {
  session.store.remove(tableName, id);
  for (const other of tablesOf(session.model)) {
    for (const column of other.columns) {
      if (column.type !== "lookup" || !column.navigations.some((one) => one.target === tableName)) continue;
      for (const row of session.store.all(other.logicalName)) {
        const cell = row[column.name];
        if (!isReference(cell) || cell.table !== tableName || cell.id !== id) continue;
        const otherId = rowId(other, row);
        if (column.whenTargetIsDeleted === "cascade")
          removeWithReferences(session, other.logicalName, otherId);
        else session.store.put(other.logicalName, otherId, { ...row, [column.name]: null });
      }
    }
  }
}
