import { nestedRowsNotAllowed } from "../errors/payloads.ts";
import { ownerRequired } from "../errors/values.ts";
import { columnNamed, navigationNamed, tableNamed } from "../model/metadata.ts";
import type { Column, Table } from "../model/metadata.ts";
import type { Session } from "../call/session.ts";
import { resolveAddress } from "./find.ts";
import type { Payload } from "./payload.ts";
import { validateCells } from "./validate.ts";
import type { Cell, Row } from "../store/row.ts";

/** New values of a row by column name. */
export type Changes = Record<string, Cell>;

/**
 * Reads from a payload the columns that the caller may set in this kind of write, with bound addresses
 * resolved to references. Columns that may not be set are ignored.
 * @throws DataverseError if a value is not valid, an address names no row, or a privilege is missing
 */
export function readChanges(
  session: Session,
  table: Table,
  payload: Payload,
  allowed: readonly Column["writable"][],
): Changes {
  refuseNested(table, payload);
  validateCells(table, payload.cells);
  const changes: Changes = {};
  for (const [name, value] of payload.cells) {
    if (isAllowed(columnNamed(table, name), allowed)) changes[name] = value;
  }
  for (const [name, address] of payload.binds) {
    const column = navigationNamed(table, name)?.column;
    if (!column || !isAllowed(column, allowed)) continue;
    if (address === null) {
      if (column.name === "ownerid") throw ownerRequired();
      // A lookup to several tables has a name for each; one may be bound while the others are null.
      changes[column.name] ??= null;
      continue;
    }
    const target = resolveAddress(session, table, name, address);
    if (column.name !== "ownerid") {
      const row = session.store.get(target.table, target.id);
      requireLink(session, table, tableNamed(session.model, target.table), row);
    }
    changes[column.name] = target;
  }
  return changes;
}

/** Refuses nested rows in an update: only a create may have them, and the parties of an activity. */
function refuseNested(table: Table, payload: Payload): void {
  const isOwned = (name: string): boolean =>
    table.collections.some((collection) => collection.name === name && collection.isOwned);
  const other = [...payload.collections.keys()].find((name) => !isOwned(name));
  const [nested = other ?? payload.collectionBinds.keys().next().value] = payload.nested.keys();
  if (nested !== undefined) throw nestedRowsNotAllowed(table, nested);
}

/**
 * Requires the privileges to make one row point at another: Append on its table, AppendTo on the target.
 * @throws DataverseError
 */
export function requireLink(session: Session, table: Table, target: Table, row?: Row): void {
  session.privileges.require("Append", table, session.caller);
  session.privileges.require("AppendTo", target, session.caller, row);
}

function isAllowed(column: Column | undefined, allowed: readonly Column["writable"][]): boolean {
  return column !== undefined && allowed.includes(column.writable);
}
