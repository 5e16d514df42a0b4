/**
 * Client error → ApplicationFailure, nowhere else. The messages are for operators; they stand in the Temporal UI,
 * so they quote no data of clients.
 */
import { ApplicationFailure, TemporalFailure } from "@temporalio/common";
import { DataverseError, DataverseSignInError } from "../dataverse/errors.ts";
import { type Action, actionFor, ourFault, signIn } from "./failure-table.ts";

/** What the mapping cannot decide. `todo` tells a person how to mend it. */
export class MappingError extends Error {
  readonly todo: string;

  constructor(message: string, todo: string) {
    super(message);
    this.name = "MappingError";
    this.todo = todo;
  }
}

const fewAttempts = 5;
const signInRetryMs = 60_000;
const shortestDelayMs = 1_000;
const longestDelayMs = 15 * 60_000;

/** `intention` says in business words what was tried; `attempt` counts from 1. */
export function toApplicationFailure(error: unknown, intention: string, attempt: number): unknown {
  if (error instanceof DataverseError) return fromDataverse(error, intention, attempt);
  if (error instanceof DataverseSignInError) {
    return failure(
      signIn,
      `Could not ${intention}: ${error.message}.`,
      error.retryAfterMs ?? signInRetryMs,
      attempt,
    );
  }
  if (error instanceof MappingError) {
    return failure(
      { type: "MappingIncomplete", retry: "never", todo: error.todo },
      `Could not ${intention}: ${error.message}.`,
      undefined,
      attempt,
    );
  }
  // Temporal's own, a cancellation among them, mean what they mean.
  if (error instanceof TemporalFailure) return error;
  const name = error instanceof Error ? error.name : "not an Error";
  return failure(ourFault, `Could not ${intention}: ${name} in our own code.`, undefined, attempt, error);
}

function fromDataverse({ message, facts }: DataverseError, intention: string, attempt: number) {
  const action = actionFor(facts);
  const words =
    action.quote && facts.dataverseMessage ? ` Dynamics says: "${quotable(facts.dataverseMessage)}".` : "";
  const delayMs = facts.retryAfterMs ?? (action === signIn ? signInRetryMs : undefined);
  return failure(action, `Could not ${intention}: ${message}.${words}`, delayMs, attempt);
}

function failure(
  action: Action,
  what: string,
  delayMs: number | undefined,
  attempt: number,
  cause?: unknown,
): ApplicationFailure {
  const isFinal = action.retry === "never" || (action.retry === "few" && attempt >= fewAttempts);
  return ApplicationFailure.create({
    message: `${what} ${action.todo}`,
    type: action.type,
    nonRetryable: isFinal,
    ...(cause instanceof Error && { cause: withoutWords(cause) }),
    ...(delayMs !== undefined && { nextRetryDelay: boundedDelayMs(delayMs) }),
    // Throttling is expected: it only counts as a failure once it lasts.
    ...(action.type === "DynamicsThrottled" && attempt <= fewAttempts && { category: "BENIGN" }),
  });
}

/**
 * What we were told, within reason. Temporal takes a delay of nothing for "do not retry" (seen on server 1.31), and
 * a clock that is ahead makes a date in Retry-After just that; one far in the future would hold everything behind it.
 */
function boundedDelayMs(delayMs: number): number {
  const bounded = Math.min(Math.max(delayMs, shortestDelayMs), longestDelayMs);
  return Math.ceil(bounded + jitterMs(bounded));
}

/** Up to a tenth more, at most 5 s, so that those who were told the same time do not all come back at once. */
function jitterMs(delayMs: number): number {
  return Math.random() * Math.min(delayMs / 10, 5_000);
}

/** Where it broke, for whoever mends it; the words of an error may quote the data it broke on. */
function withoutWords({ name, stack = "" }: Error): Error {
  const bare = new Error(name);
  bare.stack = [name, ...stack.split("\n").filter((line) => /^ {4}at /.test(line))].join("\n");
  return bare;
}

function quotable(message: string): string {
  return message.replaceAll(/\S+@\S+/g, "(address)").slice(0, 300);
}
