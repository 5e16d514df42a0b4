// Refusals of functions and actions.

import type { Table } from "../model/metadata.ts";
import { DataverseError } from "./dataverse-error.ts";
import { payloadError } from "./payloads.ts";
import { badQuery } from "./addresses.ts";

/** 400: parameters are missing, unknown or not resolved, or the name is not qualified as it must be. */
export function unresolvedParameters(): DataverseError {
  return badQuery("Request message has unresolved parameters.");
}

/** 400: the arguments of an action are not valid, for the given reason. */
export function badArguments(operation: string, reason: string): DataverseError {
  return payloadError(operation, reason);
}

/** 400: a required argument is missing. */
export function missingArgument(operation: string, name: string): DataverseError {
  return new DataverseError(400, "0x80040203", `Required field '${name}' is missing for '${operation}'.`);
}

/** 400: a row among the arguments has no key. */
export function keyNotSet(operation: string): DataverseError {
  return badArguments(operation, "EdmEntityObject passed should have the key property value set.");
}

/** 400: a row in Targets is of another table. */
export function wrongTargetType(operation: string, expected: string, found: string): DataverseError {
  return badArguments(
    operation,
    `A value of type 'Microsoft.Dynamics.CRM.${found}' was found in 'Targets', but rows of type 'Microsoft.Dynamics.CRM.${expected}' were expected.`,
  );
}

/** 400: Targets is empty. */
export function noTargets(): DataverseError {
  return new DataverseError(400, "0x80040203", "The parameter 'Targets' must hold at least one row.");
}

/** 400: a target gives a key column both in its key and among its columns. */
export function repeatedKey(name: string): DataverseError {
  return new DataverseError(
    400,
    "0x80040216",
    `An unexpected error occurred. The key column '${name}' is given both in the key and in the columns of a target.`,
  );
}

/** 404: there are no rows with these ids. */
export function rowsNotFound(table: Table, ids: readonly string[]): DataverseError {
  return new DataverseError(
    404,
    "0x80040217",
    `${table.schemaName ?? table.logicalName} With Ids = ${ids.join(", ")} Do Not Exist`,
  );
}

/** 400: Dataverse does not support the operation here. */
export function notImplemented(operation: string): DataverseError {
  return new DataverseError(400, "0x80040800", `${operation} has not yet been implemented.`);
}

/** 400: the lead to qualify is closed. */
export function leadAlreadyClosed(): DataverseError {
  return new DataverseError(400, "0x80040203", "The lead is already closed.");
}

/** 400: rows of this table cannot be merged. */
export function notMergeable(table: Table): DataverseError {
  return new DataverseError(
    400,
    "0x80040800",
    `The 'Merge' method does not support entities of type '${table.logicalName}'.`,
  );
}

/** 400: a row cannot be merged with itself. */
export function identicalForMerge(): DataverseError {
  return new DataverseError(
    400,
    "0x80045305",
    "Merge cannot be performed on master and sub-entities that are identical.",
  );
}

/** 400: an inactive row cannot be merged. */
export function inactiveForMerge(): DataverseError {
  return new DataverseError(400, "0x80045304", "Merge cannot be performed on entity that is inactive.");
}

/** 400: the rows to merge belong to different parents, and the caller asked to check that. */
export function differentlyParented(): DataverseError {
  return new DataverseError(400, "0x80045316", "Merge warning: sub-entity will be differently parented.");
}
