// The functions that list the privileges of a user.

import { depthName, privilegeId } from "../security/privilege-names.ts";
import type { Depth } from "../security/privilege-names.ts";
import { parametersOf, responseOf, type RowCall, type RowOperation } from "./operation.ts";
import { isReference, rowId } from "../store/row.ts";

const rolePrivileges = { RolePrivileges: "Collection(mscrm.RolePrivilege)" };

/** The function RetrieveUserPrivileges: all privileges of a user. */
export const retrieveUserPrivileges: RowOperation = {
  name: "RetrieveUserPrivileges",
  kind: "function",
  boundTo: "row",
  table: "systemuser",
  parameters: [],
  returns: responseOf("RetrieveUserPrivileges", rolePrivileges),
  run: (call) => answerPrivileges(call, () => true),
};

/** The function RetrieveUserPrivilegeByPrivilegeName: one privilege of a user, if the user has it. */
export const retrieveUserPrivilegeByPrivilegeName: RowOperation = {
  name: "RetrieveUserPrivilegeByPrivilegeName",
  kind: "function",
  boundTo: "row",
  table: "systemuser",
  parameters: parametersOf({ PrivilegeName: "Edm.String" }),
  returns: responseOf("RetrieveUserPrivilegeByPrivilegeName", rolePrivileges),
  run: (call) => answerPrivileges(call, (name) => name === String(call.values.PrivilegeName).toLowerCase()),
};

/** The function RetrieveUserSetOfPrivilegesByNames: those of the named privileges that a user has. */
export const retrieveUserSetOfPrivilegesByNames: RowOperation = {
  name: "RetrieveUserSetOfPrivilegesByNames",
  kind: "function",
  boundTo: "row",
  table: "systemuser",
  parameters: parametersOf({ PrivilegeNames: "Collection(Edm.String)" }),
  returns: responseOf("RetrieveUserSetOfPrivilegesByNames", rolePrivileges),
  run(call) {
    const names: unknown = call.values.PrivilegeNames;
    const wanted = new Set(Array.isArray(names) ? names.map((name) => String(name).toLowerCase()) : []);
    return answerPrivileges(call, (name) => wanted.has(name));
  },
};

/**
 * The privileges that a user has through own roles and those of teams, as far as they are wanted; a privilege
 * that is lacking is left out.
 */
function answerPrivileges(
  { session, table, row }: RowCall,
  isWanted: (name: string) => boolean,
): Record<string, unknown> {
  session.privileges.require("Read", table, session.caller, row);
  const unit = row.businessunitid;
  const privileges = [...session.privileges.heldBy(rowId(table, row))].filter(([name]) =>
    isWanted(name.toLowerCase()),
  );
  return {
    RolePrivileges: privileges.map(([name, depth]) =>
      describePrivilege(name, depth, isReference(unit) ? unit.id : null),
    ),
  };
}

/** A privilege at a depth, as a RolePrivilege of the API. */
export function describePrivilege(
  name: string,
  depth: Depth,
  businessUnit: string | null,
): Record<string, unknown> {
  return {
    Depth: depthName(depth),
    PrivilegeId: privilegeId(name),
    BusinessUnitId: businessUnit,
    PrivilegeName: name,
  };
}
