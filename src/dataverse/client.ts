/** A client of the Dataverse Web API. It never retries: that is left to Temporal. */
import { randomUUID } from "node:crypto";
import type { Dispatcher } from "undici";
import type { HttpAnswer } from "../http/exchange.ts";
import { readRetryAfterMs } from "../http/retry-after.ts";
import { createAuthorizedExchange } from "./authorized.ts";
import { describeSource } from "./answer-source.ts";
import { type OperationAnswer, type BatchPart, decodeBatch, encodeBatch, type Operation } from "./batch.ts";
import { DataverseError } from "./errors.ts";
import { createGate, type Gate } from "./gate.ts";
import { errorObjectOf, isAnswerTo, isOwnSuccess, isTokenDemand } from "./own-answer.ts";
import type { TokenSource } from "./token.ts";

/** Sends operations to one environment. */
export interface DataverseClient {
  /** One operation. @throws DataverseError when the answer is not a success, DataverseSignInError */
  send(operation: Operation): Promise<OperationAnswer>;
  /** Several in one request, every one a success. @throws DataverseError of the first that is not */
  batch(parts: readonly BatchPart[]): Promise<readonly OperationAnswer[]>;
  /** What its requests have found out about Dynamics. */
  readonly gate: Gate;
  /** The same client, whose requests all end before `endsAt` (`performance.now()`): after that none is sent or waited for. */
  until(endsAt: number): DataverseClient;
}

/** Whom to call, as whom, within what time. */
export interface DataverseClientOptions {
  /** The environment: `https://contoso.crm.dynamics.com`. */
  readonly url: string;
  readonly tokens: TokenSource;
  readonly dispatcher: Dispatcher;
  /** For one request, from sending it to the end of its answer. */
  readonly timeoutMs?: number;
  /** How long a request may wait before it is sent. Together with `timeoutMs` less than an Activity's time limit. */
  readonly turnTimeoutMs?: number;
}

/** Creates a client of one environment; it sends nothing yet. */
export function createDataverseClient(options: DataverseClientOptions): DataverseClient {
  const { tokens, dispatcher, timeoutMs = 10_000, turnTimeoutMs = 4_000 } = options;
  const root = new URL("/api/data/v9.2/", options.url).href;
  const gate = createGate();
  const exchange = createAuthorizedExchange({ tokens, dispatcher, gate, timeoutMs, turnTimeoutMs });

  const clientUntil = (endsAt: number): DataverseClient => ({
    gate,
    until: clientUntil,
    async send(operation) {
      const name = nameOf(operation);
      const { method, path, headers, body } = operation;
      const json = body === undefined ? {} : { "Content-Type": "application/json; charset=utf-8" };
      const request = { method, url: root + path, headers: { ...json, ...headers } };
      const answer = await exchange(
        body === undefined ? request : { ...request, body: JSON.stringify(body) },
        { operation: name, key: path },
        endsAt,
      );
      const asked = { name, operations: [operation] };
      return assertSuccess(parseAnswer(answer, asked), asked);
    },

    async batch(parts) {
      const boundary = randomUUID();
      const operations = parts.flatMap((part) => ("changeSet" in part ? part.changeSet : [part]));
      const name = `$batch of ${[...new Set(operations.map(nameOf))].join(", ")}`;
      const asked = { name, operations };
      const request = {
        method: "POST",
        url: `${root}$batch`,
        headers: { "Content-Type": `multipart/mixed; boundary="batch_${boundary}"` },
        body: encodeBatch(parts, root, boundary),
      } as const;
      const key = operations.map(({ path }) => path).join();
      const outer = await exchange(request, { operation: name, key }, endsAt);
      const contentType = outer.headers["content-type"] ?? "";
      if (!contentType.toLowerCase().startsWith("multipart/mixed")) {
        assertSuccess(parseAnswer(outer, asked), asked);
        throw foreignAnswer(outer, asked);
      }
      const answers = decodeAnswers(contentType, outer, asked);
      for (const answer of answers) assertSuccess(answer, asked);
      const isWhole =
        answers.length === operations.length &&
        operations.every((operation, index) => isAnswerTo(operation, answers[index] as OperationAnswer));
      if (!isWhole) throw foreignAnswer(outer, asked);
      return answers;
    },
  });
  return clientUntil(Infinity);
}

/** What was asked for: in words, for errors, and as it was sent. */
interface Asked {
  readonly name: string;
  readonly operations: readonly Operation[];
}

/** The operation without key or query, for errors: those hold neither ids nor personal data. */
function nameOf({ method, path }: Operation): string {
  return `${method} ${/^[\w$]*/.exec(path)?.[0] ?? ""}`;
}

function parseAnswer(answer: HttpAnswer, asked: Asked): OperationAnswer {
  const { status, headers, text } = answer;
  try {
    return { status, headers, body: text === "" ? undefined : JSON.parse(text) };
  } catch (cause) {
    // Only Dataverse's answers are JSON: `assertSuccess` tells what the status alone means.
    if (status >= 300) return { status, headers, body: undefined };
    throw foreignAnswer(answer, asked, { cause });
  }
}

function decodeAnswers(contentType: string, outer: HttpAnswer, asked: Asked): OperationAnswer[] {
  try {
    return decodeBatch(contentType, outer.text);
  } catch (cause) {
    throw foreignAnswer(outer, asked, { cause });
  }
}

function assertSuccess(answer: OperationAnswer, asked: Asked): OperationAnswer {
  const { status, headers, body } = answer;
  if (status >= 200 && status < 300) {
    if (isOwnSuccess(answer)) return answer;
    throw foreignAnswer(answer, asked);
  }
  const error = errorObjectOf(body);
  if (error === undefined && !isTokenDemand(answer)) throw foreignAnswer(answer, asked);
  const requestId = headers["x-ms-service-request-id"] ?? headers["req_id"];
  const facts = {
    kind: "refused",
    operation: asked.name,
    status,
    dataverseCode: error?.code.toLowerCase() ?? "",
    dataverseMessage: error?.message ?? "",
    ...(requestId !== undefined && { requestId }),
    ...retryAfterOf(headers),
  } as const;
  throw new DataverseError(facts, { operations: asked.operations });
}

function foreignAnswer(
  { status, headers }: Pick<OperationAnswer, "status" | "headers">,
  { name, operations }: Asked,
  options: ErrorOptions = {},
): DataverseError {
  const answeredBy = describeSource(headers);
  const facts = { kind: "foreign", operation: name, status, answeredBy, ...retryAfterOf(headers) } as const;
  return new DataverseError(facts, { ...options, operations });
}

function retryAfterOf(headers: OperationAnswer["headers"]): { readonly retryAfterMs?: number } {
  const retryAfterMs = readRetryAfterMs(headers["retry-after"], new Date());
  return retryAfterMs === undefined ? {} : { retryAfterMs };
}
