import type { Table } from "../model/metadata.ts";
import { DataverseError } from "./dataverse-error.ts";

/** `entity` is what the service takes the payload to be of: a set, an operation, or nothing it knows. */
export function payloadError(entity: string, reason: string): DataverseError {
  return new DataverseError(
    400,
    "0x80048d19",
    `Error identified in Payload provided by the user for Entity :'${entity}', For more information on this error please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293  ---->  InnerException : Microsoft.OData.ODataException: ${reason}`,
  );
}

export function badPayload(table: Table, reason: string): DataverseError {
  return payloadError(table.entitySet, reason);
}

export function undeclaredProperty(table: Table, name: string): DataverseError {
  return badPayload(
    table,
    `An undeclared property '${name}' was found in the payload of type 'Microsoft.Dynamics.CRM.${table.logicalName}'. Invalid property '${name}' was found in entity 'Microsoft.Dynamics.CRM.${table.logicalName}'.`,
  );
}

export function undeclaredNavigation(table: Table, name: string): DataverseError {
  return badPayload(
    table,
    `An undeclared property '${name}' which only has property annotations in the payload but no property value was found in the payload. In OData, only declared navigation properties and declared named streams can be represented as properties without values.`,
  );
}

export function nestedRowsNotAllowed(table: Table, name: string): DataverseError {
  return badPayload(
    table,
    `The related rows of '${name}' cannot be written here: deep inserts are not allowed in update operations using PUT or PATCH requests.`,
  );
}

export function tooLarge(): DataverseError {
  return new DataverseError(413, "0x8004418a", "The request is larger than the service accepts.");
}

/** A property is set with {"value": …}. */
export function valueMissing(table: Table): DataverseError {
  return badPayload(
    table,
    "The property with name 'value' was not found in the payload: property and collection payloads must always have a top-level property with name 'value'.",
  );
}

export function wrongType(table: Table, found: string): DataverseError {
  return badPayload(
    table,
    `A resource with type '${found.slice(0, 200)}' was found, but it is not assignable to the expected type 'Microsoft.Dynamics.CRM.${table.logicalName}'.`,
  );
}

export function streamNotReadable(): DataverseError {
  return badBatch("Stream was not readable.");
}

export function badBatch(reason: string): DataverseError {
  return new DataverseError(400, "0x80048d19", reason);
}

export function contentIdMissing(): DataverseError {
  return new DataverseError(
    400,
    "0x80060888",
    "Content-ID header not present in the request within a change set.",
  );
}

export function unknownContentId(reference: string): DataverseError {
  return new DataverseError(
    400,
    "0x80060888",
    `Content-ID Reference: '${reference}' does not exist in the batch context.`,
  );
}
