import { findDefinition } from "../definitions/address.ts";
import { readDefinitionQuery, renderList, renderOne } from "../definitions/query.ts";
import { writeDefinition } from "../definitions/writes.ts";
import { trimSlashes } from "../odata/segments.ts";
import type { ApiReply } from "../transport/http.ts";
import type { Call } from "../call/call.ts";
import { jsonReply, noContent, textReply } from "../call/replies.ts";
import { isJsonObject } from "../transport/json-text.ts";

/**
 * GET of EntityDefinitions, RelationshipDefinitions and GlobalOptionSetDefinitions, and of what is below
 * them.
 */
function readDefinitions({ session, path, options: readOptions }: Call): ApiReply {
  const options = readDefinitionQuery(readOptions());
  const found = findDefinition(session.model, path);
  const address = trimSlashes(path);
  const selection = options.select ? `(${options.select.join(",")})` : "";
  const context = `${session.serviceRoot}$metadata#${address}${selection}`;
  switch (found.kind) {
    case "list": {
      const value = renderList(found.list, options);
      const count = options.isCounted ? { "@odata.count": value.length } : {};
      return jsonReply(200, { "@odata.context": context, ...count, value });
    }
    case "one": {
      if (!found.one) return noContent();
      const body = renderOne(found.one, found.declaredType, found.known, options);
      const set = address.replace(/\([^()]*\)$/, "");
      const entity = `${session.serviceRoot}$metadata#${set}${selection}/$entity`;
      return jsonReply(200, { "@odata.context": entity, ...body });
    }
    case "count":
      return textReply(found.count);
    case "value": {
      const { value } = found;
      if (value === null || value === undefined) return noContent();
      return jsonReply(200, { "@odata.context": context, ...(isJsonObject(value) ? value : { value }) });
    }
  }
}

/** Answers an operation of the metadata API; a write is answered with 204 and the address of what was made. */
export function handleDefinitions(call: Call): ApiReply {
  if (call.method === "GET") return readDefinitions(call);
  const { session, path } = call;
  const id = writeDefinition(call, findDefinition(session.model, path));
  if (id === undefined) return noContent();
  return noContent({ "OData-EntityId": `${session.serviceRoot}${trimSlashes(path)}(${id})` });
}
