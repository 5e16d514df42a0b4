/** One request to Dataverse: with a token, in its turn, and not while Dynamics is known not to answer. */
import type { Dispatcher } from "undici";
import { createTurns } from "../http/turns.ts";
import { exchange, type HttpAnswer, type HttpRequest, IncompleteAnswerError } from "../http/exchange.ts";
import { claimsOf } from "./challenge.ts";
import { DataverseError, DataverseSignInError } from "./errors.ts";
import type { Gate } from "./gate.ts";
import { noAnswer, outcomeOf, outcomeOfSignIn } from "./outcomes.ts";
import type { TokenSource } from "./token.ts";

/** What the requests of one client share. */
export interface AuthorizedOptions {
  readonly tokens: TokenSource;
  readonly dispatcher: Dispatcher;
  readonly gate: Gate;
  /** For one request, from the moment it is sent. */
  readonly timeoutMs: number;
  /** For waiting, before that, until the gate and the limit allow the request. */
  readonly turnTimeoutMs: number;
}

/** What it is about: `operation` names the request in errors, `key` tells it from requests about other rows. */
export interface RequestNames {
  readonly operation: string;
  readonly key: string;
}

/** `endsAt` (`performance.now()`): nothing is under way after it. @throws DataverseError, DataverseSignInError */
export type AuthorizedExchange = (
  request: HttpRequest,
  names: RequestNames,
  endsAt: number,
) => Promise<HttpAnswer>;

/** A request with less time than this is not sent: it would hardly be answered, and what it writes may come late. */
const shortestRequestMs = 500;

/**
 * The largest answer is that of `findClient`'s $batch: at most 10 pages of 500 rows (`read-in-parts.ts`), each row under 800
 * bytes with the columns that are selected. A usual answer has a few kB.
 */
const maxAnswerBytes = 8_000_000;

/** The exchange that all requests of one client go through. */
export function createAuthorizedExchange(options: AuthorizedOptions): AuthorizedExchange {
  const { tokens, dispatcher, gate, timeoutMs, turnTimeoutMs } = options;
  const turns = createTurns(gate);

  /** A pause that is longer than a request may wait is Temporal's business: the time left is told at once. */
  async function takeTurn(operation: string): Promise<Disposable> {
    if (gate.closedForMs() > turnTimeoutMs) throw unsent(operation);
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), turnTimeoutMs);
    const stopListening = gate.onChange(() => gate.closedForMs() > turnTimeoutMs && patience.abort());
    const turn = await turns.acquire(patience.signal);
    clearTimeout(timer);
    stopListening();
    if (turn === undefined) throw unsent(operation);
    return turn;
  }

  function unsent(operation: string): Error {
    const { kind, isTimeNamed, code } = gate.obstacle() ?? {};
    const retryAfterMs = (isTimeNamed && gate.closedForMs()) || undefined;
    if (kind === "signIn" || code !== undefined) {
      return new DataverseSignInError(code ?? "no_token", retryAfterMs, { isOutage: kind !== "signIn" });
    }
    return new DataverseError({
      kind: "unsent",
      operation,
      ...(kind && { obstacle: kind }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  }

  async function signIn(getToken: () => Promise<string>, key: string): Promise<string> {
    const sentAt = performance.now();
    try {
      return await getToken();
    } catch (error) {
      if (error instanceof DataverseSignInError) gate.observe({ key, sentAt }, outcomeOfSignIn(error));
      throw error;
    }
  }

  async function send(request: HttpRequest, token: string, { operation, key }: RequestNames, endsAt: number) {
    const leftMs = Math.min(timeoutMs, Math.floor(endsAt - performance.now()));
    if (leftMs < Math.min(shortestRequestMs, timeoutMs)) {
      throw new DataverseError({ kind: "transport", operation }, { cause: new Error("no time was left") });
    }
    const headers = { ...commonHeaders, ...request.headers, Authorization: `Bearer ${token}` };
    const sent = { key, sentAt: performance.now() };
    try {
      const answer = await exchange(
        dispatcher,
        { ...request, headers },
        { timeoutMs: leftMs, maxAnswerBytes },
      );
      gate.observeLimits(answer);
      return { answer, sent };
    } catch (cause) {
      const isTooLarge = cause instanceof IncompleteAnswerError && cause.isTooLarge;
      if (!isTooLarge) gate.observe(sent, noAnswer);
      throw new DataverseError({ kind: isTooLarge ? "protocol" : "transport", operation }, { cause });
    }
  }

  /** After a 401 the token is renewed and the request sent again, once; a second 401 is an answer like any other. */
  return async (request, names, endsAt) => {
    using _turn = await takeTurn(names.operation);
    const token = await signIn(() => tokens.get(), names.key);
    let { answer, sent } = await send(request, token, names, endsAt);
    if (answer.status === 401) {
      const claims = claimsOf(answer.headers["www-authenticate"]);
      const renewed = await signIn(() => tokens.renew(token, claims), names.key);
      ({ answer, sent } = await send(request, renewed, names, endsAt));
    }
    gate.observe(sent, outcomeOf(answer));
    return answer;
  };
}

const commonHeaders = { Accept: "application/json", "OData-MaxVersion": "4.0", "OData-Version": "4.0" };
