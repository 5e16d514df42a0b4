import type { Table } from "../model/metadata.ts";
import { DataverseError } from "./dataverse-error.ts";

export function badQuery(reason: string): DataverseError {
  return new DataverseError(400, "0x80060888", reason);
}

export function unknownProperty(table: Table, name: string): DataverseError {
  return badQuery(
    `Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.${table.logicalName}'.`,
  );
}

export function unknownSegment(segment: string): DataverseError {
  return new DataverseError(404, "0x8006088a", `Resource not found for the segment '${segment}'.`);
}

export function methodNotAllowed(method: string): DataverseError {
  return new DataverseError(
    405,
    "",
    `The requested resource does not support http method '${method.slice(0, 20)}'.`,
  );
}

export function uriTooLong(): DataverseError {
  return new DataverseError(414, "", "The request URI is too long.");
}

/** A function asked with POST, or an action with GET. */
export function noHttpResource(url: string): DataverseError {
  return new DataverseError(
    404,
    "",
    `No HTTP resource was found that matches the request URI '${url.slice(0, 300)}'.`,
  );
}

export function unsupportedMediaType(reason: string): DataverseError {
  return new DataverseError(415, "0x80048d19", reason);
}

/** A text where the key has a number, or the other way round. */
export function badKeyValue(): DataverseError {
  return badQuery("Bad Request - Error in query syntax.");
}

export function badKey(table: Table): DataverseError {
  return new DataverseError(
    400,
    "0x80060890",
    `The key in the request URI is not valid for resource 'Microsoft.Dynamics.CRM.${table.logicalName}'. Ensure that the names and number of key properties match the declared key properties for the resource 'Microsoft.Dynamics.CRM.${table.logicalName}'.`,
  );
}
