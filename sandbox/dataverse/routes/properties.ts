import { methodNotAllowed, unknownSegment } from "../errors/addresses.ts";
import { badPayload } from "../errors/payloads.ts";
import { closedRow } from "../errors/rows.ts";
import type { ApiReply, ApiRequest } from "../http.ts";
import {
  collectionNamed,
  columnNamed,
  columnOfProperty,
  navigationNamed,
  stateOf,
  tableNamed,
} from "../metadata.ts";
import type { Table } from "../metadata.ts";
import type { Target } from "../odata/target.ts";
import { requireRow } from "../rows/find.ts";
import { decodeParties, writeParties } from "../rows/parties.ts";
import { decodePayload, parseJsonObject } from "../rows/payload.ts";
import { updateRow } from "../rows/write.ts";
import type { Session } from "../session.ts";
import { isReference, rowId } from "../store.ts";
import type { Row } from "../store.ts";
import { jsonReply, noContent } from "./replies.ts";
import { handleRow } from "./rows.ts";
import { list } from "./sets.ts";

type PropertyTarget = Extract<Target, { kind: "property" }>;

/** A column, a lookup or a collection of one row: set(key)/name */
export function handleProperty(
  session: Session,
  target: PropertyTarget,
  request: ApiRequest,
  query: string,
): ApiReply {
  const { table, name } = target;
  const row = requireRow(session, table, target.key);
  if (navigationNamed(table, name)) return handleLookup(session, target, row, request, query);
  if (collectionNamed(table, name)) return handleCollection(session, target, row, request, query);
  const column = columnOfProperty(table, name) ?? columnNamed(table, name);
  if (!column || target.suffix === "$ref") throw unknownSegment(name.slice(0, 100));
  switch (request.method) {
    case "GET":
      session.privileges.require("Read", table, session.caller);
      return readColumn(session, target, row, column.name);
    case "PUT": {
      const body = parseJsonObject(table, request.body);
      updateRow(session, table, row, decodePayload(table, { [name]: body.value ?? null }));
      return noContent();
    }
    case "DELETE":
      updateRow(session, table, row, decodePayload(table, { [name]: null }));
      return noContent();
    default:
      throw methodNotAllowed(request.method);
  }
}

function readColumn(session: Session, target: PropertyTarget, row: Row, column: string): ApiReply {
  const cell = row[column] ?? null;
  const value = isReference(cell) ? cell.id : cell;
  if (value === null) return noContent();
  if (target.suffix === "$value")
    return { status: 200, headers: { "Content-Type": "text/plain" }, body: String(value) };
  const id = rowId(target.table, row);
  const context = `${session.serviceRoot}$metadata#${target.table.entitySet}(${id})/${target.name}`;
  return jsonReply(200, { "@odata.context": context, value });
}

function handleLookup(
  session: Session,
  target: PropertyTarget,
  row: Row,
  request: ApiRequest,
  query: string,
): ApiReply {
  const { table, name } = target;
  if (request.method === "GET") {
    session.privileges.require("Read", table, session.caller);
    const navigation = navigationNamed(table, name);
    const cell = navigation && row[navigation.column.name];
    if (!isReference(cell) || !navigation?.targets.includes(cell.table)) return noContent();
    return handleRow(
      session,
      tableNamed(session.model, cell.table),
      { kind: "id", id: cell.id },
      request,
      query,
    );
  }
  if (target.suffix !== "$ref") throw methodNotAllowed(request.method);
  if (request.method === "DELETE") {
    updateRow(session, table, row, decodePayload(table, { [name]: null }));
    return noContent();
  }
  if (request.method !== "PUT") throw methodNotAllowed(request.method);
  const address = parseJsonObject(table, request.body)["@odata.id"];
  if (typeof address !== "string")
    throw badPayload(table, "The property '@odata.id' is required in an entity reference link.");
  updateRow(session, table, row, decodePayload(table, { [`${name}@odata.bind`]: address }));
  return noContent();
}

function handleCollection(
  session: Session,
  target: PropertyTarget,
  row: Row,
  request: ApiRequest,
  query: string,
): ApiReply {
  const { table } = target;
  const collection = collectionNamed(table, target.name);
  if (!collection || target.suffix !== "") throw unknownSegment(target.name.slice(0, 100));
  const members = tableNamed(session.model, collection.table);
  if (request.method === "GET") {
    session.privileges.require("Read", members, session.caller);
    return list(session, members, membersOf(session, table, row, collection), request, query);
  }
  if (request.method !== "PUT" || !collection.isOwned) throw methodNotAllowed(request.method);
  replaceParties(session, table, row, request);
  return noContent();
}

function membersOf(
  session: Session,
  table: Table,
  row: Row,
  collection: { table: string; column: string },
): Row[] {
  return session.store.all(collection.table).filter((member) => {
    const parent = member[collection.column];
    return isReference(parent) && parent.table === table.logicalName && parent.id === row[table.primaryId];
  });
}

/** PUT appointments(id)/appointment_activity_parties {"value":[…]} */
function replaceParties(session: Session, table: Table, row: Row, request: ApiRequest): void {
  session.privileges.require("Write", table, session.caller);
  const { value } = parseJsonObject(table, request.body);
  if (!Array.isArray(value)) throw badPayload(table, "The value of the collection must be an array.");
  if (stateOf(table, row.statecode)?.isReadOnly) throw closedRow(table);
  const parties = decodeParties(session, value as unknown[]);
  const stored = session.store.put(table.logicalName, rowId(table, row), row);
  writeParties(session, stored, parties);
}
