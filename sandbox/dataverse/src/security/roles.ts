import { guidOf } from "../ids.ts";
import type { Table } from "../model/metadata.ts";
import type { Store } from "../store/store.ts";
import { accessRights, otherPrivileges, privilegeId, privilegeName, verbs } from "./privilege-names.ts";
import type { Depth } from "./privilege-names.ts";
import type { Model } from "../model/model.ts";
import { idOf } from "../store/row.ts";

/** The id of the role that always has all privileges. */
export const systemAdministrator = guidOf("role:System Administrator");
/** The name of a role that has all privileges at first, and of which they can be revoked. */
export const evaluationRole = "Evaluation";
/** The id of that role. */
export const evaluation = guidOf(`role:${evaluationRole}`);

type Names = Readonly<Record<string, Depth>>;

/** The id of a seeded role. */
export function roleNamed(name: string): string {
  return guidOf(`role:${name}`);
}

/** Adds a privilege to a role, or changes its depth. */
export function grantToRole(store: Store, roleid: string, name: string, depth: Depth): void {
  declare(store, name);
  const id = guidOf(`roleprivileges:${roleid}:${name}`);
  store.put("roleprivileges", id, {
    roleprivilegeid: id,
    roleid: { table: "role", id: roleid },
    privilegeid: { table: "privilege", id: privilegeId(name) },
    privilegedepthmask: depth,
  });
}

/** Removes a privilege from a role. */
export function revokeFromRole(store: Store, roleid: string, name: string): void {
  const wanted = privilegeId(name);
  for (const row of store.where("roleprivileges", "roleid", roleid)) {
    if (idOf(row.privilegeid) === wanted) store.remove("roleprivileges", idOf(row.roleprivilegeid));
  }
}

/** Assigns a role to a user. */
export function giveRole(store: Store, roleid: string, user: string): void {
  const id = guidOf(`systemuserroles:${roleid}:${user}`);
  store.put("systemuserroles", id, {
    systemuserroleid: id,
    roleid: { table: "role", id: roleid },
    systemuserid: { table: "systemuser", id: user },
  });
}

/** Creates a role with privileges, and returns its id. */
export function createRole(store: Store, name: string, businessUnit: string, privileges: Names): string {
  const roleid = roleNamed(name);
  store.put("role", roleid, {
    roleid,
    name,
    businessunitid: { table: "businessunit", id: businessUnit },
    isinherited: 1,
    ismanaged: false,
  });
  for (const [privilege, depth] of Object.entries(privileges)) grantToRole(store, roleid, privilege, depth);
  return roleid;
}

/**
 * Creates the missing rows of `privilege`: those of all tables, and the others. The roles that have
 * everything get each of them.
 */
export function declarePrivileges(model: Model, store: Store): void {
  for (const name of otherPrivileges) declare(store, name);
  for (const table of model.tables()) declareTablePrivileges(store, table);
}

/** Creates the rows of `privilege` for a table. */
export function declareTablePrivileges(store: Store, table: Table): void {
  if (table.privilege === "") return;
  for (const verb of verbs) declare(store, privilegeName(verb, table));
}

function declare(store: Store, name: string): void {
  const id = privilegeId(name);
  if (store.get("privilege", id)) return;
  // AppendTo comes after Append, so findLast finds the longer name.
  const verb = verbs.findLast((one) => name.startsWith(`prv${one}`));
  const accessright = verb && !otherPrivileges.includes(name) ? accessRights[verb] : 0;
  store.put("privilege", id, {
    privilegeid: id,
    name,
    accessright,
    canbebasic: accessright !== 0,
    canbelocal: accessright !== 0,
    canbedeep: accessright !== 0,
    canbeglobal: true,
  });
  for (const role of [systemAdministrator, evaluation]) grantToRole(store, role, name, 8);
}
