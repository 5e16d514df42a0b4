import type { Table } from "./metadata.ts";

/** What the API answers when it refuses: printed in one place, routes/operation.ts. */
export class DataverseError extends Error {
  override readonly name = "DataverseError";
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

const payloadHelp =
  "For more information on this error please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293";

// Requests and payloads

export function badPayload(table: Table, reason: string): DataverseError {
  const message = `Error identified in Payload provided by the user for Entity :'${table.entitySet}', ${payloadHelp}  ---->  InnerException : Microsoft.OData.ODataException: ${reason}`;
  return new DataverseError(400, "0x80048d19", message);
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

export function streamNotReadable(): DataverseError {
  return new DataverseError(400, "0x80048d19", "Stream was not readable.");
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

// Queries and addresses

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

export function unsupportedMediaType(reason: string): DataverseError {
  return new DataverseError(415, "0x80048d19", reason);
}

export function badKey(table: Table): DataverseError {
  return new DataverseError(
    400,
    "0x80060890",
    `The key in the request URI is not valid for resource 'Microsoft.Dynamics.CRM.${table.logicalName}'. Ensure that the names and number of key properties match the declared key properties for the resource 'Microsoft.Dynamics.CRM.${table.logicalName}'.`,
  );
}

// Rows

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

// Values

export function tooLong(table: Table, column: string, maxLength: number): DataverseError {
  return new DataverseError(
    400,
    "0x80044331",
    `A validation error occurred.  The length of the '${column}' attribute of the '${table.logicalName}' entity exceeded the maximum allowed length of '${maxLength}'.`,
  );
}

export function numberOutOfRange(table: Table, column: string): DataverseError {
  return new DataverseError(
    400,
    "0x8004432f",
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
  return new DataverseError(
    400,
    "0x8004350a",
    "The scheduled duration of the activity does not match its scheduled start and end.",
  );
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

export function badParty(): DataverseError {
  return new DataverseError(400, "0x80043506", "Cannot create activity party of specified object type.");
}

// Callers

export function notSignedIn(tenantUrl: string, resource: string): DataverseError {
  const challenge = `Bearer authorization_uri=${tenantUrl}/oauth2/authorize, resource_id=${resource}/`;
  return new DataverseError(401, "", "Authorization has been denied for this request.", {
    "www-authenticate": challenge,
  });
}

export function notAMember(): DataverseError {
  return new DataverseError(403, "0x80072560", "The user is not a member of the organization.");
}

export function userDisabled(id: string): DataverseError {
  return new DataverseError(403, "0x80040225", `The specified user(Id = ${id}) is disabled.`);
}

export function missingPrivilege(
  caller: string,
  privilege: { name: string; id: string },
  table: Table,
): DataverseError {
  return new DataverseError(
    403,
    "0x80040220",
    `Principal user (Id=${caller}, type=8, roleCount=1, accessMode=4), is missing ${privilege.name} privilege (Id=${privilege.id}) on OTC=${table.typeCode} for entity '${table.logicalName}' (LocalizedName='${table.displayName}'). context.Caller=${caller}`,
  );
}

export function tooManyConcurrentRequests(limit: number): DataverseError {
  return new DataverseError(
    429,
    "0x80072326",
    `Number of concurrent requests exceeded the limit of ${limit}.`,
    { "retry-after": "2" },
  );
}

export function tooLarge(): DataverseError {
  return new DataverseError(413, "0x8004418a", "The request is larger than the service accepts.");
}

export function unexpected(): DataverseError {
  return new DataverseError(500, "0x80040216", "An unexpected error occurred.");
}
