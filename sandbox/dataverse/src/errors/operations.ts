import type { Table } from "../model/metadata.ts";
import { DataverseError } from "./dataverse-error.ts";
import { payloadError } from "./payloads.ts";
import { badQuery } from "./addresses.ts";

export function unresolvedParameters(): DataverseError {
  return badQuery("Request message has unresolved parameters.");
}

export function badArguments(operation: string, reason: string): DataverseError {
  return payloadError(operation, reason);
}

export function missingArgument(operation: string, name: string): DataverseError {
  return new DataverseError(400, "0x80040203", `Required field '${name}' is missing for '${operation}'.`);
}

export function keyNotSet(operation: string): DataverseError {
  return badArguments(operation, "EdmEntityObject passed should have the key property value set.");
}

export function wrongTargetType(operation: string, expected: string, found: string): DataverseError {
  return badArguments(
    operation,
    `A value of type 'Microsoft.Dynamics.CRM.${found}' was found in 'Targets', but rows of type 'Microsoft.Dynamics.CRM.${expected}' were expected.`,
  );
}

export function noTargets(): DataverseError {
  return new DataverseError(400, "0x80040203", "The parameter 'Targets' must hold at least one row.");
}

export function repeatedKey(name: string): DataverseError {
  return new DataverseError(
    400,
    "0x80040216",
    `An unexpected error occurred. The key column '${name}' is given both in the key and in the columns of a target.`,
  );
}

export function rowsNotFound(table: Table, ids: readonly string[]): DataverseError {
  return new DataverseError(
    404,
    "0x80040217",
    `${table.schemaName ?? table.logicalName} With Ids = ${ids.join(", ")} Do Not Exist`,
  );
}

export function notImplemented(operation: string): DataverseError {
  return new DataverseError(400, "0x80040800", `${operation} has not yet been implemented.`);
}

export function leadAlreadyClosed(): DataverseError {
  return new DataverseError(400, "0x80040203", "The lead is already closed.");
}

export function notMergeable(table: Table): DataverseError {
  return new DataverseError(
    400,
    "0x80040800",
    `The 'Merge' method does not support entities of type '${table.logicalName}'.`,
  );
}

export function identicalForMerge(): DataverseError {
  return new DataverseError(
    400,
    "0x80045305",
    "Merge cannot be performed on master and sub-entities that are identical.",
  );
}

export function inactiveForMerge(): DataverseError {
  return new DataverseError(400, "0x80045304", "Merge cannot be performed on entity that is inactive.");
}

export function differentlyParented(): DataverseError {
  return new DataverseError(400, "0x80045316", "Merge warning: sub-entity will be differently parented.");
}
