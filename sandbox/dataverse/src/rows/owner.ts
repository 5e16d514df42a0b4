import { userDisabled } from "../errors/callers.ts";
import { notFound } from "../errors/rows.ts";
import { columnNamed, tableNamed } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import type { Session } from "../call/session.ts";
import { isReference, type Cell, type Row } from "../store/row.ts";

/**
 * Requires, when the owner changes, the privilege to assign the row, and that the new owner is enabled.
 * @throws DataverseError
 */
export function requireOwner(
  session: Session,
  table: Table,
  owner: Cell | undefined,
  before: Cell,
  row?: Row,
): void {
  if (!isReference(owner) || (isReference(before) && before.id === owner.id)) return;
  session.privileges.require("Assign", table, session.caller, row);
  if (session.store.get(owner.table, owner.id)?.isdisabled === true) throw userDisabled(owner.id);
}

/** The owner of a new row, if the caller names none: the caller. */
export function firstOwner(session: Session, table: Table): Record<string, Cell> {
  return columnNamed(table, "ownerid") ? { ownerid: { table: "systemuser", id: session.caller } } : {};
}

/**
 * The columns that follow from the owner: owning user, team and business unit.
 * @throws DataverseError if there is no such user or team
 */
export function owningColumns(session: Session, row: Row): Record<string, Cell> {
  const owner = row.ownerid;
  if (!isReference(owner)) return {};
  const principal = session.store.get(owner.table, owner.id);
  if (!principal) throw notFound(tableNamed(session.model, owner.table), owner.id);
  return {
    owninguser: owner.table === "systemuser" ? owner : null,
    owningteam: owner.table === "team" ? owner : null,
    owningbusinessunit: principal.businessunitid ?? null,
  };
}
