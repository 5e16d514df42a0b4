// Refusals of values.

import type { Table } from "../model/metadata.ts";
import { DataverseError } from "./dataverse-error.ts";

/** 400: a text is longer than its column allows. */
export function tooLong(table: Table, column: string, maxLength: number): DataverseError {
  return new DataverseError(
    400,
    "0x80044331",
    `A validation error occurred.  The length of the '${column}' attribute of the '${table.logicalName}' entity exceeded the maximum allowed length of '${maxLength}'.`,
  );
}

/** 400: a number is outside the range of its column; the code tells whole numbers from others. */
export function numberOutOfRange(table: Table, column: string, isWhole = true): DataverseError {
  return new DataverseError(
    400,
    isWhole ? "0x8004432f" : "0x80044330",
    `A validation error occurred.  The value of '${column}' on record of type '${table.logicalName}' is outside the valid range.`,
  );
}

/** 400: a value is no option of its choice. */
export function choiceOutOfRange(
  table: Table,
  column: string,
  value: number,
  accepted: readonly number[],
): DataverseError {
  return new DataverseError(
    400,
    "0x8004431a",
    `A validation error occurred. The value ${value} of '${column}' on record of type '${table.logicalName}' is outside the valid range. Accepted Values: ${accepted.join(",")}`,
  );
}

/** 400: a text contains a character that XML cannot contain. */
export function invalidCharacter(column: string): DataverseError {
  return new DataverseError(
    400,
    "0x80040278",
    `Invalid character in field '${column}': it is not valid in XML.`,
  );
}

/** 400: the duration of an appointment does not match its start and end. */
export function durationMismatch(): DataverseError {
  return new DataverseError(400, "0x8004350a", "Activity duration does not match start/end time");
}

/** 400: a date is before 1753. */
export function dateTooEarly(value: string): DataverseError {
  return new DataverseError(
    400,
    "0x80040239",
    `DateTime is less than minumum value supported by CrmDateTime. Actual value: ${value}, Minimum value supported: 01/01/1753 00:00:00`,
  );
}

/** 400: the status reason does not belong to the state. */
export function statusNotOfState(
  table: Table,
  status: number,
  stateLabel: string,
  id: string,
): DataverseError {
  return new DataverseError(
    400,
    "0x80048408",
    `${status} is not a valid status code for state code ${table.stateTypeName}.${stateLabel} on ${table.logicalName} with Id ${id}.`,
  );
}

/** 400: a value is not valid, for the given reason. */
export function invalidArgument(reason: string): DataverseError {
  return new DataverseError(400, "0x80040203", reason);
}

/** 400: the owner of a row cannot be cleared. */
export function ownerRequired(): DataverseError {
  return invalidArgument("The owner of a row cannot be cleared.");
}

/** 400: an activity party has neither a row nor an address. */
export function partyMissing(): DataverseError {
  return new DataverseError(400, "0x80043504", "Activity party object Id or type is missing");
}

/** 400: an activity party has no participation type. */
export function participationMissing(): DataverseError {
  return new DataverseError(400, "0x80040b06", "Participation type is missing from an activity");
}

/** 400: callers may not write parties of this participation type. */
export function badParty(): DataverseError {
  return new DataverseError(400, "0x80043506", "Cannot create activity party of specified object type.");
}

/** 400: a file is larger than its column allows. */
export function fileTooLarge(): DataverseError {
  return new DataverseError(400, "0x80044a02", "Attachment file size is too big.");
}

/** 400: there is no upload with this session token. */
export function noUploadSession(): DataverseError {
  return invalidArgument("The session token of the upload is not valid.");
}
