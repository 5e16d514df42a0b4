/** Errors of calls to Coconut's Open API. They hold facts for operators, no body and no personal data in the message. */

/**
 * - `transport`: no answer (connection, DNS, time-out).
 * - `refused`: Coconut answered with an error status.
 * - `protocol`: Coconut answered with something that is not what the Open API promises.
 */
export type CoconutErrorKind = "transport" | "refused" | "protocol";

/** What is known of a failed call. */
export interface CoconutErrorFacts {
  readonly kind: CoconutErrorKind;
  /** The operation without ids or values: `POST appointments`. */
  readonly operation: string;
  readonly status?: number;
  readonly retryAfterMs?: number;
  /** Coconut's own words. They may quote what was sent: show them to the person who sent it, do not log them. */
  readonly problems?: readonly CoconutProblem[];
  /** False: the booking may have been made, so the request must not be sent again. */
  readonly isOutcomeKnown: boolean;
}

/** One thing that is wrong with the request. */
export interface CoconutProblem {
  /** A JSON pointer into the body that was sent. */
  readonly pointer?: string;
  readonly detail: string;
}

/** A call to the Open API failed. */
export class CoconutError extends Error {
  readonly facts: CoconutErrorFacts;

  constructor(facts: CoconutErrorFacts, options?: ErrorOptions) {
    const { operation, kind, status, isOutcomeKnown } = facts;
    const outcome = isOutcomeKnown ? "" : ", outcome unknown";
    super(`Coconut ${operation}: ${status === undefined ? kind : `${kind} ${status}`}${outcome}`, options);
    this.name = "CoconutError";
    this.facts = facts;
  }
}
