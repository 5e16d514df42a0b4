/** Errors of calls to Dataverse. They hold facts for operators, no token and no body. */

/**
 * - `transport`: no answer (connection, DNS, time-out); the request may or may not have been carried out.
 * - `refused`: Dataverse answered with an error status.
 * - `protocol`: the answer is not what the Web API promises, or is too large.
 * - `unsent`: nothing was sent, because Dynamics has asked for a pause or too many requests are under way.
 */
export type DataverseErrorKind = "transport" | "refused" | "protocol" | "unsent";

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
}

/** A call to the Web API failed. */
export class DataverseError extends Error {
  readonly facts: DataverseErrorFacts;

  constructor(facts: DataverseErrorFacts, options?: ErrorOptions) {
    const { operation, kind, status, dataverseCode, requestId } = facts;
    const answer = status === undefined ? kind : [status, dataverseCode].filter(Boolean).join(" ");
    super(`Dataverse ${operation}: ${answer}${requestId ? ` (request ${requestId})` : ""}`, options);
    this.name = "DataverseError";
    this.facts = facts;
  }
}

/** The identity provider did not give a token. `code` is its own (`AADSTS7000215`, `invalid_client`). */
export class DataverseSignInError extends Error {
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  constructor(code: string, retryAfterMs: number | undefined, options?: ErrorOptions) {
    super(`Sign-in for Dataverse failed: ${code}`, options);
    this.name = "DataverseSignInError";
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}
