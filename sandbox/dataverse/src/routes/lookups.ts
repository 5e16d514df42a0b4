import { methodNotAllowed } from "../errors/addresses.ts";
import { badPayload } from "../errors/payloads.ts";
import type { ApiReply, ApiRequest } from "../transport/http.ts";
import { navigationNamed, tableNamed } from "../model/metadata.ts";
import { decodePayload, parseJsonObject } from "../rows/payload.ts";
import { updateRow } from "../rows/write.ts";
import type { Session } from "../call/session.ts";
import { jsonReply, noContent } from "../call/replies.ts";
import { handleRow } from "./rows.ts";
import { isReference, type Reference, type Row } from "../store/row.ts";
import type { PropertyTarget } from "../odata/target.ts";

/** Where a single-valued navigation property of a row leads. */
export function lookupOf({ table, name }: PropertyTarget, row: Row): Reference | undefined {
  const navigation = navigationNamed(table, name);
  const cell = navigation && row[navigation.column.name];
  return isReference(cell) && navigation?.targets.includes(cell.table) ? cell : undefined;
}

/** set(key)/lookup and set(key)/lookup/$ref */
export function handleLookup(
  session: Session,
  target: PropertyTarget,
  row: Row,
  request: ApiRequest,
  query: string,
): ApiReply {
  const { table, name, suffix } = target;
  if (request.method === "GET") {
    session.privileges.require("Read", table, session.caller, row);
    const found = lookupOf(target, row);
    if (!found) return noContent();
    const other = tableNamed(session.model, found.table);
    if (suffix !== "$ref") return handleRow(session, other, { kind: "id", id: found.id }, request, query);
    const address = `${session.serviceRoot}${other.entitySet}(${found.id})`;
    return jsonReply(200, { "@odata.context": `${session.serviceRoot}$metadata#$ref`, "@odata.id": address });
  }
  if (suffix !== "$ref") throw methodNotAllowed(request.method);
  if (request.method === "DELETE") {
    updateRow(session, table, row, decodePayload(table, { [name]: null }));
    return noContent();
  }
  if (request.method !== "PUT") throw methodNotAllowed(request.method);
  const address = readReference(target, request);
  updateRow(session, table, row, decodePayload(table, { [`${name}@odata.bind`]: address }));
  return noContent();
}

/** {"@odata.id": "…"} */
export function readReference({ table }: PropertyTarget, request: ApiRequest): string {
  const address = parseJsonObject(table, request.body)["@odata.id"];
  if (typeof address !== "string")
    throw badPayload(table, "The property '@odata.id' is required in an entity reference link.");
  return address;
}
