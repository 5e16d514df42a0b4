/** The one table of Dataverse's refusals: which are retried, and which wait for a person (decision 6). */
import type { DataverseErrorFacts } from "../dataverse/errors.ts";
import type { NamedRow } from "./named-rows.ts";

/** The `type` of every failure of an Activity. After OwnerRefused, RowGone and Duplicate the Workflow looks up again, once. */
export type FailureType =
  | "DynamicsUnavailable"
  | "DynamicsThrottled"
  | "DynamicsSignIn"
  | "DynamicsRefused"
  | "DynamicsOwnerRefused"
  | "DynamicsRowGone"
  | "DynamicsDuplicate"
  | "DynamicsUnexpected"
  | "LeadNotClaimed"
  | "MappingIncomplete"
  | "InternalError";

/** What to do about a failure. `retry`: for ever, a few times and then a person decides, or a person decides at once. */
export interface Action {
  readonly type: FailureType;
  readonly retry: "always" | "few" | "never";
  /** What the person who reads the failure has to do. */
  readonly todo: string;
  /** Whether Dataverse's message is shown, without e-mail addresses and what Coconut told us of people. */
  readonly quote?: boolean;
  /** Where Dataverse does not say which column it is about, the metadata and our own values are asked. */
  readonly findColumn?: boolean;
  /** What to do instead where Dataverse names a row that the request named. */
  readonly about?: Readonly<Partial<Record<NamedRow["role"], Action>>>;
}

const wait: Action = {
  type: "DynamicsUnavailable",
  retry: "always",
  todo: "Nothing to do: it is tried again.",
};
const throttled: Action = { ...wait, type: "DynamicsThrottled" };
/** No request is carried out, whatever it is about. */
export const switchedOff: Action = {
  type: "DynamicsUnavailable",
  retry: "always",
  todo: "The organisation is disabled or in administration mode: see the admin centre; it is tried again by itself.",
};
/** What answered was not Dynamics. */
const foreign: Action = {
  ...wait,
  todo: "Something between the worker and Dynamics answered in its place: it is tried again. If it lasts, see that DATAVERSE_URL is the environment's address, and that proxies and firewalls let the worker through.",
};
const foreignTooLarge: Action = {
  type: "DynamicsRefused",
  retry: "few",
  todo: "A proxy before Dynamics takes no request of this size: raise its limits (64 kB for an address, 1 MB for a body), then send the Signal `retry`.",
};
/** Entra ID gives no token, or Dataverse does not take it. */
export const signIn: Action = {
  type: "DynamicsSignIn",
  retry: "always",
  todo: "Check the app registration's credential and the application user; it is tried again by itself. A setting of the worker counts after its restart.",
};
/** Nothing is known of the credential: Entra ID was not reached, is busy, or something else answered in its place. */
export const signInOutage: Action = {
  ...wait,
  todo: "The identity provider could not be asked, or is busy: it is tried again. If it lasts, see that the worker reaches AZURE_AUTHORITY_HOST.",
};
/** Temporal could not be asked which appointment creates the lead. */
export const claimUnknown: Action = { ...wait, type: "LeadNotClaimed" };
/** Temporal does not let the worker start Workflows. */
export const claimRefused: Action = {
  type: "LeadNotClaimed",
  retry: "always",
  todo: "Allow the worker's identity in Temporal to start and describe Workflows; it is tried again by itself.",
};
const unexpected: Action = {
  type: "DynamicsUnexpected",
  retry: "few",
  todo: "Look the request id up with Microsoft's support, then send the Signal `retry`.",
};
const plugInTimeout: Action = {
  ...unexpected,
  todo: "A plug-in in Dynamics takes too long: tell its administrator, then send the Signal `retry`.",
};
/** Any failure that passes by itself, when it does not pass for one row alone. */
export const failsAlone: Action = {
  ...unexpected,
  retry: "never",
  todo: "It failed again and again while the same succeeded for others: a plug-in that takes too long for this row, or a lock on it. Look into the plug-in trace log of Dynamics, then send the Signal `retry`.",
};
const refused = { type: "DynamicsRefused", retry: "never" } as const;
const userRefused: Action = {
  type: "DynamicsOwnerRefused",
  retry: "never",
  todo: "Enable that user and give it a role that may read appointments and leads, or give the appointment to somebody else in Coconut; then send the Signal `retry`.",
  quote: true,
};
const fallbackRefused: Action = {
  ...userRefused,
  todo: "Enable it and give it a role that may read appointments and leads, then send the Signal `retry`; or name another `fallbackOwner` in the mapping file and restart the worker first.",
};
const attendeeRefused: Action = {
  ...userRefused,
  todo: "Enable that user, or take them off the appointment in Coconut; then send the Signal `retry`.",
};
const aboutUsers = {
  owner: userRefused,
  "fallback owner": fallbackRefused,
  attendee: attendeeRefused,
} as const;
const privilege: Action = {
  ...refused,
  todo: "Give the application user's role the privilege, organisation-wide, then send the Signal `retry`.",
  quote: true,
  about: aboutUsers,
};
const applicationUser: Action = {
  ...refused,
  todo: "Create or enable the application user and give it a role, then send the Signal `retry`.",
  about: aboutUsers,
};
const mapping: Action = {
  ...refused,
  todo: "Mend the column in the mapping, restart the worker, then send the Signal `retry`.",
  quote: true,
  findColumn: true,
};
/** Dataverse's words quote the value that it refused. */
const mappingUnquoted: Action = { ...mapping, quote: false };
const tooLarge: Action = {
  ...refused,
  todo: "The row is larger than Dynamics takes: give `description` a smaller maxLength in the mapping, restart the worker, then send the Signal `retry`.",
};
const noSuchTable: Action = {
  ...refused,
  todo: "Install Dynamics 365 Sales, which brings leads, or mend DATAVERSE_URL and restart the worker; then send the Signal `retry`.",
  quote: true,
};
const rule: Action = {
  ...refused,
  todo: "A rule in Dynamics refused the row: mend the rule or the data, then send the Signal `retry`.",
};
const plugIn: Action = { ...rule, quote: true };
const duplicateRule: Action = {
  ...refused,
  todo: "A duplicate detection rule of this table takes the row for one that is there already: merge the two, or change or unpublish the rule (Power Platform admin centre, Data management, Duplicate detection rules); then send the Signal `retry`.",
};
const gone: Action = {
  type: "DynamicsRowGone",
  retry: "never",
  todo: "A row that the appointment needs was deleted in Dynamics: send the Signal `retry` to look again.",
  about: {
    regarding: {
      type: "DynamicsRowGone",
      retry: "never",
      todo: "The client's row was deleted in Dynamics: send the Signal `retry` to look again.",
    },
    owner: {
      type: "DynamicsRowGone",
      retry: "never",
      todo: "This user is not in this environment any more: send the Signal `retry` to look again.",
    },
    "fallback owner": {
      type: "DynamicsOwnerRefused",
      retry: "never",
      todo: "It does not exist in this environment: name one that does as `fallbackOwner` in the mapping file, restart the worker, then send the Signal `retry`.",
    },
  },
};
const duplicate: Action = {
  type: "DynamicsDuplicate",
  retry: "never",
  todo: "Another row has the same alternate key: merge or delete one of them, then send the Signal `retry`.",
  quote: true,
};
const badRequest: Action = {
  ...refused,
  todo: "Dynamics does not understand the request: report it, with this message, to whoever maintains this service for you; then send the Signal `retry` once it is repaired.",
};

/** Our own code failed. */
export const internalError: Action = {
  type: "InternalError",
  retry: "few",
  todo: "This is a fault of this service: report it, with the failure's stack in Temporal, to whoever maintains it for you; send the Signal `retry` once it is repaired.",
};

/**
 * Dataverse's error codes where they say more than the status, each with its name in Microsoft's list (Web service error
 * codes, learn.microsoft.com) and what we do.
 */
const codes: readonly (readonly [code: string, name: string, action: Action])[] = [
  ["0x80072322", "ThrottlingBurstRequestLimitExceededError", throttled],
  ["0x80072321", "ThrottlingTimeExceededError", throttled],
  ["0x80072326", "ThrottlingConcurrencyLimitExceededError", throttled],
  ["0x8005f103", "Throttling", throttled],
  ["0x80048544", "DataEngineQueryThrottling", throttled], // the look-up costs the database too much at the moment
  ["0x8004a001", "CrmSqlGovernorDatabaseRequestDenied", wait], // the database is busy
  ["0x80044150", "unManagedidssqlerror", wait], // any SQL error, also a deadlock
  ["0x80044151", "unManagedidssqltimeouterror", wait],
  ["0x80044339", "CouldNotObtainLockOnResource", wait],
  ["0x80072323", "AzureSqlDatabaseResourceLimitExceededError", wait],
  ["0x80072324", "AzureSqlMaxConcurrentWorkersLimitExceededError", wait],
  ["0x8004a104", "OrganizationDisabled", switchedOff],
  ["0x8004a113", "UserDoesNotHaveAdminOnlyModePermissions", switchedOff],
  ["0x80071151", "SolutionConcurrencyFailure", wait], // a solution is being installed
  ["0x80071154", "ConcurrentOperationFailure", wait], // customisations are being published
  ["0x80040216", "UnExpected", unexpected],
  ["0x80040224", "IsvUnExpected", unexpected], // a plug-in broke
  ["0x80081111", "SandboxWorkerPluginExecuteTimeout", plugInTimeout],
  ["0x80044171", "SandboxClientPluginTimeout", plugInTimeout],
  ["0x80044172", "SandboxHostPluginTimeout", plugInTimeout],
  ["0x80044173", "SandboxWorkerPluginTimeout", plugInTimeout],
  ["0x80040220", "PrivilegeDenied", privilege],
  ["0x80048306", "unManagedIdsAccessDenied", privilege], // no access to this row
  ["0x80040231", "PrincipalPrivilegeDenied", privilege], // the owner that is set has no access
  ["0x80048405", "AccessDenied", privilege],
  ["0x80072560", "UserNotMemberOfOrg", applicationUser],
  ["0x80042f09", "UserNotAssignedRoles", applicationUser],
  ["0x80040225", "unManagedidsusernotenabled", applicationUser],
  ["0x8004d24b", "UserNotAssignedLicense", applicationUser],
  ["0x80044331", "StringLengthTooLong", mapping],
  ["0x8004432f", "IntegerValueOutOfRange", mapping],
  ["0x80044330", "DecimalValueOutOfRange", mapping],
  ["0x8004431a", "PicklistValueOutOfRange", mapping],
  ["0x80048408", "InvalidStateCodeStatusCode", mapping],
  // Microsoft's list has no name for it: a column that is not there, or a value of another type
  ["0x80048d19", "payload error", mappingUnquoted],
  ["0x80040239", "InvalidDateTime", mappingUnquoted],
  ["0x80040203", "InvalidArgument", mappingUnquoted],
  ["0x80040278", "InvalidCharactersInField", mappingUnquoted],
  ["0x8004418a", "RequestLengthTooLarge", tooLarge],
  ["0x80040265", "IsvAborted", plugIn], // a plug-in refused the row
  ["0x80040333", "DuplicateRecordsFound", duplicateRule],
  ["0x8004022e", "CannotUpdateBecauseItIsReadOnly", rule],
  ["0x80040230", "CannotUpdateObjectBecauseItIsInactive", rule],
  ["0x80040217", "ObjectDoesNotExist", gone],
  ["0x80060891", "RecordNotFoundByEntityKey", gone],
  ["0x8004430c", "TooManyConditionsInQuery", badRequest],
  ["0x8006088a", "CrmHttpError", noSuchTable], // there is no such table
  ["0x80040237", "DuplicateRecord", wait], // the row was made this moment by another request
  ["0x80060892", "DuplicateRecordEntityKey", duplicate], // another alternate key is taken
  ["0x80060882", "ConcurrencyVersionMismatch", wait],
];

const rowsByCode = new Map(codes.map(([code, name, action]) => [code, { name, action }]));

/** Microsoft's name of an error code, for the person who reads it; undefined for a code that is not in the table. */
export function nameOfCode(code: string): string | undefined {
  return rowsByCode.get(code)?.name;
}

/** What to do about an error of Dataverse: by its code, else by the status. `subject` is the row that it names, if any. */
export function actionFor(facts: DataverseErrorFacts, subject?: NamedRow): Action {
  const action = actionByAnswer(facts);
  return (subject && action.about?.[subject.role]) ?? action;
}

function actionByAnswer(facts: DataverseErrorFacts): Action {
  const { kind, status = 0, dataverseCode = "" } = facts;
  if (kind === "transport") return wait;
  if (kind === "unsent") return facts.obstacle === "unavailable" ? wait : throttled;
  if (kind === "protocol") return unexpected;
  const row = rowsByCode.get(dataverseCode);
  if (row !== undefined) return row.action;
  if (status === 429) return throttled;
  if (kind === "foreign") return tooLargeStatuses.has(status) ? foreignTooLarge : foreign;
  if (status === 401) return signIn;
  if (status === 403) return privilege;
  if (status === 413) return tooLarge;
  if (status === 408 || status === 412 || status >= 500) return wait;
  return badRequest;
}

/** Of the body, the address or the headers: such a request does not pass later either. */
const tooLargeStatuses: ReadonlySet<number> = new Set([413, 414, 431]);
