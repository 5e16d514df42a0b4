/** One request to Dataverse: with a token, in its turn, and not while Dynamics has asked for a pause. */
import type { Dispatcher } from "undici";
import { claimsOf } from "./challenge.ts";
import { DataverseError } from "./errors.ts";
import { createGate } from "./gate.ts";
import { exchange, type HttpAnswer, type HttpRequest } from "./request.ts";
import type { TokenSource } from "./token.ts";
import { createTurns } from "./turns.ts";

export interface AuthorizedOptions {
  readonly tokens: TokenSource;
  readonly dispatcher: Dispatcher;
  /** For one request, from the moment it is sent. */
  readonly timeoutMs: number;
  /** For the wait in line before that. */
  readonly turnTimeoutMs: number;
}

/** `operation` names the request in errors. @throws DataverseError, DataverseSignInError */
export type AuthorizedExchange = (request: HttpRequest, operation: string) => Promise<HttpAnswer>;

export function createAuthorizedExchange(options: AuthorizedOptions): AuthorizedExchange {
  const { tokens, dispatcher, timeoutMs, turnTimeoutMs } = options;
  const gate = createGate();
  const turns = createTurns();

  /** Who comes while the gate is shut is told for how long, rather than kept: waiting is Temporal's. */
  function assertOpen(operation: string): void {
    const retryAfterMs = gate.shutForMs();
    if (retryAfterMs > 0) throw new DataverseError({ kind: "unsent", operation, retryAfterMs });
  }

  async function sendInTurn(request: HttpRequest, token: string, operation: string): Promise<HttpAnswer> {
    using turn = await turns.take(turnTimeoutMs);
    if (turn === undefined) throw new DataverseError({ kind: "unsent", operation });
    assertOpen(operation);
    const answer = await send(request, token, operation);
    turns.follow(answer.headers["x-ms-dop-hint"]);
    gate.heed(answer);
    return answer;
  }

  async function send(request: HttpRequest, token: string, operation: string): Promise<HttpAnswer> {
    const headers = { ...commonHeaders, ...request.headers, Authorization: `Bearer ${token}` };
    try {
      return await exchange(dispatcher, { ...request, headers }, timeoutMs);
    } catch (cause) {
      throw new DataverseError({ kind: "transport", operation }, { cause });
    }
  }

  /** A token that Dataverse does not take is renewed once; a second 401 is the caller's to hear about. */
  return async (request, operation) => {
    assertOpen(operation);
    const token = await tokens.get();
    const first = await sendInTurn(request, token, operation);
    if (first.status !== 401) return first;
    const renewed = await tokens.renew(token, claimsOf(first.headers["www-authenticate"]));
    return sendInTurn(request, renewed, operation);
  };
}

const commonHeaders = { Accept: "application/json", "OData-MaxVersion": "4.0", "OData-Version": "4.0" };
