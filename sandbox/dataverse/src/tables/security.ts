// The tables of security roles: their privileges, who holds them, and which rows are shared with whom.

import type { Column, Side, Table } from "../model/metadata.ts";
import { choice, flag, id, integer, lookupTo, memo, systemColumns, text } from "./columns.ts";
import { manyToMany } from "./many-to-many.ts";

const guid = (name: string): Column => ({ name, type: "guid", writable: "never" });

const version: Column = { name: "versionnumber", type: "bigint", writable: "never" };

/** The table role: security roles. */
export const role: Table = {
  logicalName: "role",
  entitySet: "roles",
  displayName: "Security Role",
  typeCode: 1036,
  primaryId: "roleid",
  primaryName: "name",
  privilege: "Role",
  stateTypeName: "",
  states: [],
  columns: [
    id("roleid"),
    text("name", 100),
    memo("description", 2000),
    choice(
      "isinherited",
      { 0: "Team privileges only", 1: "Direct User (Basic) access level and Team privileges" },
      { initial: 1 },
    ),
    flag("ismanaged", false, "never"),
    lookupTo("businessunit", "businessunitid"),
    lookupTo("role", "parentroleid", "never"),
    lookupTo("role", "parentrootroleid", "never"),
    ...systemColumns,
  ],
  collections: [],
  alternateKeys: [],
};

/** The table privilege: one row for each right on a table, such as prvReadLead. */
export const privilege: Table = {
  logicalName: "privilege",
  entitySet: "privileges",
  displayName: "Privilege",
  typeCode: 1023,
  primaryId: "privilegeid",
  primaryName: "name",
  privilege: "Role",
  stateTypeName: "",
  states: [],
  columns: [
    id("privilegeid"),
    text("name", 100, "never"),
    integer("accessright", { writable: "never" }),
    flag("canbebasic", false, "never"),
    flag("canbelocal", false, "never"),
    flag("canbedeep", false, "never"),
    flag("canbeglobal", false, "never"),
    version,
  ],
  collections: [],
  alternateKeys: [],
  isReadOnly: true,
};

/**
 * The table principalobjectaccess: rows shared with single users and teams. Written by GrantAccess,
 * ModifyAccess and RevokeAccess only.
 */
const principalobjectaccess: Table = {
  logicalName: "principalobjectaccess",
  entitySet: "principalobjectaccessset",
  displayName: "Principal Object Access",
  ownership: "None",
  typeCode: 11,
  primaryId: "principalobjectaccessid",
  primaryName: "",
  privilege: "Role",
  stateTypeName: "",
  states: [],
  columns: [
    guid("principalobjectaccessid"),
    guid("principalid"),
    guid("objectid"),
    integer("accessrightsmask", { writable: "never" }),
    integer("objecttypecode", { writable: "never" }),
    integer("principaltypecode", { writable: "never" }),
    version,
  ],
  collections: [],
  alternateKeys: [],
  isReadOnly: true,
};

const [users, teams, roles, privileges] = [
  { table: "systemuser", column: "systemuserid" },
  { table: "team", column: "teamid" },
  { table: "role", column: "roleid" },
  { table: "privilege", column: "privilegeid" },
] as const;

/** An intersect table with the primary key and type code of the service, and privileges of the table role. */
function between(
  names: { readonly intersect: string; readonly entitySet: string; readonly primaryId: string },
  typeCode: number,
  navigation: string,
  ...sides: readonly [Omit<Side, "navigation">, Omit<Side, "navigation">]
): Table {
  const [one, two] = sides;
  const table = manyToMany(navigation, names, { ...one, navigation }, { ...two, navigation });
  const [, ...columns] = table.columns;
  return {
    ...table,
    typeCode,
    primaryId: names.primaryId,
    columns: [guid(names.primaryId), ...columns],
    privilege: "Role",
  };
}

const userRoles = {
  intersect: "SystemUserRoles",
  entitySet: "systemuserrolescollection",
  primaryId: "systemuserroleid",
};
const teamRoles = { intersect: "TeamRoles", entitySet: "teamrolescollection", primaryId: "teamroleid" };
const memberships = {
  intersect: "TeamMembership",
  entitySet: "teammemberships",
  primaryId: "teammembershipid",
};
const rolePrivileges = {
  intersect: "RolePrivileges",
  entitySet: "roleprivilegescollection",
  primaryId: "roleprivilegeid",
};

const roleprivileges = between(rolePrivileges, 12, "roleprivileges_association", roles, privileges);

/** All tables of this file, with the intersect tables between users, teams, roles and privileges. */
export const securityTables: readonly Table[] = [
  role,
  privilege,
  {
    ...roleprivileges,
    columns: [...roleprivileges.columns, integer("privilegedepthmask", { writable: "never" })],
  },
  between(userRoles, 15, "systemuserroles_association", users, roles),
  between(teamRoles, 40, "teamroles_association", teams, roles),
  between(memberships, 23, "teammembership_association", teams, users),
  principalobjectaccess,
];
