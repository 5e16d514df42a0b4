/** A client of the Dataverse Web API. It never retries: that is left to Temporal. */
import { randomUUID } from "node:crypto";
import type { Dispatcher } from "undici";
import type { HttpAnswer } from "../http/exchange.ts";
import { readRetryAfterMs } from "../http/retry-after.ts";
import { createAuthorizedExchange } from "./authorized.ts";
import { type OperationAnswer, type BatchPart, decodeBatch, encodeBatch, type Operation } from "./batch.ts";
import { DataverseError } from "./errors.ts";
import type { TokenSource } from "./token.ts";

/** Sends operations to one environment. */
export interface DataverseClient {
  /** One operation. @throws DataverseError when the answer is not a success, DataverseSignInError */
  send(operation: Operation): Promise<OperationAnswer>;
  /** Several in one request, every one a success. @throws DataverseError of the first that is not */
  batch(parts: readonly BatchPart[]): Promise<readonly OperationAnswer[]>;
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
  const exchange = createAuthorizedExchange({ tokens, dispatcher, timeoutMs, turnTimeoutMs });

  return {
    async send(operation) {
      const name = nameOf(operation);
      const { method, path, headers = {}, body } = operation;
      const json = body === undefined ? {} : { "Content-Type": "application/json; charset=utf-8" };
      const request = { method, url: root + path, headers: { ...json, ...headers } };
      const answer = await exchange(
        body === undefined ? request : { ...request, body: JSON.stringify(body) },
        name,
      );
      return assertSuccess(parseAnswer(answer, name), name);
    },

    async batch(parts) {
      const boundary = randomUUID();
      const operations = parts.flatMap((part) => ("changeSet" in part ? part.changeSet : [part]));
      const name = `$batch of ${[...new Set(operations.map(nameOf))].join(", ")}`;
      const request = {
        method: "POST",
        url: `${root}$batch`,
        headers: { "Content-Type": `multipart/mixed; boundary="batch_${boundary}"` },
        body: encodeBatch(parts, root, boundary),
      } as const;
      const outer = await exchange(request, name);
      const contentType = outer.headers["content-type"] ?? "";
      if (!contentType.toLowerCase().startsWith("multipart/mixed")) {
        assertSuccess(parseAnswer(outer, name), name);
        throw new DataverseError({ kind: "protocol", operation: name, status: outer.status });
      }
      const answers = decodeAnswers(contentType, outer, name);
      for (const answer of answers) assertSuccess(answer, name);
      if (answers.length !== operations.length) {
        throw new DataverseError({ kind: "protocol", operation: name, status: outer.status });
      }
      return answers;
    },
  };
}

/** The operation without key or query, for errors: those hold neither ids nor personal data. */
function nameOf({ method, path }: Operation): string {
  return `${method} ${/^[\w$]*/.exec(path)?.[0] ?? ""}`;
}

function parseAnswer({ status, headers, text }: HttpAnswer, operation: string): OperationAnswer {
  try {
    return { status, headers, body: text === "" ? undefined : JSON.parse(text) };
  } catch (cause) {
    // The body may be a gateway's HTML page; the error status still counts.
    if (status >= 400) return { status, headers, body: undefined };
    throw new DataverseError({ kind: "protocol", operation, status }, { cause });
  }
}

function decodeAnswers(
  contentType: string,
  { status, text }: HttpAnswer,
  operation: string,
): OperationAnswer[] {
  try {
    return decodeBatch(contentType, text);
  } catch (cause) {
    throw new DataverseError({ kind: "protocol", operation, status }, { cause });
  }
}

function assertSuccess(answer: OperationAnswer, operation: string): OperationAnswer {
  const { status, headers, body } = answer;
  if (status >= 200 && status < 300) return answer;
  const { code, message } =
    (body as { error?: { code?: unknown; message?: unknown } } | undefined)?.error ?? {};
  const requestId = headers["x-ms-service-request-id"] ?? headers["req_id"];
  const retryAfterMs = readRetryAfterMs(headers["retry-after"], new Date());
  throw new DataverseError({
    kind: "refused",
    operation,
    status,
    dataverseCode: typeof code === "string" ? code.toLowerCase() : "",
    dataverseMessage: typeof message === "string" ? message : "",
    ...(requestId !== undefined && { requestId }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
