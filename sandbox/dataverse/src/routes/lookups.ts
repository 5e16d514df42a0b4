import { methodNotAllowed } from "../errors/addresses.ts";
import { badPayload } from "../errors/payloads.ts";
import type { ApiReply } from "../transport/http.ts";
import { navigationNamed, tableNamed, type Table } from "../model/metadata.ts";
import { decodePayload, parseJsonObject } from "../rows/payload.ts";
import { updateRow } from "../rows/write.ts";
import type { Call } from "../call/call.ts";
import { jsonReply, noContent } from "../call/replies.ts";
import { handleRow } from "./rows.ts";
import { isReference, type Reference, type Row } from "../store/row.ts";
import type { PropertyTarget } from "../odata/target.ts";

/** The row that a single-valued navigation property of a row leads to; undefined if it leads to none. */
export function lookupOf({ table, name }: PropertyTarget, row: Row): Reference | undefined {
  const navigation = navigationNamed(table, name);
  const cell = navigation && row[navigation.column.name];
  return isReference(cell) && navigation?.targets.includes(cell.table) ? cell : undefined;
}

/** Answers set(key)/lookup and set(key)/lookup/$ref. */
export function handleLookup(call: Call, target: PropertyTarget, row: Row): ApiReply {
  const { session, method } = call;
  const { table, name, suffix } = target;
  if (method === "GET") {
    session.privileges.require("Read", table, session.caller, row);
    const found = lookupOf(target, row);
    if (!found) return noContent();
    const other = tableNamed(session.model, found.table);
    if (suffix !== "$ref") return handleRow(call, other, { kind: "id", id: found.id });
    const address = `${session.serviceRoot}${other.entitySet}(${found.id})`;
    return jsonReply(200, { "@odata.context": `${session.serviceRoot}$metadata#$ref`, "@odata.id": address });
  }
  if (suffix !== "$ref") throw methodNotAllowed(method);
  if (method === "DELETE") {
    updateRow(session, table, row, decodePayload(table, { [name]: null }));
    return noContent();
  }
  if (method !== "PUT") throw methodNotAllowed(method);
  const address = readReference(call, table);
  updateRow(session, table, row, decodePayload(table, { [`${name}@odata.bind`]: address }));
  return noContent();
}

/**
 * The address in a body of the form {"@odata.id": "…"}.
 * @throws DataverseError if there is none
 */
export function readReference({ body }: Call, table: Table): string {
  const address = parseJsonObject(table, body)["@odata.id"];
  if (typeof address !== "string")
    throw badPayload(table, "The property '@odata.id' is required in an entity reference link.");
  return address;
}
