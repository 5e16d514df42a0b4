import type { Collection, Table } from "../model/metadata.ts";
import { isReference, rowId, idOf } from "../store/row.ts";
import type { Row } from "../store/row.ts";
import type { Store } from "../store/store.ts";

/** The rows in a collection of a row, in no particular order. */
export function membersOf(store: Store, table: Table, row: Row, collection: Collection): Row[] {
  const id = rowId(table, row);
  const { through } = collection;
  if (through) {
    const links = store.where(through.table, through.here, id);
    return links
      .map((link) => store.get(collection.table, idOf(link[through.there])))
      .filter((member) => member !== undefined);
  }
  return store.where(collection.table, collection.column, id).filter((member) => {
    const owner = member[collection.column];
    return isReference(owner) && owner.table === table.logicalName;
  });
}
