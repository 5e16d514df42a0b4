import { nestedRowsNotAllowed } from "../errors/payloads.ts";
import { ownerRequired } from "../errors/values.ts";
import { columnNamed, navigationNamed, tableNamed } from "../model/metadata.ts";
import type { Column, Table } from "../model/metadata.ts";
import type { Session } from "../call/session.ts";
import { resolveAddress } from "./find.ts";
import type { Payload } from "./payload.ts";
import { validateCells } from "./validate.ts";
import type { Cell, Row } from "../store/row.ts";

export type Changes = Record<string, Cell>;

/** The columns of a payload the caller may set now, with bound addresses resolved to rows. */
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
      // Of the names of a lookup to several tables, one may be bound and the others be null.
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

/** Related rows are created with a POST of their parent; an activity's parties also with an update. */
function refuseNested(table: Table, payload: Payload): void {
  const isOwned = (name: string): boolean =>
    table.collections.some((collection) => collection.name === name && collection.isOwned);
  const other = [...payload.collections.keys()].find((name) => !isOwned(name));
  const [nested = other ?? payload.collectionBinds.keys().next().value] = payload.nested.keys();
  if (nested !== undefined) throw nestedRowsNotAllowed(table, nested);
}

/** To make one row point at another takes a privilege on either table. */
export function requireLink(session: Session, table: Table, target: Table, row?: Row): void {
  session.privileges.require("Append", table, session.caller);
  session.privileges.require("AppendTo", target, session.caller, row);
}

function isAllowed(column: Column | undefined, allowed: readonly Column["writable"][]): boolean {
  return column !== undefined && allowed.includes(column.writable);
}
