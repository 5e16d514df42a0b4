import { randomUUID } from "node:crypto";
import { methodNotAllowed, unknownSegment } from "../errors/addresses.ts";
import { DataverseError, unexpected } from "../errors/dataverse-error.ts";
import { badBatch } from "../errors/payloads.ts";
import { isDefinitionPath } from "../definitions/address.ts";
import { settleKeys } from "../definitions/key-index.ts";
import { runDueJobs } from "../jobs/bulk-delete.ts";
import { preferences, type ApiReply, type ApiRequest } from "../transport/http.ts";
import { laggingModel } from "../model/lag.ts";
import { metadataLevel } from "../odata/control-information.ts";
import { wantsAnnotation } from "../odata/render.ts";
import { parseTarget } from "../odata/target.ts";
import type { Session } from "../call/session.ts";
import { handleDefinitions } from "./definitions.ts";
import { handleOperation } from "./functions-and-actions.ts";
import { handleProperty } from "./properties.ts";
import { atLevel, jsonReply } from "../call/replies.ts";
import { handleRow } from "./rows.ts";
import { handleMetadataDocument, handleServiceDocument } from "./service-documents.ts";
import { handleCount, handleSet } from "./sets.ts";

/** One operation, whole or not at all. It never throws: every failure is an answer. */
export function runOperation(session: Session, request: ApiRequest): ApiReply {
  return answered(request, () => {
    session.store.transaction(() => runDueJobs(session));
    session.store.transaction(() => settleKeys(session));
    const detectsDuplicates = request.headers["mscrm.suppressduplicatedetection"]?.toLowerCase() === "false";
    const reply = session.store.transaction(() => route({ ...session, detectsDuplicates }, request));
    return atLevel(metadataLevel(request.headers.accept), reply);
  });
}

/** The headers every operation is answered with, also one that fails. */
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

function route(session: Session, request: ApiRequest): ApiReply {
  const mark = request.target.indexOf("?");
  const path = mark < 0 ? request.target : request.target.slice(0, mark);
  const query = mark < 0 ? "" : request.target.slice(mark + 1);
  if (isDefinitionPath(path)) return handleDefinitions(session, path, request, query);
  const called = handleOperation(session, path, request, query);
  if (called) return called;
  return routeRows(withKnownColumns(session, request), request, path, query);
}

/** New columns may take a while to be known everywhere; who asks for strong consistency waits for them. */
function withKnownColumns(session: Session, request: ApiRequest): Session {
  if (request.headers.consistency?.toLowerCase() === "strong") return session;
  const model = laggingModel(session.model, session.now());
  return model === session.model ? session : { ...session, model };
}

function routeRows(session: Session, request: ApiRequest, path: string, query: string): ApiReply {
  const target = parseTarget(session.model, path);
  switch (target.kind) {
    case "service":
      return handleServiceDocument(session, request);
    case "metadata":
      return handleMetadataDocument(session, request);
    case "function":
      throw unknownSegment(target.name.slice(0, 100));
    case "set":
      return handleSet(session, target.table, request, query);
    case "count":
      return handleCount(session, target.table, request, query);
    case "row":
      return handleRow(session, target.table, target.key, request, query);
    case "property":
      return handleProperty(session, target, request, query);
    default:
      if (request.method !== "POST") throw methodNotAllowed(request.method);
      throw badBatch("A batch request cannot contain another batch request.");
  }
}

/** Dataverse's error envelope, also for what nobody thought of: that, whoever runs the sandbox gets to see. */
export function errorReply(error: unknown, request: Pick<ApiRequest, "headers">): ApiReply {
  const isKnown = error instanceof DataverseError;
  if (!isKnown) console.error(error);
  const known = isKnown ? error : unexpected();
  const include = preferences(request.headers).get("odata.include-annotations");
  const details = {
    "@Microsoft.PowerApps.CDS.ErrorDetails.HttpStatusCode": String(known.status),
    "@Microsoft.PowerApps.CDS.HelpLink": `http://go.microsoft.com/fwlink/?LinkID=398563&error=${known.code}&client=platform`,
    "@Microsoft.PowerApps.CDS.TraceText": "",
    "@Microsoft.PowerApps.CDS.InnerError.Message": known.message,
  };
  const wanted = Object.entries(details).filter(([name]) => wantsAnnotation(include, name.slice(1)));
  return jsonReply(
    known.status,
    { error: { code: known.code, message: known.message, ...Object.fromEntries(wanted) } },
    { ...known.headers },
  );
}
