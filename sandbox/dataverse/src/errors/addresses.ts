// Refusals of addresses and query options.

import type { Table } from "../model/metadata.ts";
import { DataverseError } from "./dataverse-error.ts";

/** 400: the query, or the syntax of the address, is not valid for the given reason. */
export function badQuery(reason: string): DataverseError {
  return new DataverseError(400, "0x80060888", reason);
}

/** 400: a query names a property that the table does not have. */
export function unknownProperty(table: Table, name: string): DataverseError {
  return badQuery(
    `Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.${table.logicalName}'.`,
  );
}

/** 404: a segment of the path names nothing. */
export function unknownSegment(segment: string): DataverseError {
  return new DataverseError(404, "0x8006088a", `Resource not found for the segment '${segment}'.`);
}

/** 405: what the path addresses does not support the HTTP method. */
export function methodNotAllowed(method: string): DataverseError {
  return new DataverseError(
    405,
    "",
    `The requested resource does not support http method '${method.slice(0, 20)}'.`,
  );
}

/** 414: the URL is longer than the service accepts. */
export function uriTooLong(): DataverseError {
  return new DataverseError(414, "", "The request URI is too long.");
}

/** 404: a function was called with POST, or an action with GET. */
export function noHttpResource(url: string): DataverseError {
  return new DataverseError(
    404,
    "",
    `No HTTP resource was found that matches the request URI '${url.slice(0, 300)}'.`,
  );
}

/** 415: the content type is not one that the service reads here. */
export function unsupportedMediaType(reason: string): DataverseError {
  return new DataverseError(415, "0x80048d19", reason);
}

/** 400: a key has a text where its column is a number, or a number where it is a text. */
export function badKeyValue(): DataverseError {
  return badQuery("Bad Request - Error in query syntax.");
}

/** 400: the columns in the address are no key of the table. */
export function badKey(table: Table): DataverseError {
  return new DataverseError(
    400,
    "0x80060890",
    `The key in the request URI is not valid for resource 'Microsoft.Dynamics.CRM.${table.logicalName}'. Ensure that the names and number of key properties match the declared key properties for the resource 'Microsoft.Dynamics.CRM.${table.logicalName}'.`,
  );
}
