import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { unknownSegment, uriTooLong } from "../errors/addresses.ts";
import { raceMs } from "../faults/races.ts";
import { strike } from "../faults/strike.ts";
import {
  belowServiceRoot,
  decodedForReading,
  flattenHeaders,
  originOf,
  readBytes,
  serviceRootOf,
  type ApiReply,
  type ApiRequest,
} from "../transport/http.ts";
import { errorReply } from "../call/replies.ts";
import type { Organization } from "../organization.ts";
import { findCaller, requireToken } from "../sign-in/caller.ts";
import type { Turn } from "../protection/throttle.ts";
import { affinityCookies } from "../transport/affinity-cookies.ts";
import { operationsOf, readBatch, runBatch } from "./batch.ts";
import { runOperation } from "./operation.ts";
import { tooLarge } from "../errors/payloads.ts";

type BatchUnits = ReturnType<typeof readBatch>;

/** The longest URL in characters; longer ones must be sent in a batch. */
const maxUrlLength = 32_768;

/**
 * Answers one HTTP request to the Web API: applies service protection and faults, checks the token, and
 * runs the operation or the batch.
 */
export async function answerApi(
  organization: Organization,
  message: IncomingMessage,
  response: ServerResponse,
  { method, url }: { method: string; url: string },
): Promise<void> {
  const entry = organization.log.start(method, decodedForReading(url));
  const headers = flattenHeaders(message);
  const grant = organization.tokens.find(headers.authorization);
  const turn = organization.throttle.enter(grant?.clientId ?? "");
  response.once("close", () => turn.leave());
  const bytes = await readBytes(message);
  const body = bytes?.toString("utf8");
  const target = belowServiceRoot(url);
  const request: ApiRequest = {
    method,
    target: target ?? "",
    headers,
    body: body ?? "",
    ...(bytes ? { bytes } : {}),
  };
  const batch = isBatch(request)
    ? attempt(() => readBatch({ ...request, body: organization.lineEnds.corrected(request.body) }))
    : undefined;
  const operations = batch?.value ? operationsOf(batch.value) : [];
  entry.operations = operations;
  const fault = organization.faults.take("api", [{ method, path: entry.path }, ...operations]);
  const { races } = organization;
  const absent = races.lookAhead([{ method, path: request.target }, ...operations.map(belowRoot)]);
  if (races.isOn() && method !== "GET") await sleep(raceMs, undefined, { ref: false });
  const send = (reply: ApiReply): void => {
    entry.status = reply.status;
    if (!reply.isForeign) response.setHeader("Set-Cookie", affinityCookies(message));
    const common = reply.isForeign ? {} : serviceHeaders(turn);
    response.writeHead(reply.status, { ...common, ...reply.headers });
    response.end(reply.bytes ?? reply.body);
  };
  await strike(response, fault, send, () => {
    try {
      if (url.length > maxUrlLength) throw uriTooLong();
      if (target === undefined) throw unknownSegment(decodedForReading(url).slice(0, 100));
      const origin = originOf(message);
      requireToken(grant, grant && organization.challenges.demanded(grant), origin);
      turn.check();
      const caller = findCaller(organization, grant.clientId, headers);
      if (body === undefined) throw tooLarge();
      const session = organization.session(serviceRootOf(origin, url), caller, absent);
      if (!batch) return runOperation(session, request);
      if (!batch.value) throw batch.error;
      return runBatch(session, batch.value, request);
    } catch (error) {
      return errorReply(error, request);
    }
  });
}

function belowRoot({ method, path }: { method: string; path: string }): { method: string; path: string } {
  return { method, path: belowServiceRoot(path) ?? path };
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

function serviceHeaders(turn: Turn): Record<string, string> {
  const requestId = randomUUID();
  return {
    "OData-Version": "4.0",
    REQ_ID: requestId,
    "x-ms-service-request-id": requestId,
    AuthActivityId: randomUUID(),
    ...turn.headers(),
  };
}
