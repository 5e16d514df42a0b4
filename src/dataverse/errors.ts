/** What can go wrong between us and Dataverse. Errors carry facts for operators, never a token or a body. */

/**
 * - `transport`: no answer (connection, DNS, time-out); the request may or may not have been carried out.
 * - `refused`: Dataverse answered with an error status.
 * - `protocol`: Dataverse answered with something that is not what the Web API promises.
 * - `unsent`: nothing was sent, as Dynamics has asked for a pause, or as no turn came in time.
 */
export type DataverseErrorKind = "transport" | "refused" | "protocol" | "unsent";

export interface DataverseErrorFacts {
  readonly kind: DataverseErrorKind;
  /** The operation without ids or values: `PATCH appointments`. */
  readonly operation: string;
  readonly status?: number;
  /** Dataverse's own code, lower-cased: `0x80040217`. Empty where the answer had none. */
  readonly dataverseCode?: string;
  /** Dataverse's own words. May quote data: for decisions, and for people only where `failures.ts` allows. */
  readonly dataverseMessage?: string;
  /** `x-ms-service-request-id`, by which Microsoft's support finds the request. */
  readonly requestId?: string;
  readonly retryAfterMs?: number;
}

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
