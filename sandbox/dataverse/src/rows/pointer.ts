import type { Table } from "../model/metadata.ts";
import type { Database } from "../store/database.ts";
import { rowId, type Cell, type Row } from "../store/row.ts";

const pointer = "activitypointer";

/** Keeps what all kinds of activities have in common where one query finds them: the table activitypointer. */
export function writePointer(database: Database, table: Table, activity: Row): void {
  const columns = database.model.named(pointer)?.columns ?? [];
  const cells = columns.map(({ name, initial }): [string, Cell] => [name, activity[name] ?? initial ?? null]);
  const id = rowId(table, activity);
  database.store.put(pointer, id, { ...Object.fromEntries(cells), activitytypecode: table.logicalName });
}

/** The pointer goes with its activity, whichever kind it is. */
export function removePointer(database: Database, activityid: string): void {
  database.store.remove(pointer, activityid);
}
