import { applicationUserId } from "../identity.ts";
import { guidOf } from "../ids.ts";
import { tableNamed } from "../model/metadata.ts";
import type { Model } from "../model/metadata.ts";
import { initialRow } from "../rows/write.ts";
import type { Cell, Store } from "../store/store.ts";

const made = "2026-01-05T14:00:00Z";
const publisherId = guidOf("publisher:Default");

/** The publisher and the two solutions every organisation begins with; their ids are the same everywhere. */
export function seedSolutions(model: Model, store: Store): void {
  put(model, store, "publisher", publisherId, {
    uniquename: "DefaultPublisheracmebank",
    friendlyname: "Default Publisher for Acme Bank",
    customizationprefix: "new",
    customizationoptionvalueprefix: 10_000,
  });
  const solution = { version: "1.0", publisherid: { table: "publisher", id: publisherId } };
  put(model, store, "solution", "fd140aaf-4df4-11dd-bd17-0019b9312238", {
    ...solution,
    uniquename: "Default",
    friendlyname: "Default Solution",
  });
  put(model, store, "solution", "fd140aae-4df4-11dd-bd17-0019b9312238", {
    ...solution,
    uniquename: "Active",
    friendlyname: "Active Solution",
    isvisible: false,
  });
}

function put(
  model: Model,
  store: Store,
  tableName: string,
  id: string,
  values: Readonly<Record<string, Cell>>,
): void {
  const table = tableNamed(model, tableName);
  const me = { table: "systemuser", id: applicationUserId };
  store.put(tableName, id, {
    ...initialRow(table),
    createdon: made,
    modifiedon: made,
    createdby: me,
    modifiedby: me,
    ...values,
    [table.primaryId]: id,
  });
}
