// Reads rows that are given as arguments of functions and actions.

import { badArguments, keyNotSet } from "../errors/operations.ts";
import { notFound } from "../errors/rows.ts";
import { belowServiceRoot } from "../transport/http.ts";
import { isGuid } from "../ids.ts";
import type { Table } from "../model/metadata.ts";
import { parseTarget } from "../odata/target.ts";
import { requireRow } from "../rows/find.ts";
import { decodePayload, type Payload } from "../rows/payload.ts";
import type { Session } from "../call/session.ts";
import { rowId, type Reference, type Row } from "../store/row.ts";
import { isPrincipal } from "../model/metadata.ts";
import { isJsonObject } from "../transport/json-text.ts";

/** An existing row that was given as an argument. */
export interface EntityArgument {
  readonly table: Table;
  readonly row: Row;
  readonly reference: Reference;
}

/**
 * The table of a row given as an argument, from its @odata.type, or `declared`, the type of the parameter.
 * Throws a DataverseError if neither names a table.
 */
export function typeOfArgument(
  session: Session,
  operation: string,
  value: unknown,
  declared?: string,
): Table {
  const body = isJsonObject(value) ? value : {};
  const type =
    body["@odata.type"] ?? (declared === undefined ? undefined : `Microsoft.Dynamics.CRM.${declared}`);
  const name = typeof type === "string" ? /^#?Microsoft\.Dynamics\.CRM\.(\w+)$/.exec(type)?.[1] : undefined;
  const table = name === undefined ? undefined : session.model.named(name);
  if (!table)
    throw badArguments(
      operation,
      type === undefined
        ? "An abstract type 'Microsoft.Dynamics.CRM.crmbaseentity' cannot be instantiated: an '@odata.type' is required."
        : `A type named '${JSON.stringify(type).slice(0, 100)}' could not be resolved by the model.`,
    );
  return table;
}

/**
 * Finds the existing row that an argument names, by @odata.id or by its type and primary key. Throws a
 * DataverseError if it names none.
 */
export function readEntityArgument(
  session: Session,
  operation: string,
  value: unknown,
  declared?: string,
): EntityArgument {
  const body = isJsonObject(value) ? value : {};
  const address = body["@odata.id"];
  if (typeof address === "string") {
    const target = parseTarget(session.model, belowServiceRoot(address) ?? address);
    if (target.kind !== "row") throw keyNotSet(operation);
    return argument(target.table, requireRow(session, target.table, target.key));
  }
  const table = typeOfArgument(session, operation, value, declared);
  // Users and teams can also be named by ownerid, the key of their common type principal.
  const key = body[table.primaryId] ?? (isPrincipal(table) ? body.ownerid : undefined);
  if (typeof key !== "string" || !isGuid(key)) throw keyNotSet(operation);
  const row = session.store.get(table.logicalName, key.toLowerCase());
  if (!row) throw notFound(table, key.toLowerCase());
  return argument(table, row);
}

function argument(table: Table, row: Row): EntityArgument {
  return { table, row, reference: { table: table.logicalName, id: rowId(table, row) } };
}

/** The columns that a row given as an argument sets, without its primary key. */
export function payloadOfArgument(table: Table, value: unknown): Payload {
  const payload = decodePayload(table, value);
  return { ...payload, cells: new Map([...payload.cells].filter(([name]) => name !== table.primaryId)) };
}

/** A row as an operation answers it: its type and primary key only. */
export function renderReference(table: Table, id: string): Record<string, unknown> {
  return { "@odata.type": `#Microsoft.Dynamics.CRM.${table.logicalName}`, [table.primaryId]: id };
}
