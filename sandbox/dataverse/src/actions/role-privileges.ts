// The operations that read and change the privileges of a security role.

import { badArguments } from "../errors/operations.ts";
import { notFound } from "../errors/rows.ts";
import { isGuid } from "../ids.ts";
import { tableNamed } from "../model/metadata.ts";
import { depths, type Depth, type DepthName } from "../security/privilege-names.ts";
import { grantToRole, revokeFromRole } from "../security/roles.ts";
import type { Session } from "../call/session.ts";
import { parametersOf, responseOf, type RowOperation, type UnboundOperation } from "./operation.ts";
import { describePrivilege } from "./user-privileges.ts";
import { isReference, rowId, idOf } from "../store/row.ts";
import { isJsonObject } from "../transport/json-text.ts";

const privilegesParameter = parametersOf({ Privileges: "Collection(mscrm.RolePrivilege)" });

/** The function RetrieveRolePrivilegesRole: the privileges of a role with their depths. */
export const retrieveRolePrivilegesRole: UnboundOperation = {
  name: "RetrieveRolePrivilegesRole",
  kind: "function",
  boundTo: "nothing",
  parameters: parametersOf({ RoleId: "Edm.Guid" }),
  returns: responseOf("RetrieveRolePrivilegesRole", { RolePrivileges: "Collection(mscrm.RolePrivilege)" }),
  run({ session, values }) {
    const table = tableNamed(session.model, "role");
    const id = String(values.RoleId).toLowerCase();
    const role = session.store.get("role", id);
    session.privileges.require("Read", table, session.caller);
    if (!role) throw notFound(table, id);
    const unit = role.businessunitid;
    return {
      RolePrivileges: grantsOf(session, id).map(({ name, depth }) =>
        describePrivilege(name, depth, isReference(unit) ? unit.id : null),
      ),
    };
  },
};

/** The action AddPrivilegesRole: adds privileges to a role, or changes their depths. */
export const addPrivilegesRole: RowOperation = {
  name: "AddPrivilegesRole",
  kind: "action",
  boundTo: "row",
  table: "role",
  parameters: privilegesParameter,
  run({ session, table, row, values }) {
    session.privileges.require("Write", table, session.caller, row);
    for (const { name, depth } of readPrivileges(session, "AddPrivilegesRole", values.Privileges))
      grantToRole(session.store, rowId(table, row), name, depth);
  },
};

/** The action ReplacePrivilegesRole: gives a role exactly these privileges. */
export const replacePrivilegesRole: RowOperation = {
  name: "ReplacePrivilegesRole",
  kind: "action",
  boundTo: "row",
  table: "role",
  parameters: privilegesParameter,
  run({ session, table, row, values }) {
    session.privileges.require("Write", table, session.caller, row);
    const id = rowId(table, row);
    const privileges = readPrivileges(session, "ReplacePrivilegesRole", values.Privileges);
    for (const { name } of grantsOf(session, id)) revokeFromRole(session.store, id, name);
    for (const { name, depth } of privileges) grantToRole(session.store, id, name, depth);
  },
};

/** The action RemovePrivilegeRole: takes one privilege from a role. */
export const removePrivilegeRole: RowOperation = {
  name: "RemovePrivilegeRole",
  kind: "action",
  boundTo: "row",
  table: "role",
  parameters: parametersOf({ PrivilegeId: "Edm.Guid" }),
  run({ session, table, row, values }) {
    session.privileges.require("Write", table, session.caller, row);
    const name = nameOfPrivilege(session, String(values.PrivilegeId));
    revokeFromRole(session.store, rowId(table, row), name);
  },
};

interface Grant {
  readonly name: string;
  readonly depth: Depth;
}

function grantsOf(session: Session, role: string): Grant[] {
  return session.store.where("roleprivileges", "roleid", role).flatMap((grant) => {
    const name = session.store.get("privilege", idOf(grant.privilegeid))?.name;
    const depth = Object.values(depths).find((one) => one === grant.privilegedepthmask);
    return typeof name === "string" && depth !== undefined ? [{ name, depth }] : [];
  });
}

function readPrivileges(session: Session, operation: string, value: unknown): Grant[] {
  const list: unknown[] = Array.isArray(value) ? value : [];
  return list.map((item) => {
    const { Depth: depth, PrivilegeId: id } = isJsonObject(item) ? item : {};
    if (typeof id !== "string" || !isGuid(id))
      throw badArguments(operation, "The property 'PrivilegeId' of a privilege must be a GUID.");
    if (typeof depth !== "string" || !isDepth(depth))
      throw badArguments(
        operation,
        "The property 'Depth' of a privilege must be Basic, Local, Deep or Global.",
      );
    return { name: nameOfPrivilege(session, id), depth: depths[depth] };
  });
}

function isDepth(text: string): text is DepthName {
  return Object.hasOwn(depths, text);
}

function nameOfPrivilege(session: Session, id: string): string {
  const name = session.store.get("privilege", id.toLowerCase())?.name;
  if (typeof name !== "string") throw notFound(tableNamed(session.model, "privilege"), id);
  return name;
}
