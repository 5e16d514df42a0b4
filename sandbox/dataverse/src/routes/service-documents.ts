import { operations } from "../actions/all.ts";
import { csdlDocument, definitionSets } from "../csdl/document.ts";
import { methodNotAllowed } from "../errors/addresses.ts";
import type { ApiReply, ApiRequest } from "../transport/http.ts";
import type { Session } from "../call/session.ts";
import { jsonReply } from "../call/replies.ts";

/** The service document: the entity sets by name. */
export function handleServiceDocument(session: Session, request: ApiRequest): ApiReply {
  if (request.method !== "GET") throw methodNotAllowed(request.method);
  const sets = [...session.model.tables().map((table) => table.entitySet), ...Object.keys(definitionSets)];
  return jsonReply(200, {
    "@odata.context": `${session.serviceRoot}$metadata`,
    value: sets.map((name) => ({ name, kind: "EntitySet", url: name })),
  });
}

/** $metadata: what there is, in CSDL. */
export function handleMetadataDocument(session: Session, request: ApiRequest): ApiReply {
  if (request.method !== "GET") throw methodNotAllowed(request.method);
  const body = csdlDocument(session.model, operations);
  return { status: 200, headers: { "Content-Type": "application/xml" }, body };
}
