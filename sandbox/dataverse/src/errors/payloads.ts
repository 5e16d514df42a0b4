// Refusals of request bodies and batches.

import type { Table } from "../model/metadata.ts";
import { DataverseError } from "./dataverse-error.ts";

/**
 * 400: the payload is not valid, for the given reason; `entity` is the entity set or operation that it is
 * for, or empty.
 */
export function payloadError(entity: string, reason: string): DataverseError {
  return new DataverseError(
    400,
    "0x80048d19",
    `Error identified in Payload provided by the user for Entity :'${entity}', For more information on this error please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293  ---->  InnerException : Microsoft.OData.ODataException: ${reason}`,
  );
}

/** 400: the payload for a row is not valid, for the given reason. */
export function badPayload(table: Table, reason: string): DataverseError {
  return payloadError(table.entitySet, reason);
}

/** 400: the payload has a property that the table does not have. */
export function undeclaredProperty(table: Table, name: string): DataverseError {
  return badPayload(
    table,
    `An undeclared property '${name}' was found in the payload of type 'Microsoft.Dynamics.CRM.${table.logicalName}'. Invalid property '${name}' was found in entity 'Microsoft.Dynamics.CRM.${table.logicalName}'.`,
  );
}

/** 400: the payload binds a navigation property that the table does not have. */
export function undeclaredNavigation(table: Table, name: string): DataverseError {
  return badPayload(
    table,
    `An undeclared property '${name}' which only has property annotations in the payload but no property value was found in the payload. In OData, only declared navigation properties and declared named streams can be represented as properties without values.`,
  );
}

/** 400: an update has nested rows. */
export function nestedRowsNotAllowed(table: Table, name: string): DataverseError {
  return badPayload(
    table,
    `The related rows of '${name}' cannot be written here: deep inserts are not allowed in update operations using PUT or PATCH requests.`,
  );
}

/** 413: the body is larger than the service accepts. */
export function tooLarge(): DataverseError {
  return new DataverseError(413, "0x8004418a", "The request is larger than the service accepts.");
}

/** 400: the body for one property is not of the form {"value": …}. */
export function valueMissing(table: Table): DataverseError {
  return badPayload(
    table,
    "The property with name 'value' was not found in the payload: property and collection payloads must always have a top-level property with name 'value'.",
  );
}

/** 400: @odata.type names another table. */
export function wrongType(table: Table, found: string): DataverseError {
  return badPayload(
    table,
    `A resource with type '${found.slice(0, 200)}' was found, but it is not assignable to the expected type 'Microsoft.Dynamics.CRM.${table.logicalName}'.`,
  );
}

/** 400: the multipart body of a batch is malformed. */
export function streamNotReadable(): DataverseError {
  return badBatch("Stream was not readable.");
}

/** 400: the batch is not valid, for the given reason. */
export function badBatch(reason: string): DataverseError {
  return new DataverseError(400, "0x80048d19", reason);
}

/** 400: a request in a change set has no Content-ID. */
export function contentIdMissing(): DataverseError {
  return new DataverseError(
    400,
    "0x80060888",
    "Content-ID header not present in the request within a change set.",
  );
}

/** 400: a Content-ID is referred to that no earlier request of the change set has. */
export function unknownContentId(reference: string): DataverseError {
  return new DataverseError(
    400,
    "0x80060888",
    `Content-ID Reference: '${reference}' does not exist in the batch context.`,
  );
}
