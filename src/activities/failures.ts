/**
 * Client error → ApplicationFailure, nowhere else. The messages are for operators; they stand in the Temporal UI,
 * so they quote no data of clients.
 */
import { ApplicationFailure, TemporalFailure } from "@temporalio/common";
import type { Attendee, Staff } from "../appointments/appointment.ts";
import { DataverseError, DataverseSignInError } from "../dataverse/errors.ts";
import { longestPauseMs } from "../dataverse/retry-after-gate.ts";
import { type Action, actionFor, internalError, nameOfCode, signIn } from "./failure-table.ts";
import { quotable } from "./quoting.ts";

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
const shortestDelayMs = 1_000;

/** What an Activity was about when it failed. */
export interface Attempt {
  /** In business words: `save the appointment`. */
  readonly intention: string;
  /** Counts from 1. */
  readonly attempt: number;
  /** Whose names are left out where Dynamics is quoted. */
  readonly people: readonly Partial<Attendee & Staff>[];
}

export function toApplicationFailure(error: unknown, { intention, attempt, people }: Attempt): unknown {
  if (error instanceof DataverseError) {
    const { message, facts } = error;
    const action = actionFor(facts);
    const isQuoted = action.quote && facts.dataverseMessage;
    const words = isQuoted ? ` Dynamics says: "${quotable(facts.dataverseMessage, people)}".` : "";
    const name = nameOfCode(facts.dataverseCode ?? "");
    const what = `Could not ${intention}: ${message}${name === undefined ? "" : `, ${name}`}.${words}`;
    return failure(action, what, facts.retryAfterMs, attempt);
  }
  if (error instanceof DataverseSignInError) {
    return failure(signIn, `Could not ${intention}: ${error.message}.`, error.retryAfterMs, attempt);
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
  return failure(
    internalError,
    `Could not ${intention}: ${name} in our own code.`,
    undefined,
    attempt,
    error,
  );
}

function failure(
  action: Action,
  what: string,
  retryAfterMs: number | undefined,
  attempt: number,
  cause?: unknown,
): ApplicationFailure {
  const delayMs = retryAfterMs ?? action.delayMs;
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
  const bounded = Math.min(Math.max(delayMs, shortestDelayMs), longestPauseMs);
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
