import type { Table } from "../model/metadata.ts";
import { DataverseError } from "./dataverse-error.ts";

export function notFound(table: Table, id: string): DataverseError {
  return new DataverseError(404, "0x80040217", `${table.logicalName} With Id = ${id} Does Not Exist`);
}

export function keyNotFound(table: Table): DataverseError {
  return new DataverseError(
    404,
    "0x80060891",
    `A record with the specified key values does not exist in ${table.logicalName} entity`,
  );
}

export function duplicateKey(): DataverseError {
  return new DataverseError(412, "0x80040237", "Cannot insert duplicate key.");
}

export function alreadyExists(): DataverseError {
  return new DataverseError(412, "0x80040237", "A record with matching key values already exists.");
}

export function alternateKeyViolated(name: string, columns: readonly string[]): DataverseError {
  return new DataverseError(
    412,
    "0x80060892",
    `Entity Key ${name} violated. A record with the same value for ${columns.join(", ")} already exists. A duplicate record cannot be created. Select one or more unique values and try again.`,
  );
}

export function staleRow(): DataverseError {
  return new DataverseError(
    412,
    "0x80060882",
    "The version of the existing record doesn't match the RowVersion property provided.",
  );
}

export function closedRow(table: Table): DataverseError {
  const message = table.isActivity
    ? "Cannot update Closed or Cancelled Activity"
    : "The object cannot be updated because it is inactive.";
  return new DataverseError(400, "0x80040230", message);
}

export function writtenByService(verb: string, table: Table): DataverseError {
  return new DataverseError(
    400,
    "0x80040800",
    `The '${verb}' method does not support entities of type '${table.logicalName}'.`,
  );
}

export function referencedRow(table: Table, other: Table): DataverseError {
  return new DataverseError(
    400,
    "0x80040227",
    `The ${table.logicalName} cannot be deleted: the object you tried to delete is associated with another object (${other.logicalName}) and cannot be deleted.`,
  );
}

/** The documentation shows 500, other pages and the table of errors 412: a refusal is no server error. */
export function duplicateDetected(): DataverseError {
  return new DataverseError(
    412,
    "0x80040333",
    "A record was not created or updated because a duplicate of the current record already exists.",
  );
}
