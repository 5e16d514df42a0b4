import type { Table } from "../model/metadata.ts";
import { DataverseError } from "./dataverse-error.ts";

export function tooLong(table: Table, column: string, maxLength: number): DataverseError {
  return new DataverseError(
    400,
    "0x80044331",
    `A validation error occurred.  The length of the '${column}' attribute of the '${table.logicalName}' entity exceeded the maximum allowed length of '${maxLength}'.`,
  );
}

export function numberOutOfRange(table: Table, column: string, isWhole = true): DataverseError {
  return new DataverseError(
    400,
    isWhole ? "0x8004432f" : "0x80044330",
    `A validation error occurred.  The value of '${column}' on record of type '${table.logicalName}' is outside the valid range.`,
  );
}

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

export function invalidCharacter(column: string): DataverseError {
  return new DataverseError(
    400,
    "0x80040278",
    `Invalid character in field '${column}': it is not valid in XML.`,
  );
}

export function durationMismatch(): DataverseError {
  return new DataverseError(400, "0x8004350a", "Activity duration does not match start/end time");
}

export function dateTooEarly(value: string): DataverseError {
  return new DataverseError(
    400,
    "0x80040239",
    `DateTime is less than minumum value supported by CrmDateTime. Actual value: ${value}, Minimum value supported: 01/01/1753 00:00:00`,
  );
}

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

export function invalidArgument(reason: string): DataverseError {
  return new DataverseError(400, "0x80040203", reason);
}

export function ownerRequired(): DataverseError {
  return invalidArgument("The owner of a row cannot be cleared.");
}

export function partyMissing(): DataverseError {
  return new DataverseError(400, "0x80043504", "Activity party object Id or type is missing");
}

export function participationMissing(): DataverseError {
  return new DataverseError(400, "0x80040b06", "Participation type is missing from an activity");
}

export function badParty(): DataverseError {
  return new DataverseError(400, "0x80043506", "Cannot create activity party of specified object type.");
}

export function fileTooLarge(): DataverseError {
  return new DataverseError(400, "0x80044a02", "Attachment file size is too big.");
}

export function noUploadSession(): DataverseError {
  return invalidArgument("The session token of the upload is not valid.");
}
