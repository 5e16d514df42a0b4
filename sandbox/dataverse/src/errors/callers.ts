// Refusals of callers: their token, their user, their privileges.

import type { Table } from "../model/metadata.ts";
import { DataverseError } from "./dataverse-error.ts";

/** 401: there is no valid token; the WWW-Authenticate header says where to get one. */
export function notSignedIn(tenantUrl: string, resource: string): DataverseError {
  const challenge = `Bearer authorization_uri=${tenantUrl}/oauth2/authorize, resource_id=${resource}/`;
  return new DataverseError(401, "", "Authorization has been denied for this request.", {
    "www-authenticate": challenge,
  });
}

/**
 * 401 of continuous access evaluation: the token is valid, but the service demands a newer one, requested
 * with these claims.
 */
export function claimsDemanded(tenantUrl: string, resource: string, claims: string): DataverseError {
  const encoded = Buffer.from(claims).toString("base64");
  const challenge = `Bearer authorization_uri="${tenantUrl}/oauth2/authorize", resource_id="${resource}/", error="insufficient_claims", claims="${encoded}"`;
  return new DataverseError(401, "", "Authorization has been denied for this request.", {
    "www-authenticate": challenge,
  });
}

/** 400: the header names the user to impersonate by something that is no GUID. */
export function malformedCallerId(): DataverseError {
  return new DataverseError(
    400,
    "0x80040203",
    "The identifier of the user to impersonate is not a valid GUID.",
  );
}

/** 403: the application, or the user to impersonate, has no user in the organisation. */
export function notAMember(): DataverseError {
  return new DataverseError(403, "0x80072560", "The user is not a member of the organization.");
}

/** 403: the user is disabled. */
export function userDisabled(id: string): DataverseError {
  return new DataverseError(403, "0x80040225", `The specified user(Id = ${id}) is disabled.`);
}

/**
 * 403: no role of the user has the privilege; `table` is undefined for privileges that are not about a
 * table.
 */
export function missingPrivilege(
  user: { id: string; roleCount: number; accessMode: number },
  privilege: { name: string; id: string },
  table: Table | undefined,
  caller: string,
): DataverseError {
  const where = table
    ? ` on OTC=${table.typeCode} for entity '${table.logicalName}' (LocalizedName='${table.displayName}')`
    : "";
  return new DataverseError(
    403,
    "0x80040220",
    `Principal user (Id=${user.id}, type=8, roleCount=${user.roleCount}, accessMode=${user.accessMode}), is missing ${privilege.name} privilege (Id=${privilege.id})${where}. context.Caller=${caller}`,
  );
}

/** 403: the user has the privilege, but it does not reach this row. */
export function accessDenied(
  verb: string,
  table: Table,
  row: { id: string; owner: string; ownerType: number; businessUnit: string },
  caller: string,
): DataverseError {
  return new DataverseError(
    403,
    "0x80048306",
    `SecLib::AccessCheckEx failed. Returned hr = -2147187962, ObjectID: ${row.id}, OwnerId: ${row.owner},  OwnerIdType: ${row.ownerType} and CallingUser: ${caller}. ObjectTypeCode: ${table.typeCode}, objectBusinessUnitId: ${row.businessUnit}, AccessRights: ${verb}Access `,
  );
}

/** 403: the user has no role. */
export function noRoles(id: string): DataverseError {
  return new DataverseError(
    403,
    "0x80042f09",
    `The user with Id = ${id} has not been assigned any roles. A user needs at least one security role.`,
  );
}
