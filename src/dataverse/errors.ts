/** Errors of calls to Dataverse. What is shown of them are facts for operators: no token, no body. */
import type { Operation } from "./batch.ts";

/**
 * - `transport`: no answer (connection, DNS, time-out); the request may or may not have been carried out.
 * - `refused`: Dataverse answered with its error object, or demanded a token.
 * - `foreign`: the answer has neither Dataverse's error object nor what it promises of a success. A proxy, a gateway or a page for
 *   people gave it, or Dataverse's own was cut or mixed up; it says nothing of the row.
 * - `protocol`: Dataverse's answer is not what the Web API promises, or is too large.
 * - `unsent`: nothing was sent, because Dynamics is known not to answer (`obstacle`) or too many requests are under way.
 */
export type DataverseErrorKind = "transport" | "refused" | "foreign" | "protocol" | "unsent";

/** What is known of a failed call. */
export interface DataverseErrorFacts {
  readonly kind: DataverseErrorKind;
  /** The operation without ids or values: `PATCH appointments`. */
  readonly operation: string;
  readonly status?: number;
  /** Dataverse's own code, lower-cased: `0x80040217`. Empty where the answer had none. */
  readonly dataverseCode?: string;
  /** Dataverse's own words. They may quote data: people see them only where `failure-table.ts` allows it. */
  readonly dataverseMessage?: string;
  /** `x-ms-service-request-id`, by which Microsoft's support finds the request. */
  readonly requestId?: string;
  readonly retryAfterMs?: number;
  /** What is known of whoever gave a `foreign` answer: `text/html, server: nginx, via: 1.1 proxy`. */
  readonly answeredBy?: string;
  /** Why nothing was sent; left out where too many requests were under way. */
  readonly obstacle?: "throttled" | "unavailable";
}

/** A call to the Web API failed. */
export class DataverseError extends Error {
  readonly facts: DataverseErrorFacts;
  /** Private, because loggers write all other members of an error, and these hold a client's data. */
  readonly #operations: readonly Operation[];

  constructor(
    facts: DataverseErrorFacts,
    { operations = [], ...options }: ErrorOptions & { readonly operations?: readonly Operation[] } = {},
  ) {
    const { operation, kind, status, dataverseCode, requestId, answeredBy } = facts;
    const answer = status === undefined ? kind : [status, dataverseCode].filter(Boolean).join(" ");
    const by = kind === "foreign" ? `, not Dynamics' own answer (${answeredBy ?? "no body"})` : "";
    super(`Dataverse ${operation}: ${answer}${by}${requestId ? ` (request ${requestId})` : ""}`, options);
    this.name = "DataverseError";
    this.facts = facts;
    this.#operations = operations;
  }

  /** What was asked for: by it an Activity tells which row or column a refusal is about. */
  operations(): readonly Operation[] {
    return this.#operations;
  }
}

/**
 * The identity provider did not give a token. `code` is its own (`AADSTS7000215`, `invalid_client`), or says why there is none:
 * then `isOutage`, and nothing is known of the credential.
 */
export class DataverseSignInError extends Error {
  readonly code: string;
  readonly retryAfterMs: number | undefined;
  readonly isOutage: boolean;

  constructor(
    code: string,
    retryAfterMs: number | undefined,
    { isOutage = false, ...options }: ErrorOptions & { readonly isOutage?: boolean } = {},
  ) {
    super(`Sign-in for Dataverse failed: ${code}`, options);
    this.name = "DataverseSignInError";
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.isOutage = isOutage;
  }
}
