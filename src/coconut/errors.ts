/** What can go wrong between us and Coconut's Open API. Errors carry facts for operators, never a body or a person. */

/**
 * - `transport`: no answer (connection, DNS, time-out).
 * - `refused`: Coconut answered with an error status.
 * - `protocol`: Coconut answered with something that is not what the Open API promises.
 */
export type CoconutErrorKind = "transport" | "refused" | "protocol";

export interface CoconutErrorFacts {
  readonly kind: CoconutErrorKind;
  /** The operation without ids or values: `POST appointments`. */
  readonly operation: string;
  readonly status?: number;
  readonly retryAfterMs?: number;
  /** Coconut's own words, which may quote what was sent: for the person who sent it, not for logs. */
  readonly problems?: readonly CoconutProblem[];
  /** False: the booking may have been made all the same, so it must not be asked for a second time. */
  readonly isOutcomeKnown: boolean;
}

export interface CoconutProblem {
  /** A JSON pointer into the body that was sent. */
  readonly pointer?: string;
  readonly detail: string;
}

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
