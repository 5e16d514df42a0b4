/** One request to Dataverse: with a token, within the concurrency limit, and not while Dynamics has asked for a pause. */
import type { Dispatcher } from "undici";
import { createConcurrencyLimiter } from "../http/concurrency-limiter.ts";
import { exchange, type HttpAnswer, type HttpRequest, IncompleteAnswerError } from "../http/exchange.ts";
import { claimsOf } from "./challenge.ts";
import { DataverseError } from "./errors.ts";
import { createRetryAfterGate } from "./retry-after-gate.ts";
import type { TokenSource } from "./token.ts";

/** What the requests of one client share. */
export interface AuthorizedOptions {
  readonly tokens: TokenSource;
  readonly dispatcher: Dispatcher;
  /** For one request, from the moment it is sent. */
  readonly timeoutMs: number;
  /** For waiting, before that, until the concurrency limit allows the request. */
  readonly turnTimeoutMs: number;
}

/** `operation` names the request in errors. @throws DataverseError, DataverseSignInError */
export type AuthorizedExchange = (request: HttpRequest, operation: string) => Promise<HttpAnswer>;

/**
 * The largest answer is that of `findClient`'s $batch: contacts and leads, at most a page of 5,000 rows of each
 * (Dataverse's limit), each row under 800 bytes with the columns that are selected. A usual answer has a few kB.
 */
const maxAnswerBytes = 8_000_000;

/**
 * Dynamics usually recommends 4 at a time; its first answer says what it recommends to this application user. It serves at
 * most 52 of one user (service protection limits).
 */
const requestsAtATime = { limit: 4, highest: 52 };

/** The exchange that all requests of one client go through. */
export function createAuthorizedExchange(options: AuthorizedOptions): AuthorizedExchange {
  const { tokens, dispatcher, timeoutMs, turnTimeoutMs } = options;
  const gate = createRetryAfterGate();
  const limiter = createConcurrencyLimiter(requestsAtATime);

  /** While the gate is closed a request is refused, with the time left, and not kept: waiting is Temporal's business. */
  function assertOpen(operation: string): void {
    const retryAfterMs = gate.closedForMs();
    if (retryAfterMs > 0) throw new DataverseError({ kind: "unsent", operation, retryAfterMs });
  }

  async function sendWithinLimit(
    request: HttpRequest,
    token: string,
    operation: string,
  ): Promise<HttpAnswer> {
    using permission = await limiter.acquire(turnTimeoutMs);
    if (permission === undefined) throw new DataverseError({ kind: "unsent", operation });
    assertOpen(operation);
    const answer = await send(request, token, operation);
    limiter.setLimit(answer.headers["x-ms-dop-hint"]);
    gate.observe(answer);
    return answer;
  }

  async function send(request: HttpRequest, token: string, operation: string): Promise<HttpAnswer> {
    const headers = { ...commonHeaders, ...request.headers, Authorization: `Bearer ${token}` };
    try {
      return await exchange(dispatcher, { ...request, headers }, { timeoutMs, maxAnswerBytes });
    } catch (cause) {
      const isTooLarge = cause instanceof IncompleteAnswerError && cause.isTooLarge;
      throw new DataverseError({ kind: isTooLarge ? "protocol" : "transport", operation }, { cause });
    }
  }

  /** After a 401 the token is renewed and the request sent again, once; a second 401 is an answer like any other. */
  return async (request, operation) => {
    assertOpen(operation);
    const token = await tokens.get();
    const first = await sendWithinLimit(request, token, operation);
    if (first.status !== 401) return first;
    const renewed = await tokens.renew(token, claimsOf(first.headers["www-authenticate"]));
    return sendWithinLimit(request, renewed, operation);
  };
}

const commonHeaders = { Accept: "application/json", "OData-MaxVersion": "4.0", "OData-Version": "4.0" };
