/**
 * Client error → ApplicationFailure: the one place that says what Temporal retries and what a person must
 * decide. The messages are for operators; they stand in the Temporal UI, so they quote no data of clients.
 */
import { ApplicationFailure } from "@temporalio/common";
import { DataverseError, type DataverseErrorFacts, DataverseSignInError } from "../dataverse/errors.ts";

/** The `type` of every failure an Activity may end with; the Workflow branches on `DynamicsRowGone` only. */
export type FailureType =
  | "DynamicsUnavailable"
  | "DynamicsThrottled"
  | "DynamicsSignIn"
  | "DynamicsRefused"
  | "DynamicsRowGone"
  | "DynamicsUnexpected"
  | "MappingIncomplete";

/** What the mapping cannot decide. `todo` tells a person how to mend it. */
export class MappingError extends Error {
  readonly todo: string;

  constructor(message: string, todo: string) {
    super(message);
    this.name = "MappingError";
    this.todo = todo;
  }
}

/** An answer worth waiting out, one a person must decide, or one that may be either: a few tries, then a person. */
interface Action {
  readonly type: FailureType;
  readonly retry: "always" | "few" | "never";
  readonly todo: string;
  /** Dataverse's words help and, for these codes, name privileges, columns or states, never a client. */
  readonly quote?: boolean;
}

const wait: Action = { type: "DynamicsUnavailable", retry: "always", todo: "Nothing: it is tried again." };
const throttled: Action = { type: "DynamicsThrottled", retry: "always", todo: "Nothing: it is tried again." };
const signIn: Action = {
  type: "DynamicsSignIn",
  retry: "always",
  todo: "Check the app registration's credential and the application user; it is tried again by itself.",
};
const unexpected: Action = {
  type: "DynamicsUnexpected",
  retry: "few",
  todo: "Look the request id up with Microsoft's support, then send the Signal `retry`.",
};
const privilege: Action = {
  type: "DynamicsRefused",
  retry: "never",
  todo: "Give the application user's role the privilege, organisation-wide, then send the Signal `retry`.",
  quote: true,
};
const applicationUser: Action = {
  type: "DynamicsRefused",
  retry: "never",
  todo: "Create or enable the application user and give it a role, then send the Signal `retry`.",
};
const mapping: Action = {
  type: "DynamicsRefused",
  retry: "never",
  todo: "Mend the column in the mapping, restart the worker, then send the Signal `retry`.",
  quote: true,
};
const rule: Action = {
  type: "DynamicsRefused",
  retry: "never",
  todo: "A rule in Dynamics refused the row: mend the rule or the data, then send the Signal `retry`.",
};
const gone: Action = {
  type: "DynamicsRowGone",
  retry: "never",
  todo: "The client's row was deleted in Dynamics: send the Signal `retry` to look again.",
};
const bug: Action = {
  type: "DynamicsRefused",
  retry: "never",
  todo: "The request itself is wrong: report it, then send the Signal `retry` once it is mended.",
};

/** Dataverse's error codes, where they say more than the status (learn.microsoft.com, Web service error codes). */
const actionsByCode: Readonly<Record<string, Action>> = {
  "0x80072322": throttled,
  "0x80072321": throttled,
  "0x80072326": throttled,
  "0x8005f103": throttled,
  "0x8004a001": wait,
  "0x80044150": wait,
  "0x80044151": wait,
  "0x80044339": wait,
  "0x80072323": wait,
  "0x80072324": wait,
  "0x8004a104": wait,
  "0x8004a113": wait,
  "0x80071151": wait,
  "0x80071154": wait,
  "0x80040216": unexpected,
  "0x80040224": unexpected,
  "0x80081111": unexpected,
  "0x80044171": unexpected,
  "0x80044172": unexpected,
  "0x80044173": unexpected,
  "0x80040220": privilege,
  "0x80048306": privilege,
  "0x80040231": privilege,
  "0x80048405": privilege,
  "0x80072560": applicationUser,
  "0x80042f09": applicationUser,
  "0x80040225": applicationUser,
  "0x8004d24b": applicationUser,
  "0x80044331": mapping,
  "0x8004432f": mapping,
  "0x80044330": mapping,
  "0x8004431a": mapping,
  "0x80048408": mapping,
  "0x80048d19": { ...mapping, quote: false },
  "0x80040239": { ...mapping, quote: false },
  "0x80040203": { ...mapping, quote: false },
  "0x80040278": { ...mapping, quote: false },
  "0x8004418a": { ...mapping, quote: false },
  "0x80040265": rule,
  "0x80040333": rule,
  "0x80040217": gone,
  "0x80040237": wait,
  "0x80060892": wait,
  "0x80060882": wait,
};

function actionFor({ kind, status = 0, dataverseCode = "" }: DataverseErrorFacts): Action {
  if (kind === "transport") return wait;
  if (kind === "protocol") return unexpected;
  const byCode = actionsByCode[dataverseCode];
  if (byCode !== undefined) return byCode;
  if (status === 429) return throttled;
  if (status === 401) return signIn;
  if (status === 403) return privilege;
  if (status === 408 || status === 412 || status >= 500) return wait;
  return bug;
}

const fewAttempts = 5;
const signInRetryMs = 60_000;

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
  return error;
}

function fromDataverse({ message, facts }: DataverseError, intention: string, attempt: number) {
  const action = actionFor(facts);
  const words =
    action.quote && facts.dataverseMessage ? ` Dynamics says: ${quotable(facts.dataverseMessage)}` : "";
  const delayMs = facts.retryAfterMs ?? (action === signIn ? signInRetryMs : undefined);
  return failure(action, `Could not ${intention}: ${message}.${words}`, delayMs, attempt);
}

function failure(action: Action, what: string, delayMs: number | undefined, attempt: number) {
  const isFinal = action.retry === "never" || (action.retry === "few" && attempt >= fewAttempts);
  return ApplicationFailure.create({
    message: `${what} ${action.todo}`,
    type: action.type,
    nonRetryable: isFinal,
    ...(delayMs !== undefined && { nextRetryDelay: Math.ceil(delayMs + jitterMs(delayMs)) }),
    // Throttling is expected: it only counts as a failure once it lasts.
    ...(action.type === "DynamicsThrottled" && attempt <= fewAttempts && { category: "BENIGN" }),
  });
}

/** Up to a tenth more, at most 5 s, so that those who were told the same time do not all come back at once. */
function jitterMs(delayMs: number): number {
  return Math.random() * Math.min(delayMs / 10, 5_000);
}

function quotable(message: string): string {
  return message.replaceAll(/\S+@\S+/g, "(address)").slice(0, 300);
}
