/** One exchange with the Open API: a bounded JSON answer, or an error that knows whether anything was done. */
import { type Dispatcher, request } from "undici";
import { CoconutError, type CoconutErrorFacts, type CoconutProblem } from "./errors.ts";
import { Problems } from "./open-api.ts";

export interface ExchangeOptions {
  /** The base, `https://acme.coconutcalendar.com/api/v2/open`. */
  readonly url: string;
  readonly dispatcher: Dispatcher;
  readonly timeoutMs: number;
}

export interface OpenApiRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly query?: URLSearchParams;
  readonly lang?: string | undefined;
  readonly body?: object;
  readonly maxAnswerBytes: number;
}

/** @throws CoconutError unless the answer is a success with a JSON object in it */
export async function exchange(
  { url, dispatcher, timeoutMs }: ExchangeOptions,
  { method, path, query, lang, body, maxAnswerBytes }: OpenApiRequest,
): Promise<object> {
  const operation = `${method} ${path}`;
  const fail = (
    facts: Pick<CoconutErrorFacts, "kind"> & Partial<CoconutErrorFacts>,
    isDone: boolean,
    cause?: unknown,
  ) => new CoconutError({ operation, isOutcomeKnown: method === "GET" || isDone, ...facts }, { cause });

  const signal = AbortSignal.timeout(timeoutMs);
  const search = query === undefined ? "" : `?${query.toString()}`;
  let answer: Dispatcher.ResponseData;
  try {
    answer = await request(`${url}/${path}${search}`, {
      dispatcher,
      method,
      signal,
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-Requested-With": "XMLHttpRequest",
        "User-Agent": "coconut-dynamics",
        ...(lang && { "Accept-Language": lang }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw fail({ kind: "transport" }, wasNeverSent(cause), cause);
  }

  const { statusCode: status, headers } = answer;
  let json: unknown;
  try {
    json = parse(await readText(answer.body, maxAnswerBytes));
  } catch (cause) {
    // The status line has arrived: a refusal stays one, though its words are lost.
    if (status < 400) throw fail({ kind: "transport", status }, false, cause);
  }
  if (status >= 400) {
    const retryAfterMs = readRetryAfter(headers["retry-after"], new Date());
    const hasRetryAfter = retryAfterMs !== undefined;
    throw fail(
      {
        kind: "refused",
        status,
        problems: problemsIn(json),
        ...(hasRetryAfter && { retryAfterMs }),
      },
      isClearRefusal(status, hasRetryAfter),
    );
  }
  // Redirects are not followed: where they lead is not where this deployment was told to send its clients. Only these
  // two ask for the request to be made elsewhere; after the others it may have been carried out (RFC 9110, 15.4).
  if (status >= 300) throw fail({ kind: "protocol", status }, status === 307 || status === 308);
  if (typeof json !== "object" || json === null) throw fail({ kind: "protocol", status }, false);
  return json;
}

/** A gateway's 5xx says nothing about what is behind it; "come back later" says that nothing was begun. */
function isClearRefusal(status: number, hasRetryAfter: boolean): boolean {
  return (status < 500 && status !== 408) || (status === 503 && hasRetryAfter);
}

const beforeSending = new Set(["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "UND_ERR_CONNECT_TIMEOUT"]);
/** A certificate that is not to be trusted, in Node's codes. */
const distrusted = /^(?:ERR_TLS_CERT_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** Only where it is sure: an error of the connection while it was made, before a byte of the request. */
function wasNeverSent(cause: unknown): boolean {
  if (cause instanceof AggregateError) return cause.errors.length > 0 && cause.errors.every(wasNeverSent);
  const { code, syscall } = (cause ?? {}) as { code?: unknown; syscall?: unknown };
  return syscall === "connect" || beforeSending.has(String(code)) || distrusted.test(String(code));
}

async function readText(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new Error(`the answer is over ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const mostProblems = 50;
const longestDetail = 300;

function problemsIn(json: unknown): readonly CoconutProblem[] {
  const parsed = Problems.safeParse(json);
  if (!parsed.success) return [];
  return parsed.data.errors.slice(0, mostProblems).map(({ detail, title, source }) => ({
    detail: (detail ?? title ?? "").slice(0, longestDetail),
    ...(source?.pointer && { pointer: source.pointer.slice(0, longestDetail) }),
  }));
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3). */
function readRetryAfter(value: string | string[] | undefined, now: Date): number | undefined {
  const text = (Array.isArray(value) ? value[0] : value)?.trim();
  if (!text) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
