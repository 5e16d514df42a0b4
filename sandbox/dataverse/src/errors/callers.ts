import type { Table } from "../model/metadata.ts";
import { DataverseError } from "./dataverse-error.ts";

export function notSignedIn(tenantUrl: string, resource: string): DataverseError {
  const challenge = `Bearer authorization_uri=${tenantUrl}/oauth2/authorize, resource_id=${resource}/`;
  return new DataverseError(401, "", "Authorization has been denied for this request.", {
    "www-authenticate": challenge,
  });
}

/** Continuous access evaluation: the token was good, and a newer one is wanted, asked for with these claims. */
export function claimsDemanded(tenantUrl: string, resource: string, claims: string): DataverseError {
  const encoded = Buffer.from(claims).toString("base64");
  const challenge = `Bearer authorization_uri="${tenantUrl}/oauth2/authorize", resource_id="${resource}/", error="insufficient_claims", claims="${encoded}"`;
  return new DataverseError(401, "", "Authorization has been denied for this request.", {
    "www-authenticate": challenge,
  });
}

export function malformedCallerId(): DataverseError {
  return new DataverseError(
    400,
    "0x80040203",
    "The identifier of the user to impersonate is not a valid GUID.",
  );
}

export function notAMember(): DataverseError {
  return new DataverseError(403, "0x80072560", "The user is not a member of the organization.");
}

export function userDisabled(id: string): DataverseError {
  return new DataverseError(403, "0x80040225", `The specified user(Id = ${id}) is disabled.`);
}

/** No role of the user holds the privilege; without a table it is one that belongs to none. */
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

/** The privilege is held, but does not reach this row. */
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

export function noRoles(id: string): DataverseError {
  return new DataverseError(
    403,
    "0x80042f09",
    `The user with Id = ${id} has not been assigned any roles. A user needs at least one security role.`,
  );
}
