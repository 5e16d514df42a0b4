/** One exchange with the Open API: a JSON object, or an error that knows whether anything was done. */
import type { Dispatcher } from "undici";
import { exchange, type HttpAnswer, type HttpHead, IncompleteAnswerError } from "../http/exchange.ts";
import { readRetryAfterMs } from "../http/retry-after.ts";
import { CoconutError, type CoconutErrorFacts, type CoconutProblem } from "./errors.ts";
import { Problems } from "./open-api.ts";

/** What all requests of one client have in common. */
export interface OpenApiOptions {
  /** The base, `https://acme.coconutcalendar.com/api/v2/open`. */
  readonly url: string;
  readonly dispatcher: Dispatcher;
  readonly timeoutMs: number;
}

/** `path` is below the base; `lang` is the language of names in the answer. */
export interface OpenApiRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly query?: URLSearchParams;
  readonly lang?: string | undefined;
  readonly body?: object;
  readonly maxAnswerBytes: number;
}

/** The JSON object that Coconut answered. @throws CoconutError unless the answer is a success with one in it */
export async function callOpenApi(options: OpenApiOptions, request: OpenApiRequest): Promise<object> {
  const { method, path } = request;
  const operation = `${method} ${path}`;
  const fail = (
    facts: Pick<CoconutErrorFacts, "kind"> & Partial<CoconutErrorFacts>,
    isNothingDone: boolean,
    cause?: unknown,
  ) =>
    new CoconutError({ operation, isOutcomeKnown: method === "GET" || isNothingDone, ...facts }, { cause });

  let answer: HttpHead & Partial<HttpAnswer>;
  try {
    answer = await send(options, request);
  } catch (cause) {
    if (!(cause instanceof IncompleteAnswerError)) {
      throw fail({ kind: "transport" }, wasNeverSent(cause), cause);
    }
    const { status } = cause.head;
    if (status < 400) throw fail({ kind: "transport", status }, false, cause);
    // An error status says enough, even without its body.
    answer = cause.head;
  }

  const { status, headers, text = "" } = answer;
  const json = parse(text);
  if (status >= 400) {
    const retryAfterMs = readRetryAfterMs(headers["retry-after"], new Date());
    const hasRetryAfter = retryAfterMs !== undefined;
    throw fail(
      { kind: "refused", status, problems: problemsIn(json), ...(hasRetryAfter && { retryAfterMs }) },
      isClearRefusal(status, hasRetryAfter),
    );
  }
  // Redirects are not followed: where they lead is not where this deployment was told to send its clients. Only these
  // two ask for the request to be made elsewhere; after the others it may have been carried out (RFC 9110, 15.4).
  if (status >= 300) throw fail({ kind: "protocol", status }, status === 307 || status === 308);
  if (typeof json !== "object" || json === null) throw fail({ kind: "protocol", status }, false);
  return json;
}

function send(
  { url, dispatcher, timeoutMs }: OpenApiOptions,
  { method, path, query, lang, body, maxAnswerBytes }: OpenApiRequest,
): Promise<HttpAnswer> {
  const search = query === undefined ? "" : `?${query.toString()}`;
  const headers = {
    Accept: "application/json",
    "Content-Type": "application/json",
    "X-Requested-With": "XMLHttpRequest",
    "User-Agent": "coconut-dynamics",
    ...(lang && { "Accept-Language": lang }),
  };
  const request = { method, url: `${url}/${path}${search}`, headers };
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  return exchange(dispatcher, { ...request, ...json }, { timeoutMs, maxAnswerBytes });
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
