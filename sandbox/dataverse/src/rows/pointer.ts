import type { Table } from "../model/metadata.ts";
import type { Database } from "../store/database.ts";
import { rowId, type Cell, type Row } from "../store/row.ts";

const pointer = "activitypointer";

/**
 * Writes the row of activitypointer for an activity: that table has the columns common to all activities,
 * so that one query finds them all.
 */
export function writePointer(database: Database, table: Table, activity: Row): void {
  const columns = database.model.named(pointer)?.columns ?? [];
  const cells = columns.map(({ name, initial }): [string, Cell] => [name, activity[name] ?? initial ?? null]);
  const id = rowId(table, activity);
  database.store.put(pointer, id, { ...Object.fromEntries(cells), activitytypecode: table.logicalName });
}

/** Deletes the row of activitypointer together with its activity. */
export function removePointer(database: Database, activityid: string): void {
  database.store.remove(pointer, activityid);
}
