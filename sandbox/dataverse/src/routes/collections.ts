import { methodNotAllowed, unknownSegment } from "../errors/addresses.ts";
import { badPayload } from "../errors/payloads.ts";
import { closedRow, notFound } from "../errors/rows.ts";
import type { ApiReply, ApiRequest } from "../transport/http.ts";
import { stateOf, tableNamed } from "../model/metadata.ts";
import type { Collection, Table } from "../model/metadata.ts";
import { membersOf } from "../odata/members.ts";
import { parseQueryString } from "../odata/query-string.ts";
import { associate, disassociate } from "../rows/associate.ts";
import { requireRow, resolveMember } from "../rows/find.ts";
import { decodeParties, writeParties } from "../rows/parties.ts";
import { parseJsonObject } from "../rows/payload.ts";
import type { Session } from "../call/session.ts";
import { readReference } from "./lookups.ts";
import { jsonReply, noContent } from "../call/replies.ts";
import { createInSet, handleRow } from "./rows.ts";
import { list } from "./sets.ts";
import { rowId, type Reference, type Row } from "../store/row.ts";
import type { PropertyTarget } from "../odata/target.ts";

/** set(key)/collection, one of its rows, its $count, and the links in it: …/$ref */
export function handleCollection(
  session: Session,
  target: PropertyTarget,
  collection: Collection,
  row: Row,
  request: ApiRequest,
  query: string,
): ApiReply {
  const { table, suffix } = target;
  if (suffix === "$ref") return handleLinks(session, target, collection, row, request, query);
  const members = tableNamed(session.model, collection.table);
  if (target.member) {
    if (request.method !== "GET" || suffix !== "") throw methodNotAllowed(request.method);
    const id = rowId(members, memberRow(session, target, collection, row));
    return handleRow(session, members, { kind: "id", id }, request, query);
  }
  if (request.method === "GET") {
    session.privileges.require("Read", table, session.caller, row);
    session.privileges.require("Read", members, session.caller);
    const rows = membersOf(session.store, table, row, collection);
    if (suffix === "$count")
      return { status: 200, headers: { "Content-Type": "text/plain" }, body: String(rows.length) };
    return list(session, members, rows, request, query);
  }
  if (suffix !== "") throw methodNotAllowed(request.method);
  if (request.method === "POST" && !collection.isOwned)
    return createMember(session, target, collection, row, request, query);
  if (request.method !== "PUT" || !collection.isOwned) throw methodNotAllowed(request.method);
  replaceParties(session, table, row, request);
  return noContent();
}

export function memberRow(session: Session, target: PropertyTarget, collection: Collection, row: Row): Row {
  const members = tableNamed(session.model, collection.table);
  const key = target.member;
  if (!key) throw unknownSegment(target.name);
  const member = requireRow(session, members, key);
  const id = rowId(members, member);
  if (membersOf(session.store, target.table, row, collection).some((one) => rowId(members, one) === id))
    return member;
  throw notFound(members, id);
}

/** POST set(key)/collection: a new row that is in the collection. */
function createMember(
  session: Session,
  { table }: PropertyTarget,
  collection: Collection,
  row: Row,
  request: ApiRequest,
  query: string,
): ApiReply {
  const members = tableNamed(session.model, collection.table);
  return createInSet(session, members, request, query, (made) =>
    associate(session, referenceTo(table, row), collection, referenceTo(members, made)),
  );
}

/** Adds, removes and lists links. */
function handleLinks(
  session: Session,
  target: PropertyTarget,
  collection: Collection,
  row: Row,
  request: ApiRequest,
  query: string,
): ApiReply {
  const { table } = target;
  const members = tableNamed(session.model, collection.table);
  const parent = referenceTo(table, row);
  switch (request.method) {
    case "GET": {
      session.privileges.require("Read", table, session.caller, row);
      session.privileges.require("Read", members, session.caller);
      const addresses = membersOf(session.store, table, row, collection).map(
        (one) => `${session.serviceRoot}${members.entitySet}(${rowId(members, one)})`,
      );
      return jsonReply(200, {
        "@odata.context": `${session.serviceRoot}$metadata#Collection($ref)`,
        value: addresses.map((address) => ({ "@odata.id": address })),
      });
    }
    case "POST": {
      if (target.member) throw methodNotAllowed("POST");
      const address = readReference(target, request);
      associate(session, parent, collection, resolveMember(session, table, collection, address));
      return noContent();
    }
    case "DELETE": {
      const member = target.member
        ? referenceTo(members, requireRow(session, members, target.member))
        : resolveMember(session, table, collection, readId(table, query));
      disassociate(session, parent, collection, member);
      return noContent();
    }
    default:
      throw methodNotAllowed(request.method);
  }
}

/** ?$id=address, in older programs ?$id without the dollar */
function readId(table: Table, query: string): string {
  const options = parseQueryString(query);
  const id = options.get("$id") ?? options.get("@odata.id");
  if (id === undefined) throw badPayload(table, "The query option '$id' must name the row to remove.");
  return id;
}

function referenceTo(table: Table, row: Row): Reference {
  return { table: table.logicalName, id: rowId(table, row) };
}

/** PUT appointments(id)/appointment_activity_parties {"value":[…]} */
function replaceParties(session: Session, table: Table, row: Row, request: ApiRequest): void {
  session.privileges.require("Write", table, session.caller, row);
  const { value } = parseJsonObject(table, request.body);
  if (!Array.isArray(value)) throw badPayload(table, "The value of the collection must be an array.");
  if (stateOf(table, row.statecode)?.isReadOnly) throw closedRow(table);
  const parties = decodeParties(session, table, value as unknown[]);
  const stored = session.store.put(table.logicalName, rowId(table, row), row);
  writeParties(session, table, stored, parties);
}
