import { randomUUID } from "node:crypto";
import { alternateKeyViolated, duplicateDetected, duplicateKey, writtenByService } from "../errors/rows.ts";
import { columnNamed, usableKeys } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import type { Session } from "../call/session.ts";
import { formatMoment } from "../moments.ts";
import { readChanges, type Changes } from "./changes.ts";
import { deriveColumns } from "./derive.ts";
import { duplicatesOf } from "./duplicates.ts";
import { sameKeyValue } from "./find.ts";
import { firstOwner, owningColumns, requireOwner } from "./owner.ts";
import { decodeParties, writeParties } from "./parties.ts";
import type { Payload } from "./payload.ts";
import { writePointer } from "./pointer.ts";
import { firstState, nextState, requireOpen } from "./state.ts";
import { rowId, type Cell, type Row, scalarOf } from "../store/row.ts";

/**
 * Creates a row from a payload. `given` are values that do not come from the payload, which takes
 * precedence: the key columns in the address of an upsert.
 * @throws DataverseError if the caller may not create it, a value is not valid, or a key is taken
 */
export function createRow(session: Session, table: Table, payload: Payload, given: Changes = {}): Row {
  if (table.isReadOnly) throw writtenByService("Create", table);
  session.privileges.require("Create", table, session.caller);
  const changes = { ...given, ...readChanges(session, table, payload, ["always", "on create"]) };
  const chosen = changes[table.primaryId];
  const id = typeof chosen === "string" ? chosen : randomUUID();
  if (isTaken(session, table, id)) throw duplicateKey();
  const me = { table: "systemuser", id: session.caller };
  requireOwner(session, table, changes.ownerid, me);
  const now = formatMoment(session.now());
  const row = {
    ...initialRow(table),
    ...firstOwner(session, table),
    ...changes,
    [table.primaryId]: id,
    // A migrated row keeps its original date of creation; the real one goes into overriddencreatedon.
    createdon: changes.overriddencreatedon ?? now,
    ...(changes.overriddencreatedon ? { overriddencreatedon: now } : {}),
    modifiedon: now,
    createdby: me,
    modifiedby: me,
    createdonbehalfby: delegateOf(session),
    modifiedonbehalfby: delegateOf(session),
    ...firstState(table, id, changes),
  };
  session.privileges.require("Create", table, session.caller, { ...row, ...owningColumns(session, row) });
  return finishWrite(session, table, id, row, changes, payload);
}

/** Whether the id is in use. All activities share one base table, and so their ids. */
function isTaken(session: Session, table: Table, id: string): boolean {
  const isThere = (name: string): boolean => session.store.get(name, id) !== undefined;
  return isThere(table.logicalName) || (table.isActivity === true && isThere("activitypointer"));
}

/**
 * Updates a row from a payload.
 * @throws DataverseError if the caller may not write it, it is closed, or a value is not valid
 */
export function updateRow(session: Session, table: Table, row: Row, payload: Payload): Row {
  if (table.isReadOnly) throw writtenByService("Update", table);
  session.privileges.require("Write", table, session.caller, row);
  const changes = readChanges(session, table, payload, ["always", "on update"]);
  const id = rowId(table, row);
  requireOpen(table, row, changes);
  requireOwner(session, table, changes.ownerid, row.ownerid ?? null, row);
  const changed = {
    ...row,
    ...changes,
    ...modifiedNow(session),
    ...nextState(table, id, row, changes),
  };
  return finishWrite(session, table, id, changed, changes, payload);
}

/** Changes a row as part of a larger operation that the caller may do; privileges and state are not checked. */
export function amendRow(session: Session, table: Table, row: Row, cells: Changes): Row {
  const id = rowId(table, row);
  const modified = columnNamed(table, "modifiedon") ? modifiedNow(session) : {};
  const whole = deriveColumns(table, { ...row, ...cells, ...modified }, cells);
  const stored = session.store.put(table.logicalName, id, whole);
  if (table.isActivity) {
    writeParties(session, table, stored, undefined);
    writePointer(session, table, stored);
  }
  return stored;
}

function modifiedNow(session: Session): Record<string, Cell> {
  return {
    modifiedon: formatMoment(session.now()),
    modifiedby: { table: "systemuser", id: session.caller },
    modifiedonbehalfby: delegateOf(session),
  };
}

/** The user who acts for the caller, if the caller is impersonated. */
function delegateOf(session: Session): Cell {
  return session.delegate === undefined ? null : { table: "systemuser", id: session.delegate };
}

function finishWrite(
  session: Session,
  table: Table,
  id: string,
  row: Row,
  changes: Changes,
  payload: Payload,
): Row {
  const whole = deriveColumns(table, { ...row, ...owningColumns(session, row) }, changes);
  checkAlternateKeys(session, table, id, whole);
  if (session.detectsDuplicates && duplicatesOf(session, table, whole).length > 0) throw duplicateDetected();
  const owned = table.collections.find((collection) => collection.isOwned);
  const entries = owned && payload.collections.get(owned.name);
  const parties = entries && decodeParties(session, table, entries);
  const stored = session.store.put(table.logicalName, id, whole);
  if (table.isActivity) {
    writeParties(session, table, stored, parties);
    writePointer(session, table, stored);
  }
  return stored;
}

/** The initial values of the columns of a table. */
export function initialRow(table: Table): Changes {
  return Object.fromEntries(table.columns.map((column) => [column.name, column.initial ?? null]));
}

/** Refuses values of an alternate key that another row has. A null in one of its columns exempts the row. */
function checkAlternateKeys(session: Session, table: Table, id: string, row: Row): void {
  for (const key of usableKeys(table)) {
    const [first = ""] = key.columns;
    const value = scalarOf(row[first]);
    if (value === null) continue;
    const twin = session.store
      .where(table.logicalName, first, value)
      .find(
        (other) =>
          other[table.primaryId] !== id &&
          key.columns.every((name) => sameKeyValue(other[name], row[name] ?? null)),
      );
    if (twin) throw alternateKeyViolated(key.name, key.columns);
  }
}
