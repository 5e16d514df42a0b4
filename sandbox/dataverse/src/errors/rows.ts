// Refusals because of what rows there are.

import type { Table } from "../model/metadata.ts";
import { DataverseError } from "./dataverse-error.ts";

/** 404: there is no row with this id. */
export function notFound(table: Table, id: string): DataverseError {
  return new DataverseError(404, "0x80040217", `${table.logicalName} With Id = ${id} Does Not Exist`);
}

/** 404: there is no row with this alternate key. */
export function keyNotFound(table: Table): DataverseError {
  return new DataverseError(
    404,
    "0x80060891",
    `A record with the specified key values does not exist in ${table.logicalName} entity`,
  );
}

/** 412: there is a row with this id. */
export function duplicateKey(): DataverseError {
  return new DataverseError(412, "0x80040237", "Cannot insert duplicate key.");
}

/** 412: there is a row with this key, and If-None-Match: * asked only to create. */
export function alreadyExists(): DataverseError {
  return new DataverseError(412, "0x80040237", "A record with matching key values already exists.");
}

/** 412: another row has the same values in the columns of an alternate key. */
export function alternateKeyViolated(name: string, columns: readonly string[]): DataverseError {
  return new DataverseError(
    412,
    "0x80060892",
    `Entity Key ${name} violated. A record with the same value for ${columns.join(", ")} already exists. A duplicate record cannot be created. Select one or more unique values and try again.`,
  );
}

/** 412: the row has changed since the version that If-Match names. */
export function staleRow(): DataverseError {
  return new DataverseError(
    412,
    "0x80060882",
    "The version of the existing record doesn't match the RowVersion property provided.",
  );
}

/** 400: the row is in a read-only state. */
export function closedRow(table: Table): DataverseError {
  const message = table.isActivity
    ? "Cannot update Closed or Cancelled Activity"
    : "The object cannot be updated because it is inactive.";
  return new DataverseError(400, "0x80040230", message);
}

/** 400: only the service writes rows of this table. */
export function writtenByService(verb: string, table: Table): DataverseError {
  return new DataverseError(
    400,
    "0x80040800",
    `The '${verb}' method does not support entities of type '${table.logicalName}'.`,
  );
}

/** 400: a row cannot be deleted while another row that must keep its reference points at it. */
export function referencedRow(table: Table, other: Table): DataverseError {
  return new DataverseError(
    400,
    "0x80040227",
    `The ${table.logicalName} cannot be deleted: the object you tried to delete is associated with another object (${other.logicalName}) and cannot be deleted.`,
  );
}

/**
 * 412: a published rule finds a duplicate. One article of Microsoft shows status 500; other articles, and
 * the table of error codes, 412, which fits a refusal.
 */
export function duplicateDetected(): DataverseError {
  return new DataverseError(
    412,
    "0x80040333",
    "A record was not created or updated because a duplicate of the current record already exists.",
  );
}
