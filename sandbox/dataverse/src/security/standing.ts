// What a user may do in all: the roles of the user and of the teams the user is in.

import type { Store } from "../store/store.ts";
import type { Depth } from "./privilege-names.ts";
import { systemAdministrator } from "./roles.ts";
import { idOf, type Cell } from "../store/row.ts";

/** A user, or a team of the user, with the privileges of its roles. */
export interface Principal {
  readonly id: string;
  readonly businessUnit: string | undefined;
  /** The business unit and those below it. */
  readonly unitsBelow: ReadonlySet<string>;
  /** By privilege name. */
  readonly held: ReadonlyMap<string, Depth>;
}

/** A user and the user's teams, with what their roles allow together. */
export interface Standing {
  readonly principals: readonly Principal[];
  /** By privilege name, the widest of all. */
  readonly widest: ReadonlyMap<string, Depth>;
  readonly roleCount: number;
  readonly isAdministrator: boolean;
}

const securityTables = [
  "role",
  "roleprivileges",
  "systemuserroles",
  "teamroles",
  "teammembership",
  "systemuser",
  "team",
  "businessunit",
] as const;

/** Computes standings and caches them until a row that they depend on changes. */
export function createStandings(store: Store) {
  const known = new Map<string, Standing>();
  let madeOf = "";

  return (user: string): Standing => {
    const now = securityTables.map((table) => store.changedAt(table)).join();
    if (now !== madeOf) {
      known.clear();
      madeOf = now;
    }
    let standing = known.get(user);
    if (!standing) known.set(user, (standing = standingOf(store, user)));
    return standing;
  };
}

function standingOf(store: Store, user: string): Standing {
  const ownRoles = store.where("systemuserroles", "systemuserid", user).map((row) => idOf(row.roleid));
  const teams = store.where("teammembership", "systemuserid", user).map((row) => idOf(row.teamid));
  const own = new Map<string, Depth>();
  addRoles(store, own, ownRoles);
  const principals: Principal[] = [principal(store, "systemuser", user, own)];
  const roles = new Set(ownRoles);
  for (const team of teams) {
    const teamRoles = store.where("teamroles", "teamid", team).map((row) => idOf(row.roleid));
    /** The depth of each privilege, by privilege name. */
    const held = new Map<string, Depth>();
    addRoles(store, held, teamRoles);
    principals.push(principal(store, "team", team, held));
    for (const role of teamRoles) {
      roles.add(role);
      // A role with member's privilege inheritance also gives each member a privilege on own rows.
      if (store.get("role", role)?.isinherited === 1) addRoles(store, own, [role], 1);
    }
  }
  /** The greatest depth of each privilege, by privilege name. */
  const widest = new Map<string, Depth>();
  for (const { held } of principals) for (const [name, depth] of held) widen(widest, name, depth);
  return {
    principals,
    widest,
    roleCount: roles.size,
    isAdministrator: roles.has(systemAdministrator),
  };
}

function addRoles(store: Store, held: Map<string, Depth>, roles: readonly string[], most?: Depth): void {
  for (const role of roles) {
    for (const row of store.where("roleprivileges", "roleid", role)) {
      const depth = depthOf(row.privilegedepthmask);
      const name = store.get("privilege", idOf(row.privilegeid))?.name;
      if (depth && typeof name === "string") widen(held, name, most ?? depth);
    }
  }
}

function widen(held: Map<string, Depth>, name: string, depth: Depth): void {
  if (depth > (held.get(name) ?? 0)) held.set(name, depth);
}

function depthOf(mask: Cell | undefined): Depth | undefined {
  return mask === 1 || mask === 2 || mask === 4 || mask === 8 ? mask : undefined;
}

function principal(
  store: Store,
  table: "systemuser" | "team",
  id: string,
  held: ReadonlyMap<string, Depth>,
): Principal {
  const unit = idOf(store.get(table, id)?.businessunitid);
  return { id, businessUnit: unit === "" ? undefined : unit, unitsBelow: unitsBelow(store, unit), held };
}

/** The ids of its business unit and of those below that. */
function unitsBelow(store: Store, top: string): ReadonlySet<string> {
  const units = new Set(top === "" ? [] : [top]);
  // The loop also visits what is added to the set meanwhile.
  for (const unit of units) {
    for (const child of store.where("businessunit", "parentbusinessunitid", unit))
      units.add(idOf(child.businessunitid));
  }
  return units;
}
