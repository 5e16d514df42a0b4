// $batch: reads the multipart body, runs its operations and change sets, and writes the multipart answer.

import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import { unknownSegment, unsupportedMediaType, uriTooLong } from "../errors/addresses.ts";
import { badBatch, contentIdMissing, streamNotReadable, unknownContentId } from "../errors/payloads.ts";
import {
  belowServiceRoot,
  decodedForReading,
  preferences,
  type ApiReply,
  type ApiRequest,
} from "../transport/http.ts";
import {
  boundaryOf,
  parseInnerRequest,
  parseMultipart,
  type InnerRequest,
  type Part,
} from "../transport/multipart.ts";
import { maxLoggedPath, type LoggedOperation } from "../transport/request-log.ts";
import type { Session } from "../call/session.ts";
import { answered, runOperation } from "./operation.ts";

interface Step {
  readonly request: InnerRequest;
  readonly contentId: string | undefined;
  readonly log: LoggedOperation;
}

/** A change set, or one operation outside of any. */
type Unit = { readonly isChangeSet: boolean; readonly steps: readonly Step[] };

const maxOperations = 1000;
const maxUrlLength = 65_536;

/**
 * Reads the operations of a batch.
 * @throws DataverseError if the body is no valid batch, or has more operations than the service allows
 */
export function readBatch(request: ApiRequest): Unit[] {
  const boundary = boundaryOf(request.headers["content-type"]);
  if (boundary === undefined) {
    throw unsupportedMediaType(
      "The content type of a batch request must be 'multipart/mixed' with a boundary.",
    );
  }
  const units = parseMultipart(request.body, boundary).map(readUnit);
  const last = units.at(-1);
  if (last && !last.isChangeSet && isCutOff(request.body, boundary) && last.steps[0]?.request.body !== "")
    throw streamNotReadable();
  if (operationsOf(units).length > maxOperations) {
    throw badBatch(
      `The current batch message contains too many parts. Only batch messages with a maximum number of '${maxOperations}' query operations and change sets are allowed.`,
    );
  }
  return units;
}

/**
 * Whether the body has no line end after its last boundary, which the service then cannot read (issue 183
 * of DynamicsWebApi). The last unit being a change set or a GET, the service does without: xrm-webapi has
 * sent its batches so since 2018.
 */
function isCutOff(body: string, boundary: string): boolean {
  return body.endsWith(`--${boundary}--`);
}

/** The operations of all units, as the request log has them. */
export function operationsOf(units: readonly Unit[]): LoggedOperation[] {
  return units.flatMap((unit) => unit.steps.map((step) => step.log));
}

function readUnit(part: Part): Unit {
  const boundary = boundaryOf(part.headers["content-type"]);
  if (boundary === undefined) return { isChangeSet: false, steps: [readStep(part)] };
  const steps = parseMultipart(part.body, boundary).map(readStep);
  const seen = new Set<string>();
  for (const { request, contentId } of steps) {
    if (request.method === "GET") {
      throw badBatch(
        "An invalid HTTP method 'GET' was detected for a request in a change set. Requests in change sets only support the HTTP methods 'POST', 'PUT', 'DELETE', and 'PATCH'.",
      );
    }
    if (contentId === undefined) throw contentIdMissing();
    if (seen.has(contentId))
      throw badBatch(`The content ID '${contentId}' was found more than once in the same change set.`);
    seen.add(contentId);
  }
  return { isChangeSet: true, steps };
}

function readStep(part: Part): Step {
  if (!/^application\/http\b/i.test(part.headers["content-type"] ?? "")) {
    throw badBatch("The content type of a part of a batch must be 'application/http' or 'multipart/mixed'.");
  }
  const request = parseInnerRequest(part.body);
  if (request.url.length > maxUrlLength) throw uriTooLong();
  const log = {
    method: request.method,
    path: decodedForReading(request.url).slice(0, maxLoggedPath),
    status: null,
  };
  return { request, contentId: part.headers["content-id"], log };
}

/**
 * Runs the units in order; after a failure the rest is not run, unless the caller prefers
 * odata.continue-on-error.
 */
export function runBatch(session: Session, units: readonly Unit[], request: ApiRequest): ApiReply {
  const continues = preferences(request.headers).has("odata.continue-on-error");
  const boundary = `batchresponse_${randomUUID()}`;
  const parts: string[] = [];
  let hasFailed = false;
  for (const unit of units) {
    const result = unit.isChangeSet ? runChangeSet(session, unit.steps) : runAlone(session, unit.steps);
    parts.push(result.text);
    if (result.hasFailed && !continues) {
      hasFailed = true;
      break;
    }
  }
  return {
    status: hasFailed ? 400 : 200,
    headers: { "OData-Version": "4.0", "Content-Type": `multipart/mixed; boundary=${boundary}` },
    body: envelope(boundary, parts),
  };
}

function runAlone(session: Session, steps: readonly Step[]): { text: string; hasFailed: boolean } {
  const replies = steps.map((step) => runStep(session, step));
  const text = replies.map((reply, index) => formatReply(reply, steps[index]?.contentId)).join("");
  return { text, hasFailed: replies.some(isFailure) };
}

/**
 * Runs a change set as one transaction: after a failure everything is rolled back, and only the failure is
 * answered.
 */
function runChangeSet(session: Session, steps: readonly Step[]): { text: string; hasFailed: boolean } {
  const boundary = `changesetresponse_${randomUUID()}`;
  const contentIds = new Map<string, string>();
  const result = session.store.transaction(
    () => {
      const texts: string[] = [];
      for (const step of steps) {
        const reply = runStep({ ...session, contentIds }, step);
        if (isFailure(reply)) {
          for (const other of steps) if (other !== step) other.log.status = null;
          return { texts: [formatReply(reply, step.contentId)], hasFailed: true };
        }
        const address = reply.headers["OData-EntityId"] ?? reply.address;
        if (address !== undefined) contentIds.set(`$${step.contentId}`, belowServiceRoot(address) ?? address);
        texts.push(formatReply(reply, step.contentId));
      }
      return { texts, hasFailed: false };
    },
    ({ hasFailed }) => hasFailed,
  );
  const text = `Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\n${envelope(boundary, result.texts)}`;
  return { text, hasFailed: result.hasFailed };
}

function runStep(session: Session, step: Step): ApiReply {
  const { method, headers, body } = step.request;
  const reply = answered({ headers }, () =>
    runOperation(session, { method, headers, body, target: innerTarget(session, step.request.url) }),
  );
  step.log.status = reply.status;
  return reply;
}

/**
 * What a URL inside a batch addresses below the service root. It may be absolute (with host or from the
 * root), relative to the service root, or begin with a Content-ID: $1 or $1/…
 */
function innerTarget(session: Session, url: string): string {
  const target = belowServiceRoot(url) ?? url;
  const [, reference = "", rest = ""] = /^\/?(\$[\w-]+)([^]*)$/.exec(target) ?? [];
  const known = session.contentIds.get(reference);
  if (known !== undefined) return known + rest;
  if (reference !== "" && !resources.has(reference)) throw unknownContentId(reference);
  // An address without a slash in front is relative to the one of the batch.
  const isElsewhere = belowServiceRoot(url) === undefined && /^(?:\/|[a-z][a-z\d+.-]*:)/i.test(url);
  if (isElsewhere) throw unknownSegment(url.slice(0, 100));
  return target;
}

/** The segments that begin with a dollar sign and are no Content-IDs. */
const resources: ReadonlySet<string> = new Set(["$batch", "$metadata", "$entity", "$all", "$crossjoin"]);

function isFailure(reply: ApiReply): boolean {
  return reply.status >= 400;
}

function envelope(boundary: string, parts: readonly string[]): string {
  return `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join("")}--${boundary}--\r\n`;
}

function formatReply(reply: ApiReply, contentId?: string): string {
  const address = reply.headers["OData-EntityId"];
  const headers = { ...(address === undefined ? {} : { Location: address }), ...reply.headers };
  const lines = [
    "Content-Type: application/http",
    "Content-Transfer-Encoding: binary",
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    "",
    `HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? ""}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    "",
    reply.body ?? "",
  ];
  return lines.join("\r\n");
}
