/**
 * Turns an error into an ApplicationFailure; no other file makes one in an Activity. Operators read the messages in the
 * Temporal UI, so they hold no data of clients.
 */
import { ApplicationFailure, TemporalFailure } from "@temporalio/common";
import type { Attendee, Staff } from "../appointments/appointment.ts";
import { DataverseError, DataverseSignInError } from "../dataverse/errors.ts";
import { longestPauseMs } from "../dataverse/gate.ts";
import type { FailureKind, FailureRecord } from "./attempt-memory.ts";
import {
  type Action,
  actionFor,
  claimRefused,
  claimUnknown,
  failsAlone,
  internalError,
  nameOfCode,
  signIn,
  signInOutage,
  switchedOff,
} from "./failure-table.ts";
import { describeRow, type KnownOwners, rowsNamedIn, subjectOf } from "./named-rows.ts";
import { quotable } from "./quoting.ts";

/** The mapping has no value for something that the appointment has. `todo` says what a person has to do. */
export class MappingError extends Error {
  readonly todo: string;

  constructor(message: string, todo: string) {
    super(message);
    this.name = "MappingError";
    this.todo = todo;
  }
}

/** Temporal did not tell under which id the lead is to be created. `isRefused`: it fails until somebody repairs that. */
export class LeadClaimError extends Error {
  readonly isRefused: boolean;

  constructor(isRefused: boolean, cause: unknown) {
    super("Temporal did not take or tell the claim of the lead", { cause });
    this.name = "LeadClaimError";
    this.isRefused = isRefused;
  }
}

const fewAttempts = 5;
const shortestDelayMs = 1_000;
const minuteMs = 60_000;

/** Which attempt failed, and what it was to do. */
export interface FailedAttempt extends FailureRecord, KnownOwners {
  /** In business words: `save the appointment`. */
  readonly intention: string;
  /** Whether the Worker takes no tasks, or one at a time, until Dynamics has answered: then no delay has to spare it. */
  readonly isHeldBack: boolean;
  /** The people concerned: their names are left out where Dynamics' message is quoted. */
  readonly people: readonly Partial<Attendee & Staff>[];
  /** Sentences about the columns that a refusal may mean, where Dynamics does not say which. */
  readonly columns?: string | undefined;
}

/** The kind of an error, by which it is counted. */
export function kindOf(error: unknown): FailureKind {
  if (error instanceof DataverseSignInError) return error.isOutage ? "away" : "sign-in";
  if (!(error instanceof DataverseError)) return "other";
  const { facts } = error;
  if (facts.kind === "unsent") return "unsent";
  const action = actionFor(facts);
  switch (action.type) {
    case "DynamicsThrottled":
      return "throttled";
    case "DynamicsSignIn":
      return "sign-in";
    case "DynamicsUnavailable":
      return facts.dataverseCode && action !== switchedOff ? "row" : "away";
    default:
      return "other";
  }
}

/** The failure to throw: whether it is retried, after what delay, and what the operator reads. */
export function toApplicationFailure(error: unknown, failed: FailedAttempt): unknown {
  const { intention, count, isHeldBack } = failed;
  const kind = kindOf(error);
  if (error instanceof DataverseError) {
    const { action, why } = explainRefusal(error, failed);
    return failure(action, why, { retryAfterMs: error.facts.retryAfterMs });
  }
  if (error instanceof DataverseSignInError) {
    return failure(error.isOutage ? signInOutage : signIn, `${error.message}.`, {
      retryAfterMs: error.retryAfterMs,
    });
  }
  if (error instanceof MappingError) {
    return failure({ type: "MappingIncomplete", retry: "never", todo: error.todo }, `${error.message}.`);
  }
  if (error instanceof LeadClaimError) {
    return error.isRefused
      ? failure(claimRefused, `${error.message}.`, { retryAfterMs: minuteMs })
      : failure(claimUnknown, `${error.message}.`);
  }
  // Temporal's own errors, such as a cancellation, are passed on as they are.
  if (error instanceof TemporalFailure) return error;
  const name = error instanceof Error ? error.name : "not an Error";
  return failure(internalError, `${name} in our own code.`, { cause: error });

  function failure(
    { type, retry, todo }: Action,
    why: string,
    { retryAfterMs, cause }: { readonly retryAfterMs?: number | undefined; readonly cause?: unknown } = {},
  ): ApplicationFailure {
    const isFinal = retry === "never" || (retry === "few" && count >= fewAttempts);
    return ApplicationFailure.create({
      message: `Could not ${intention}: ${why} ${todo}`,
      type,
      nonRetryable: isFinal,
      ...(cause instanceof Error && { cause: withoutMessage(cause) }),
      ...(!isFinal && { nextRetryDelay: delayMs(retryAfterMs) }),
      // Throttling is expected: only when it lasts does it count as a failure in Temporal's metrics.
      ...(type === "DynamicsThrottled" && count <= fewAttempts && { category: "BENIGN" }),
    });
  }

  function delayMs(namedMs: number | undefined): number {
    // Temporal takes a delay of 0 for "do not retry" (seen on server 1.31), and 0 is what a date in Retry-After is when
    // our clock is ahead.
    if (namedMs !== undefined)
      return withJitter(Math.min(Math.max(namedMs, shortestDelayMs), longestPauseMs));
    const isRowsOwn = kind === "row" || kind === "other";
    if (isHeldBack && !isRowsOwn) return Math.ceil(shortestDelayMs * (1 + Math.random()));
    return withJitter(Math.min(shortestDelayMs * 2 ** (count - 1), isRowsOwn ? 30_000 : 10_000));
  }
}

function explainRefusal(
  error: DataverseError,
  { people, columns, isAlone, ...known }: FailedAttempt,
): { readonly action: Action; readonly why: string } {
  const { message, facts } = error;
  const { dataverseCode = "", dataverseMessage = "" } = facts;
  const subject = subjectOf(dataverseMessage, rowsNamedIn(error.operations(), known));
  const action = isAlone ? failsAlone : actionFor(facts, subject);
  const name = nameOfCode(dataverseCode);
  const sentences = [
    `${message}${name === undefined ? "" : `, ${name}`}.`,
    isAboutRow(action) && subject && `It is about ${describeRow(subject)}.`,
    columns,
    action.quote && dataverseMessage && `Dynamics says: "${quotable(dataverseMessage, people)}".`,
  ];
  return { action, why: sentences.filter(Boolean).join(" ") };
}

/** Of other refusals the ids are those of the application user or of what was sent, which tell nobody anything. */
function isAboutRow({ type }: Action): boolean {
  return type === "DynamicsRowGone" || type === "DynamicsOwnerRefused";
}

/** Up to a tenth more, at most 5 s, so that Activities that were told the same time do not all retry at once. */
function withJitter(ms: number): number {
  return Math.ceil(ms + Math.random() * Math.min(ms / 10, 5_000));
}

/** The error's name and stack, without its message: that may quote the data of a client. */
function withoutMessage({ name, stack = "" }: Error): Error {
  const bare = new Error(name);
  bare.stack = [name, ...stack.split("\n").filter((line) => /^ {4}at /.test(line))].join("\n");
  return bare;
}
