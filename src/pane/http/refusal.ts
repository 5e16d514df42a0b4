/** How the pane says no: `{"error":{"code","message","issues"?}}`. */
import type { Response } from "express";
import type { FieldIssue, RefusalAnswer, RefusalCode } from "../contract.ts";

export interface RefusalFacts {
  readonly status: number;
  readonly code: RefusalCode;
  /** For the person who reads the network tab; the page has its own words, by code. */
  readonly message: string;
  readonly issues?: readonly FieldIssue[];
  readonly retryAfterSeconds?: number;
}

/** Thrown by whoever finds the reason, answered in one place. */
export class Refusal extends Error {
  readonly facts: RefusalFacts;

  constructor(facts: RefusalFacts, options?: ErrorOptions) {
    super(facts.message, options);
    this.name = "Refusal";
    this.facts = facts;
  }
}

export function refuse(response: Response, { status, retryAfterSeconds, ...error }: RefusalFacts): void {
  if (retryAfterSeconds !== undefined) response.set("Retry-After", String(retryAfterSeconds));
  const { code, message, issues } = error;
  const answer = { error: { code, message, ...(issues && { issues }) } };
  response.status(status).json(answer satisfies RefusalAnswer);
}

export function tooMany(retryAfterMs: number): Refusal {
  return new Refusal({
    status: 429,
    code: "too_many",
    message: "Too many requests: wait a moment.",
    retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1000)),
  });
}

export const sessionExpired: RefusalFacts = {
  status: 401,
  code: "session_expired",
  message: "Log in: there is no session, or it has ended.",
};
