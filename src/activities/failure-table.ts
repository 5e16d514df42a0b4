/** Dataverse's refusals and what each asks for: to wait, or a person. The one table; read it with decision 6. */
import type { DataverseErrorFacts } from "../dataverse/errors.ts";

/** The `type` of every failure an Activity may end with. The Workflow looks everybody up anew for two of them. */
export type FailureType =
  | "DynamicsUnavailable"
  | "DynamicsThrottled"
  | "DynamicsSignIn"
  | "DynamicsRefused"
  | "DynamicsRowGone"
  | "DynamicsDuplicate"
  | "DynamicsUnexpected"
  | "MappingIncomplete"
  | "InternalError";

/** An answer worth waiting out, one a person must decide, or one that may be either: a few tries, then a person. */
export interface Action {
  readonly type: FailureType;
  readonly retry: "always" | "few" | "never";
  readonly todo: string;
  /** The delay where Dataverse names none; without it, Temporal's backoff. */
  readonly delayMs?: number;
  /** Dataverse's words help: shown without e-mail addresses and what Coconut told us of people. */
  readonly quote?: boolean;
}

const wait: Action = {
  type: "DynamicsUnavailable",
  retry: "always",
  todo: "Nothing to do: it is tried again.",
};
const throttled: Action = {
  type: "DynamicsThrottled",
  retry: "always",
  todo: "Nothing to do: it is tried again.",
};
const switchedOff: Action = {
  type: "DynamicsUnavailable",
  retry: "always",
  delayMs: 5 * 60_000,
  todo: "The organisation is disabled or in administration mode: see the admin centre; it is tried again by itself.",
};
export const signIn: Action = {
  type: "DynamicsSignIn",
  retry: "always",
  delayMs: 60_000,
  todo: "Check the app registration's credential and the application user; it is tried again by itself.",
};
const unexpected: Action = {
  type: "DynamicsUnexpected",
  retry: "few",
  todo: "Look the request id up with Microsoft's support, then send the Signal `retry`.",
};
const plugInTimeout: Action = {
  type: "DynamicsUnexpected",
  retry: "few",
  todo: "A plug-in in Dynamics takes too long: tell its administrator, then send the Signal `retry`.",
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
const tooLarge: Action = {
  type: "DynamicsRefused",
  retry: "never",
  todo: "The row is larger than Dynamics takes: give `description` a smaller maxLength in the mapping, restart the worker, then send the Signal `retry`.",
};
const noSuchTable: Action = {
  type: "DynamicsRefused",
  retry: "never",
  todo: "Install Dynamics 365 Sales, which brings leads, or mend DATAVERSE_URL; then send the Signal `retry`.",
  quote: true,
};
const rule: Action = {
  type: "DynamicsRefused",
  retry: "never",
  todo: "A rule in Dynamics refused the row: mend the rule or the data, then send the Signal `retry`.",
};
const plugIn: Action = { ...rule, quote: true };
const gone: Action = {
  type: "DynamicsRowGone",
  retry: "never",
  todo: "The client's row was deleted in Dynamics: send the Signal `retry` to look again.",
};
const duplicate: Action = {
  type: "DynamicsDuplicate",
  retry: "never",
  todo: "Another row has the same alternate key: merge or delete one of them, then send the Signal `retry`.",
  quote: true,
};
const bug: Action = {
  type: "DynamicsRefused",
  retry: "never",
  todo: "The request itself is wrong: report it, then send the Signal `retry` once it is mended.",
};

export const ourFault: Action = {
  type: "InternalError",
  retry: "few",
  todo: "This is a fault of the product: report it, and send the Signal `retry` once it is mended.",
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
  "0x8004a104": switchedOff,
  "0x8004a113": switchedOff,
  "0x80071151": wait,
  "0x80071154": wait,
  "0x80040216": unexpected,
  "0x80040224": unexpected,
  "0x80081111": plugInTimeout,
  "0x80044171": plugInTimeout,
  "0x80044172": plugInTimeout,
  "0x80044173": plugInTimeout,
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
  "0x8004418a": tooLarge,
  "0x80040265": plugIn,
  "0x80040333": rule,
  "0x8004022e": rule,
  "0x80040230": rule,
  "0x80040217": gone,
  "0x80060891": gone,
  "0x8006088a": noSuchTable,
  "0x80040237": wait,
  "0x80060892": duplicate,
  "0x80060882": wait,
};

export function actionFor({ kind, status = 0, dataverseCode = "" }: DataverseErrorFacts): Action {
  if (kind === "transport") return wait;
  if (kind === "unsent") return throttled;
  if (kind === "protocol") return unexpected;
  const byCode = actionsByCode[dataverseCode];
  if (byCode !== undefined) return byCode;
  if (status === 429) return throttled;
  if (status === 401) return signIn;
  if (status === 403) return privilege;
  if (status === 413) return tooLarge;
  if (status === 408 || status === 412 || status >= 500) return wait;
  return bug;
}
