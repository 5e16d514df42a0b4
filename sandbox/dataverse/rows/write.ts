import { randomUUID } from "node:crypto";
import { badPayload } from "../errors/payloads.ts";
import { alternateKeyViolated, duplicateKey, notFound, writtenByService } from "../errors/rows.ts";
import { invalidArgument } from "../errors/values.ts";
import { columnNamed, navigationNamed, tableNamed } from "../metadata.ts";
import type { Column, Table } from "../metadata.ts";
import type { Session } from "../session.ts";
import { isReference, rowId } from "../store.ts";
import type { Cell, Row } from "../store.ts";
import { formatMoment } from "../values.ts";
import { deriveColumns } from "./derive.ts";
import { resolveAddress, sameKeyValue } from "./find.ts";
import { decodeParties, writeParties } from "./parties.ts";
import type { Payload } from "./payload.ts";
import { firstState, nextState, requireOpen } from "./state.ts";
import { validateCells } from "./validate.ts";

type Changes = Record<string, Cell>;

/** `addressed` are the key columns of the address, for an upsert; those of the payload win over them. */
export function createRow(session: Session, table: Table, payload: Payload, addressed: Changes = {}): Row {
  if (table.isReadOnly) throw writtenByService("Create", table);
  session.privileges.require("Create", table, session.caller);
  const changes = { ...addressed, ...readChanges(session, table, payload, ["always", "on create"]) };
  const given = changes[table.primaryId];
  const id = typeof given === "string" ? given : randomUUID();
  if (session.store.get(table.logicalName, id)) throw duplicateKey();
  const me = { table: "systemuser", id: session.caller };
  const isOwned = columnNamed(table, "ownerid") !== undefined;
  if (isOwned && isReference(changes.ownerid) && changes.ownerid.id !== session.caller) {
    session.privileges.require("Assign", table, session.caller);
  }
  const now = formatMoment(session.now());
  const row = {
    ...initialRow(table),
    ...(isOwned ? { ownerid: me } : {}),
    ...changes,
    [table.primaryId]: id,
    // A migrated row keeps its own date; the real one moves over.
    createdon: changes.overriddencreatedon ?? now,
    ...(changes.overriddencreatedon ? { overriddencreatedon: now } : {}),
    modifiedon: now,
    createdby: me,
    modifiedby: me,
    ...firstState(table, id, changes),
  };
  return finishWrite(session, table, id, row, changes, payload);
}

export function updateRow(session: Session, table: Table, row: Row, payload: Payload): Row {
  if (table.isReadOnly) throw writtenByService("Update", table);
  session.privileges.require("Write", table, session.caller);
  const changes = readChanges(session, table, payload, ["always", "on update"]);
  const id = rowId(table, row);
  requireOpen(table, row, changes);
  if (isReference(changes.ownerid) && !(isReference(row.ownerid) && row.ownerid.id === changes.ownerid.id)) {
    session.privileges.require("Assign", table, session.caller);
  }
  const changed = {
    ...row,
    ...changes,
    modifiedon: formatMoment(session.now()),
    modifiedby: { table: "systemuser", id: session.caller },
    ...nextState(table, id, row, changes),
  };
  return finishWrite(session, table, id, changed, changes, payload);
}

function finishWrite(
  session: Session,
  table: Table,
  id: string,
  row: Row,
  changes: Changes,
  payload: Payload,
): Row {
  const whole = deriveColumns(table, { ...row, ...owning(session, row) }, changes);
  checkAlternateKeys(session, table, id, whole);
  const entries = payload.collections.get("appointment_activity_parties");
  const parties = entries && decodeParties(session, entries);
  const stored = session.store.put(table.logicalName, id, whole);
  if (table.isActivity) writeParties(session, stored, parties);
  return stored;
}

/** The columns of a payload the caller may set now, with bound addresses resolved to rows. */
function readChanges(
  session: Session,
  table: Table,
  payload: Payload,
  allowed: readonly Column["writable"][],
): Changes {
  for (const name of payload.collections.keys()) {
    if (!table.collections.some((collection) => collection.name === name && collection.isOwned)) {
      throw badPayload(table, `The collection '${name}' cannot be written with its parent.`);
    }
  }
  validateCells(table, payload.cells);
  const changes: Changes = {};
  for (const [name, value] of payload.cells) {
    if (isAllowed(columnNamed(table, name), allowed)) changes[name] = value;
  }
  for (const [name, address] of payload.binds) {
    const column = navigationNamed(table, name)?.column;
    if (!column || !isAllowed(column, allowed)) continue;
    if (address === null) {
      if (column.name === "ownerid") throw invalidArgument("The owner of a row cannot be cleared.");
      changes[column.name] = null;
      continue;
    }
    const target = resolveAddress(session, table, name, address);
    if (column.name !== "ownerid") {
      session.privileges.require("Append", table, session.caller);
      session.privileges.require("AppendTo", tableNamed(session.model, target.table), session.caller);
    }
    changes[column.name] = target;
  }
  return changes;
}

function isAllowed(column: Column | undefined, allowed: readonly Column["writable"][]): boolean {
  return column !== undefined && allowed.includes(column.writable);
}

export function initialRow(table: Table): Changes {
  return Object.fromEntries(table.columns.map((column) => [column.name, column.initial ?? null]));
}

function owning(session: Session, row: Row): Changes {
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

/** A null in a key column exempts the row. */
function checkAlternateKeys(session: Session, table: Table, id: string, row: Row): void {
  for (const key of table.alternateKeys) {
    const twin = session.store
      .all(table.logicalName)
      .find(
        (other) =>
          other[table.primaryId] !== id &&
          key.columns.every((name) => sameKeyValue(other[name], row[name] ?? null)),
      );
    if (twin) throw alternateKeyViolated(key.name, key.columns);
  }
}
