import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { unknownSegment } from "../errors/addresses.ts";
import { notAMember, notSignedIn, tooLarge, userDisabled } from "../errors/callers.ts";
import {
  belowServiceRoot,
  decodedForReading,
  flattenHeaders,
  readBody,
  type ApiReply,
  type ApiRequest,
} from "../http.ts";
import { tenantId } from "../identity.ts";
import type { Organization } from "../organization.ts";
import { strike } from "../strike.ts";
import { operationsOf, readBatch, runBatch } from "./batch.ts";
import { errorReply, runOperation } from "./operation.ts";

type BatchUnits = ReturnType<typeof readBatch>;

export async function answerApi(
  organization: Organization,
  message: IncomingMessage,
  response: ServerResponse,
  { method, url }: { method: string; url: string },
): Promise<void> {
  const entry = organization.log.start(method, decodedForReading(url));
  const entered = organization.throttle.enter();
  response.once("close", () => entered.leave());
  const body = await readBody(message);
  const request: ApiRequest = {
    method,
    target: belowServiceRoot(url) ?? "",
    headers: flattenHeaders(message),
    body: body ?? "",
  };
  const batch = isBatch(request) ? attempt(() => readBatch(request)) : undefined;
  const operations = batch?.value ? operationsOf(batch.value) : [];
  entry.operations = operations;
  const fault = organization.faults.take("api", [{ method, path: entry.path }, ...operations]);
  const send = (reply: ApiReply): void => {
    entry.status = reply.status;
    response.writeHead(reply.status, { ...serviceHeaders(organization), ...reply.headers });
    response.end(reply.body);
  };
  await strike(response, fault, send, () => {
    try {
      if (belowServiceRoot(url) === undefined) throw unknownSegment(decodedForReading(url).slice(0, 100));
      organization.throttle.check(entered);
      const origin = originOf(message);
      requireCaller(organization, request, origin);
      if (body === undefined) throw tooLarge();
      const session = organization.session(`${origin}/api/data/v9.2/`);
      if (!batch) return runOperation(session, request);
      if (!batch.value) throw batch.error;
      return runBatch(session, batch.value, request);
    } catch (error) {
      return errorReply(error, request);
    }
  });
}

function isBatch(request: ApiRequest): boolean {
  return request.method === "POST" && /^(?:\$|%24)batch\/?(?:\?|$)/i.test(request.target);
}

function attempt(read: () => BatchUnits): { value?: BatchUnits; error?: unknown } {
  try {
    return { value: read() };
  } catch (error) {
    return { error };
  }
}

/** Addresses in answers are spelt with the host the caller used. */
function originOf(message: IncomingMessage): string {
  const host = message.headers.host ?? "";
  return `http://${/^[\w.:[\]-]{1,255}$/.test(host) ? host : "127.0.0.1"}`;
}

/** The caller has a valid token, and its application an enabled user in the organisation. */
function requireCaller(organization: Organization, request: ApiRequest, origin: string): void {
  if (!organization.tokens.isValid(request.headers.authorization))
    throw notSignedIn(`${origin}/${tenantId}`, origin);
  const { caller } = organization.session(origin);
  const user = organization.store.get("systemuser", caller);
  if (!user) throw notAMember();
  if (user.isdisabled === true) throw userDisabled(caller);
}

function serviceHeaders(organization: Organization): Record<string, string> {
  const requestId = randomUUID();
  return {
    "OData-Version": "4.0",
    REQ_ID: requestId,
    "x-ms-service-request-id": requestId,
    ...organization.throttle.headers(),
  };
}
