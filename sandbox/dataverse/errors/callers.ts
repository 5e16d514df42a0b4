import type { Table } from "../metadata.ts";
import { DataverseError } from "./dataverse-error.ts";

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
