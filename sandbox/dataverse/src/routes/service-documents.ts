import { operations } from "../actions/all.ts";
import { csdlDocument, definitionSets } from "../csdl/document.ts";
import { methodNotAllowed } from "../errors/addresses.ts";
import type { ApiReply } from "../transport/http.ts";
import type { Call } from "../call/call.ts";
import { jsonReply } from "../call/replies.ts";

/** Answers the service root: the names of all entity sets. */
export function handleServiceDocument({ session, method }: Call): ApiReply {
  if (method !== "GET") throw methodNotAllowed(method);
  const sets = [...session.model.tables().map((table) => table.entitySet), ...Object.keys(definitionSets)];
  return jsonReply(200, {
    "@odata.context": `${session.serviceRoot}$metadata`,
    value: sets.map((name) => ({ name, kind: "EntitySet", url: name })),
  });
}

/** Answers $metadata: the whole model as CSDL. */
export function handleMetadataDocument({ session, method }: Call): ApiReply {
  if (method !== "GET") throw methodNotAllowed(method);
  const body = csdlDocument(session.model, operations);
  return { status: 200, headers: { "Content-Type": "application/xml" }, body };
}
