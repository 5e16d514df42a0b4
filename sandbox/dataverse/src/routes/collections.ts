import { methodNotAllowed, unknownSegment } from "../errors/addresses.ts";
import { badPayload } from "../errors/payloads.ts";
import { closedRow, notFound } from "../errors/rows.ts";
import type { ApiReply } from "../transport/http.ts";
import { stateOf, tableNamed } from "../model/metadata.ts";
import type { Collection, Table } from "../model/metadata.ts";
import { membersOf } from "../odata/members.ts";
import { associate, disassociate } from "../rows/associate.ts";
import { requireRow, resolveMember } from "../rows/find.ts";
import { decodeParties, writeParties } from "../rows/parties.ts";
import { parseJsonObject } from "../rows/payload.ts";
import type { Call } from "../call/call.ts";
import type { Session } from "../call/session.ts";
import { readReference } from "./lookups.ts";
import { jsonReply, noContent, textReply } from "../call/replies.ts";
import { createInSet, handleRow } from "./rows.ts";
import { list } from "./sets.ts";
import { rowId, type Reference, type Row } from "../store/row.ts";
import type { PropertyTarget } from "../odata/target.ts";

/** Answers set(key)/collection: its rows, one of them, its $count, and its links (…/$ref). */
export function handleCollection(
  call: Call,
  target: PropertyTarget,
  collection: Collection,
  row: Row,
): ApiReply {
  const { session, method } = call;
  const { table, suffix } = target;
  if (suffix === "$ref") return handleLinks(call, target, collection, row);
  const members = tableNamed(session.model, collection.table);
  if (target.member) {
    if (method !== "GET" || suffix !== "") throw methodNotAllowed(method);
    const id = rowId(members, memberRow(session, target, collection, row));
    return handleRow(call, members, { kind: "id", id });
  }
  if (method === "GET") {
    session.privileges.require("Read", table, session.caller, row);
    session.privileges.require("Read", members, session.caller);
    const rows = membersOf(session.store, table, row, collection);
    return suffix === "$count" ? textReply(rows.length) : list(call, members, rows);
  }
  if (suffix !== "") throw methodNotAllowed(method);
  if (method === "POST" && !collection.isOwned) return createMember(call, target, collection, row);
  if (method !== "PUT" || !collection.isOwned) throw methodNotAllowed(method);
  replaceParties(call, table, row);
  return noContent();
}

/**
 * The row that collection(key) names, which must be in the collection.
 * @throws DataverseError if there is no such row, or it is not in the collection
 */
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

/** POST set(key)/collection: creates a row and puts it into the collection. */
function createMember(call: Call, { table }: PropertyTarget, collection: Collection, row: Row): ApiReply {
  const { session } = call;
  const members = tableNamed(session.model, collection.table);
  return createInSet(call, members, (made) =>
    associate(session, referenceTo(table, row), collection, referenceTo(members, made)),
  );
}

/** …/$ref: lists, adds and removes the links of a collection, without touching its rows. */
function handleLinks(call: Call, target: PropertyTarget, collection: Collection, row: Row): ApiReply {
  const { session } = call;
  const { table } = target;
  const members = tableNamed(session.model, collection.table);
  const parent = referenceTo(table, row);
  switch (call.method) {
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
      const address = readReference(call, table);
      associate(session, parent, collection, resolveMember(session, table, collection, address));
      return noContent();
    }
    case "DELETE": {
      const member = target.member
        ? referenceTo(members, requireRow(session, members, target.member))
        : resolveMember(session, table, collection, readId(call, table));
      disassociate(session, parent, collection, member);
      return noContent();
    }
    default:
      throw methodNotAllowed(call.method);
  }
}

/** The address in ?$id=…, which older programs write without the dollar sign or as @odata.id. */
function readId(call: Call, table: Table): string {
  const options = call.options();
  const id = options.get("$id") ?? options.get("@odata.id");
  if (id === undefined) throw badPayload(table, "The query option '$id' must name the row to remove.");
  return id;
}

function referenceTo(table: Table, row: Row): Reference {
  return { table: table.logicalName, id: rowId(table, row) };
}

/** PUT appointments(id)/appointment_activity_parties {"value":[…]}: replaces the parties that callers wrote. */
function replaceParties({ session, body }: Call, table: Table, row: Row): void {
  session.privileges.require("Write", table, session.caller, row);
  const { value } = parseJsonObject(table, body);
  if (!Array.isArray(value)) throw badPayload(table, "The value of the collection must be an array.");
  if (stateOf(table, row.statecode)?.isReadOnly) throw closedRow(table);
  const parties = decodeParties(session, table, value as unknown[]);
  const stored = session.store.put(table.logicalName, rowId(table, row), row);
  writeParties(session, table, stored, parties);
}
