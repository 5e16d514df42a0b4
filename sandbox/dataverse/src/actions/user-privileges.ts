import { depthName, privilegeId } from "../security/privilege-names.ts";
import type { Depth } from "../security/privilege-names.ts";
import { parametersOf, responseOf, type RowCall, type RowOperation } from "./operation.ts";
import { isReference, rowId } from "../store/row.ts";

const rolePrivileges = { RolePrivileges: "Collection(mscrm.RolePrivilege)" };

export const retrieveUserPrivileges: RowOperation = {
  name: "RetrieveUserPrivileges",
  kind: "function",
  boundTo: "row",
  table: "systemuser",
  parameters: [],
  returns: responseOf("RetrieveUserPrivileges", rolePrivileges),
  run: (call) => held(call, () => true),
};

export const retrieveUserPrivilegeByPrivilegeName: RowOperation = {
  name: "RetrieveUserPrivilegeByPrivilegeName",
  kind: "function",
  boundTo: "row",
  table: "systemuser",
  parameters: parametersOf({ PrivilegeName: "Edm.String" }),
  returns: responseOf("RetrieveUserPrivilegeByPrivilegeName", rolePrivileges),
  run: (call) => held(call, (name) => name === String(call.values.PrivilegeName).toLowerCase()),
};

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
    return held(call, (name) => wanted.has(name));
  },
};

/** What the roles of a user and of the user's teams allow; empty for what is lacking. */
function held(
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
