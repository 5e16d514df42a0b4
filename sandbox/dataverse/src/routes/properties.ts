import { methodNotAllowed, unknownSegment } from "../errors/addresses.ts";
import { valueMissing } from "../errors/payloads.ts";
import type { ApiReply } from "../transport/http.ts";
import {
  collectionNamed,
  columnNamed,
  columnOfProperty,
  navigationNamed,
  tableNamed,
} from "../model/metadata.ts";
import { parseTarget, type PropertyTarget } from "../odata/target.ts";
import { requireRow } from "../rows/find.ts";
import { isFileColumn } from "../rows/files.ts";
import { decodePayload, parseJsonObject } from "../rows/payload.ts";
import { updateRow } from "../rows/write.ts";
import type { Call } from "../call/call.ts";
import type { Session } from "../call/session.ts";
import { handleCollection, memberRow } from "./collections.ts";
import { handleLookup, lookupOf } from "./lookups.ts";
import { handleFile } from "./files.ts";
import { jsonReply, noContent, textReply } from "../call/replies.ts";
import { checkIfMatch, handleRow } from "./rows.ts";
import { rowId, type Reference, type Row, scalarOf } from "../store/row.ts";

/** Answers set(key)/name for a column, a lookup or a collection of one row. */
export function handleProperty(call: Call, target: PropertyTarget): ApiReply {
  const { session, method } = call;
  const { table, name } = target;
  const row = requireRow(session, table, target.key);
  if (target.rest !== "") return handleOnward(call, target, row);
  if (method === "PUT" || method === "DELETE") checkIfMatch(call, row);
  if (navigationNamed(table, name)) {
    if (target.suffix === "$value" || target.suffix === "$count") throw unknownSegment(target.suffix);
    return handleLookup(call, target, row);
  }
  const collection = collectionNamed(table, name);
  if (collection) {
    if (target.suffix === "$value") throw unknownSegment(target.suffix);
    return handleCollection(call, target, collection, row);
  }
  const column = columnOfProperty(table, name) ?? columnNamed(table, name);
  if (!column || target.suffix === "$ref" || target.suffix === "$count")
    throw unknownSegment(name.slice(0, 100));
  if (isFileColumn(column)) return handleFile(call, { table, row, column }, target.suffix === "$value");
  switch (method) {
    case "GET":
      session.privileges.require("Read", table, session.caller, row);
      return readColumn(session, target, row, column.name);
    case "PUT": {
      const { value } = parseJsonObject(table, call.body);
      if (value === undefined) throw valueMissing(table);
      updateRow(session, table, row, decodePayload(table, { [name]: value }));
      return noContent();
    }
    case "DELETE":
      updateRow(session, table, row, decodePayload(table, { [name]: null }));
      return noContent();
    default:
      throw methodNotAllowed(method);
  }
}

/** Answers set(key)/lookup/name and set(key)/collection(key)/name: the property of the row that is reached. */
function handleOnward(call: Call, target: PropertyTarget, row: Row): ApiReply {
  const { session } = call;
  session.privileges.require("Read", target.table, session.caller, row);
  const reached = reachedRow(session, target, row);
  if (!reached) return noContent();
  const { entitySet } = tableNamed(session.model, reached.table);
  const next = parseTarget(session.model, `${entitySet}(${reached.id})/${target.rest}`);
  if (next.kind === "row") return handleRow(call, next.table, next.key);
  if (next.kind !== "property") throw unknownSegment(target.rest.slice(0, 100));
  return handleProperty(call, next);
}

function reachedRow(session: Session, target: PropertyTarget, row: Row): Reference | undefined {
  const collection = collectionNamed(target.table, target.name);
  if (!collection) return lookupOf(target, row);
  const members = tableNamed(session.model, collection.table);
  return { table: members.logicalName, id: rowId(members, memberRow(session, target, collection, row)) };
}

function readColumn(session: Session, target: PropertyTarget, row: Row, column: string): ApiReply {
  const value = scalarOf(row[column]);
  if (value === null) return noContent();
  if (target.suffix === "$value") return textReply(value);
  const id = rowId(target.table, row);
  const context = `${session.serviceRoot}$metadata#${target.table.entitySet}(${id})/${target.name}`;
  return jsonReply(200, { "@odata.context": context, value });
}
