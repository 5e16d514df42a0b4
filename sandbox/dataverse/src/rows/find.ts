// Finds rows by primary or alternate key, and by the addresses in @odata.bind and @odata.id.

import { badKey, badKeyValue } from "../errors/addresses.ts";
import { badPayload, unknownContentId } from "../errors/payloads.ts";
import { keyNotFound, notFound } from "../errors/rows.ts";
import { belowServiceRoot } from "../transport/http.ts";
import { edmTypeOf, type EdmType } from "../model/edm.ts";
import { columnOfProperty, navigationNamed, usableKeys } from "../model/metadata.ts";
import type { Collection, Column, Table } from "../model/metadata.ts";
import { comparable } from "../store/collation.ts";
import { parseTarget, type Key } from "../odata/target.ts";
import type { Session } from "../call/session.ts";
import { parseMoment } from "../moments.ts";
import { rowId, type Cell, type Reference, type Row, scalarOf } from "../store/row.ts";

/**
 * The row with this key; undefined if there is none.
 * @throws DataverseError if the columns are no alternate key of the table, or a value has the wrong type
 */
export function findRow(session: Pick<Session, "store">, table: Table, key: Key): Row | undefined {
  if (key.kind === "id") return session.store.get(table.logicalName, key.id);
  const wanted = keyCells(table, key);
  const [first] = wanted;
  return (first ? session.store.where(table.logicalName, first.column.name, first.value) : []).find((row) =>
    wanted.every(({ column, value }) => sameKeyValue(row[column.name], value)),
  );
}

/**
 * The row with this key.
 * @throws DataverseError if there is none
 */
export function requireRow(session: Session, table: Table, key: Key): Row {
  const row = findRow(session, table, key);
  if (row) return row;
  throw key.kind === "id" ? notFound(table, key.id) : keyNotFound(table);
}

/**
 * The columns of an alternate key with the values in the address.
 * @throws DataverseError if the columns are no alternate key of the table, or a value has the wrong type
 */
export function keyCells(
  table: Table,
  key: Extract<Key, { kind: "alternate" }>,
): { column: Column; value: string | number | boolean }[] {
  const cells = [...key.values].map(([name, literal]) => {
    const column = columnOfProperty(table, name);
    const value = literal.type === "datetime" ? (parseMoment(literal.value) ?? null) : literal.value;
    if (!column || value === null) throw badKey(table);
    const expected = jsTypes[edmTypeOf(column)];
    if (expected && typeof value !== expected) throw badKeyValue();
    return { column, value };
  });
  const names = cells
    .map(({ column }) => column.name)
    .toSorted()
    .join();
  if (!usableKeys(table).some((one) => one.columns.toSorted().join() === names)) throw badKey(table);
  return cells;
}

/** The JavaScript types of the literals of texts and numbers; other types are not checked here. */
const jsTypes: Partial<Record<EdmType, "string" | "number">> = {
  "Edm.String": "string",
  "Edm.Int32": "number",
  "Edm.Int64": "number",
  "Edm.Decimal": "number",
  "Edm.Double": "number",
};

/** Whether two values are equal in a key: without regard to case and accents, and never for null. */
export function sameKeyValue(cell: Cell | undefined, value: Cell): boolean {
  const [one, other] = [scalarOf(cell), scalarOf(value)];
  return one !== null && comparable(one) === comparable(other);
}

/**
 * The row that an @odata.bind or @odata.id points at. The address may be relative (/leads(guid)), absolute,
 * or a Content-ID ($1) of the change set.
 * @throws DataverseError if it names no row, or one of a table that the lookup does not lead to
 */
export function resolveAddress(
  session: Session,
  table: Table,
  navigation: string,
  address: string,
): Reference {
  const targets = navigationNamed(table, navigation)?.targets ?? [];
  return resolveTo(session, table, navigation, address, targets);
}

/**
 * The row that an address names for a collection of the table.
 * @throws DataverseError if it names no row, or one of another table than that of the collection
 */
export function resolveMember(
  session: Session,
  table: Table,
  collection: Collection,
  address: string,
): Reference {
  return resolveTo(session, table, collection.name, address, [collection.table]);
}

function resolveTo(
  session: Session,
  table: Table,
  property: string,
  address: string,
  targets: readonly string[],
): Reference {
  const content = /^\/?(\$[\w-]+)$/.exec(address)?.[1];
  const known = content === undefined ? undefined : session.contentIds.get(content);
  if (content !== undefined && known === undefined) throw unknownContentId(content);
  const target = parseTarget(session.model, known ?? belowServiceRoot(address) ?? address);
  if (target.kind !== "row")
    throw badPayload(
      table,
      `The address '${address.slice(0, 200)}' bound to '${property}' does not name a row.`,
    );
  if (!targets.includes(target.table.logicalName)) {
    throw badPayload(
      table,
      `The navigation property '${property}' cannot lead to a row of type 'Microsoft.Dynamics.CRM.${target.table.logicalName}'.`,
    );
  }
  const row = requireRow(session, target.table, target.key);
  return { table: target.table.logicalName, id: rowId(target.table, row) };
}
