import { methodNotAllowed } from "../errors/addresses.ts";
import { badPayload } from "../errors/payloads.ts";
import { alreadyExists, keyNotFound, notFound, staleRow } from "../errors/rows.ts";
import { lostRace } from "../faults/races.ts";
import type { ApiReply } from "../transport/http.ts";
import { columnOfProperty, navigationNamed, propertyName } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import type { Literal } from "../odata/reader.ts";
import { readQueryOptions } from "../odata/query.ts";
import { etag } from "../odata/render.ts";
import { createRenderer } from "../odata/run.ts";
import type { Key } from "../odata/target.ts";
import { findRow, keyCells, requireRow } from "../rows/find.ts";
import { decodePayload, parseJsonObject, type Payload } from "../rows/payload.ts";
import { deleteRow } from "../rows/remove.ts";
import { insertRow } from "../rows/insert.ts";
import { validateCells } from "../rows/validate.ts";
import { createRow, updateRow } from "../rows/write.ts";
import { viewOf, type Call } from "../call/call.ts";
import type { Session } from "../call/session.ts";
import { annotationsWish, applied, jsonReply, noContent, selection } from "../call/replies.ts";
import { rowId, type Cell, type Row } from "../store/row.ts";

/** POST to an entity set: creates a row; `whenMade` is called with it in the same transaction. */
export function createInSet(call: Call, table: Table, whenMade?: (row: Row) => void): ApiReply {
  const { session } = call;
  const payload = decodePayload(table, parseJsonObject(table, call.body));
  const made = insertRow(session, table, payload);
  whenMade?.(made);
  const row = session.store.get(table.logicalName, rowId(table, made)) ?? made;
  return written(call, table, row, 201, addressOf(session, table, row));
}

/** Answers an operation on one row by its key: GET, PATCH (an upsert) and DELETE. */
export function handleRow(call: Call, table: Table, key: Key): ApiReply {
  const { session } = call;
  switch (call.method) {
    case "GET":
      return retrieve(call, table, key);
    case "PATCH":
      return upsert(call, table, key);
    case "DELETE": {
      // Without the privilege the caller does not learn whether the row is there.
      session.privileges.require("Delete", table, session.caller);
      const row = requireRow(session, table, key);
      checkIfMatch(call, row);
      deleteRow(session, table, rowId(table, row));
      return noContent();
    }
    default:
      throw methodNotAllowed(call.method);
  }
}

function retrieve(call: Call, table: Table, key: Key): ApiReply {
  const { session } = call;
  session.privileges.require("Read", table, session.caller);
  const options = readQueryOptions(call.options());
  const row = requireRow(session, table, key);
  session.privileges.require("Read", table, session.caller, row);
  const view = viewOf(call);
  const render = createRenderer(view, table, options);
  const isUnchanged = namesVersion(call.headers["if-none-match"], row) && options.expand.length === 0;
  if (isUnchanged) return { status: 304, headers: { ETag: etag(row) } };
  const context = `${session.serviceRoot}$metadata#${table.entitySet}${selection(options)}/$entity`;
  return jsonReply(
    200,
    { "@odata.context": context, ...render(row) },
    { ETag: etag(row), ...applied([annotationsWish(view)]) },
  );
}

function upsert(call: Call, table: Table, key: Key): ApiReply {
  const { session, headers } = call;
  const payload = decodePayload(table, parseJsonObject(table, call.body));
  const existing = findRow(session, table, key);
  // The answer addresses the row as the caller did, also by an alternate key.
  const address = `${session.serviceRoot}${table.entitySet}(${formatKey(key)})`;
  if (existing) {
    if (headers["if-none-match"] === "*") throw alreadyExists();
    if (session.absent.has(table, key)) throw lostRace(table, key);
    checkIfMatch(call, existing);
    const row = updateRow(session, table, existing, withoutKey(table, key, payload));
    return written(call, table, row, 200, address);
  }
  if (headers["if-match"] !== undefined)
    throw key.kind === "id" ? notFound(table, key.id) : keyNotFound(table);
  const row = createRow(session, table, payload, addressedCells(table, key));
  session.absent.forget(table, key);
  return written(call, table, row, 201, address);
}

/**
 * The payload without the columns of an alternate key in the address, which the service ignores in an
 * update.
 */
function withoutKey(table: Table, key: Key, payload: Payload): Payload {
  if (key.kind === "id") return payload;
  const named = new Set([...key.values.keys()].map((name) => columnOfProperty(table, name)?.name));
  return {
    ...payload,
    cells: new Map([...payload.cells].filter(([name]) => !named.has(name))),
    binds: new Map(
      [...payload.binds].filter(([name]) => !named.has(navigationNamed(table, name)?.column.name)),
    ),
  };
}

/**
 * Refuses a write whose If-Match names another version of the row.
 * @throws DataverseError
 */
export function checkIfMatch({ headers }: Call, row: Row): void {
  const wanted = headers["if-match"];
  if (wanted !== undefined && wanted !== "*" && !namesVersion(wanted, row)) throw staleRow();
}

/** Whether a list of ETags contains that of the row. */
function namesVersion(header: string | undefined, row: Row): boolean {
  return header !== undefined && header.split(",").some((tag) => tag.trim() === etag(row));
}

/**
 * The answer to a write: 204 with the address, or the row itself if the caller prefers
 * return=representation.
 */
function written(call: Call, table: Table, row: Row, status: 200 | 201, address: string): ApiReply {
  const { session } = call;
  if (call.preferences.get("return") !== "representation") return noContent({ "OData-EntityId": address });
  session.privileges.require("Read", table, session.caller, row);
  const options = readQueryOptions(call.options());
  const context = `${session.serviceRoot}$metadata#${table.entitySet}${selection(options)}/$entity`;
  const view = viewOf(call);
  const body = createRenderer(view, table, options)(row);
  const reply = jsonReply(
    status,
    { "@odata.context": context, ...body },
    { ETag: etag(row), ...applied(["return=representation", annotationsWish(view)]) },
  );
  return { ...reply, address };
}

function addressOf(session: Session, table: Table, row: Row): string {
  return `${session.serviceRoot}${table.entitySet}(${rowId(table, row)})`;
}

function addressedCells(table: Table, key: Key): Record<string, Cell> {
  if (key.kind === "id") return { [table.primaryId]: key.id };
  const cells: Record<string, string | number | boolean> = {};
  for (const { column, value } of keyCells(table, key)) {
    if (column.type === "lookup")
      throw badPayload(table, `A row cannot be created by the lookup '${propertyName(column)}' in its key.`);
    cells[column.name] = value;
  }
  validateCells(table, new Map(Object.entries(cells)));
  return cells;
}

function formatKey(key: Key): string {
  if (key.kind === "id") return key.id;
  return [...key.values].map(([name, literal]) => `${name}=${formatLiteral(literal)}`).join(",");
}

function formatLiteral(literal: Literal): string {
  return literal.type === "text"
    ? `'${encodeURIComponent(literal.value.replaceAll("'", "''"))}'`
    : String(literal.value);
}
