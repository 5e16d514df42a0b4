/** Refusals: thrown anywhere, answered as JSON in one place. */
import type { Response } from "express";
import type { FieldIssue, RefusalAnswer, RefusalCode } from "@coconut-dynamics/pane/contract";

/** What a refusal answers. */
export interface RefusalFacts {
  readonly status: number;
  readonly code: RefusalCode;
  readonly message: string;
  readonly issues?: readonly FieldIssue[];
  readonly retryAfterSeconds?: number;
}

/** The error to throw for a request that is refused. */
export class Refusal extends Error {
  readonly facts: RefusalFacts;

  constructor(facts: RefusalFacts, options?: ErrorOptions) {
    super(facts.message, options);
    this.name = "Refusal";
    this.facts = facts;
  }
}

/** Sends a refusal as the contract's RefusalAnswer. */
export function sendRefusal(response: Response, { status, retryAfterSeconds, ...error }: RefusalFacts): void {
  if (retryAfterSeconds !== undefined) response.set("Retry-After", String(retryAfterSeconds));
  const { code, message, issues } = error;
  const answer = { error: { code, message, ...(issues && { issues }) } };
  response.status(status).json(answer satisfies RefusalAnswer);
}

/** The refusal 429 of a rate limit. */
export function tooMany(retryAfterMs: number): Refusal {
  return new Refusal({
    status: 429,
    code: "too_many",
    message: "Too many requests: wait a moment.",
    retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1000)),
  });
}

/** The refusal 401 of a request without a valid session token. */
export const sessionExpired: RefusalFacts = {
  status: 401,
  code: "session_expired",
  message: "Log in: there is no session, or it has ended.",
};
