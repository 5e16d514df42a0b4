import { randomUUID } from "node:crypto";
import { methodNotAllowed, unknownSegment } from "../errors/addresses.ts";
import { badBatch } from "../errors/payloads.ts";
import { isDefinitionPath } from "../definitions/address.ts";
import { advanceKeyIndexes } from "../definitions/key-index.ts";
import { runDueJobs } from "../jobs/bulk-delete.ts";
import type { ApiReply, ApiRequest } from "../transport/http.ts";
import { laggingModel } from "../model/lag.ts";
import { metadataLevel } from "../odata/control-information.ts";
import { parseTarget } from "../odata/target.ts";
import type { Session } from "../call/session.ts";
import { handleDefinitions } from "./definitions.ts";
import { handleOperation } from "./functions-and-actions.ts";
import { handleProperty } from "./properties.ts";
import { createCall, type Call } from "../call/call.ts";
import { atLevel, errorReply } from "../call/replies.ts";
import { handleRow } from "./rows.ts";
import { handleMetadataDocument, handleServiceDocument } from "./service-documents.ts";
import { handleCount, handleSet } from "./sets.ts";

/** Runs one operation as a transaction. It never throws: a failure rolls back and becomes an error reply. */
export function runOperation(session: Session, request: ApiRequest): ApiReply {
  return answered(request, () => {
    session.store.transaction(() => runDueJobs(session));
    session.store.transaction(() => advanceKeyIndexes(session));
    const detectsDuplicates = request.headers["mscrm.suppressduplicatedetection"]?.toLowerCase() === "false";
    const reply = session.store.transaction(() =>
      route(createCall({ ...session, detectsDuplicates }, request)),
    );
    return atLevel(metadataLevel(request.headers.accept), reply);
  });
}

/** Runs `run` and adds the headers that every operation is answered with, also one that fails. */
export function answered(request: Pick<ApiRequest, "headers">, run: () => ApiReply): ApiReply {
  const requestId = randomUUID();
  const headers = { "OData-Version": "4.0", REQ_ID: requestId, "x-ms-service-request-id": requestId };
  let reply: ApiReply;
  try {
    reply = run();
  } catch (error) {
    reply = errorReply(error, request);
  }
  return { ...reply, headers: { ...headers, ...reply.headers } };
}

function route(call: Call): ApiReply {
  if (isDefinitionPath(call.path)) return handleDefinitions(call);
  return handleOperation(call) ?? routeRows(withKnownColumns(call));
}

/**
 * Hides columns that were made a moment ago, if the sandbox is told to take time to publish them; callers
 * that send "Consistency: Strong" see them at once.
 */
function withKnownColumns(call: Call): Call {
  if (call.headers.consistency?.toLowerCase() === "strong") return call;
  const { session } = call;
  return { ...call, session: { ...session, model: laggingModel(session.model, session.now()) } };
}

function routeRows(call: Call): ApiReply {
  const target = parseTarget(call.session.model, call.path);
  switch (target.kind) {
    case "service":
      return handleServiceDocument(call);
    case "metadata":
      return handleMetadataDocument(call);
    case "function":
      throw unknownSegment(target.name.slice(0, 100));
    case "set":
      return handleSet(call, target.table);
    case "count":
      return handleCount(call, target.table);
    case "row":
      return handleRow(call, target.table, target.key);
    case "property":
      return handleProperty(call, target);
    default:
      if (call.method !== "POST") throw methodNotAllowed(call.method);
      throw badBatch("A batch request cannot contain another batch request.");
  }
}
