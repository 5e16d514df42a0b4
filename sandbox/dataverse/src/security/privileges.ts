import { accessDenied, missingPrivilege } from "../errors/callers.ts";
import type { Table } from "../model/metadata.ts";
import { otherPrivileges, privilegeId, privilegeName, verbs } from "./privilege-names.ts";
import type { Depth, Verb } from "./privilege-names.ts";
import { isShared, ownershipOf, reachesRow } from "./row-reach.ts";
import { createStandings } from "./standing.ts";
import type { Standing } from "./standing.ts";
import type { Store } from "../store/store.ts";
import type { Model } from "../model/model.ts";
import { rowId, type Row } from "../store/row.ts";

/** Checks what users may do; see createPrivileges. */
export type Privileges = ReturnType<ReturnType<typeof createPrivileges>["actingFor"]>;

/** Checks what users may do, by the rows of roles, teams and users. */
export function createPrivileges(model: Model, store: Store) {
  const standingOf = createStandings(store);

  /** The checks for requests of a delegate who impersonates the user: both must have each privilege. */
  function actingFor(delegate: string | undefined) {
    const standingsOf = (user: string): Standing[] =>
      delegate === undefined || delegate === user
        ? [standingOf(user)]
        : [standingOf(user), standingOf(delegate)];

    function holds(name: string, user: string): boolean {
      return standingsOf(user).every((standing) => depthIn(standing, name) !== undefined);
    }

    function canReach(verb: Verb, table: Table, row: Row, user: string): boolean {
      const privilege = privilegeName(verb, table);
      return standingsOf(user).every(
        (standing) =>
          reachesRow(standing, privilege, table, row) || isShared(store, standing, verb, rowId(table, row)),
      );
    }

    function requireHeld(name: string, user: string, table: Table | undefined): void {
      if (holds(name, user)) return;
      // The message names whichever of the two does not have it.
      const lacks = depthIn(standingOf(user), name) === undefined ? user : (delegate ?? user);
      throw missingPrivilege(describe(lacks), { name, id: privilegeId(name) }, table, user);
    }

    return {
      /**
       * Requires the privilege on the table and, if a row is given, that it reaches the row.
       * @throws DataverseError
       */
      require(verb: Verb, table: Table, user: string, row?: Row): void {
        // Intersect tables of relationships that callers made have no privileges.
        if (table.privilege === "") return;
        requireHeld(privilegeName(verb, table), user, table);
        if (row && !canReach(verb, table, row, user)) throw refusal(verb, table, row, user);
      },
      /** Requires a privilege by its name. @throws DataverseError */
      requireNamed: (name: string, user: string): void => requireHeld(name, user, undefined),
      canAccess: (verb: Verb, table: Table, row: Row, user: string): boolean =>
        table.privilege === "" ||
        (holds(privilegeName(verb, table), user) && canReach(verb, table, row, user)),
      /**
       * A test of which rows of a table the user may read; undefined if all. The privilege on the table is
       * not checked.
       */
      readFilter(table: Table, user: string): ((row: Row) => boolean) | undefined {
        if (table.privilege === "") return undefined;
        const standings = standingsOf(user);
        const name = privilegeName("Read", table);
        if (standings.every((standing) => depthIn(standing, name) === 8)) return undefined;
        return (row) => canReach("Read", table, row, user);
      },
      /** All privileges from the roles of a user and of the user's teams, by name. */
      heldBy: (user: string): ReadonlyMap<string, Depth> => heldBy(user),
      roleCount: (user: string): number => standingOf(user).roleCount,
    };
  }

  function describe(user: string) {
    const row = store.get("systemuser", user);
    return { id: user, roleCount: standingOf(user).roleCount, accessMode: Number(row?.accessmode ?? 0) };
  }

  function refusal(verb: Verb, table: Table, row: Row, user: string): Error {
    const { owner = user, businessUnit = "" } = ownershipOf(table, row) ?? {};
    const ownerType = store.get("team", owner) ? 9 : 8;
    return accessDenied(verb, table, { id: rowId(table, row), owner, ownerType, businessUnit }, user);
  }

  function heldBy(user: string): ReadonlyMap<string, Depth> {
    const standing = standingOf(user);
    const names = new Map<string, Depth>();
    for (const name of allNames()) {
      const depth = depthIn(standing, name);
      if (depth !== undefined) names.set(name, depth);
    }
    return names;
  }

  function allNames(): Set<string> {
    const ofTables = model.tables().flatMap((table) => verbs.map((verb) => privilegeName(verb, table)));
    return new Set([...ofTables, ...otherPrivileges]);
  }

  return { ...actingFor(undefined), actingFor, isKnown: (name: string): boolean => allNames().has(name) };
}

function depthIn(standing: Standing, name: string): Depth | undefined {
  return standing.isAdministrator ? 8 : standing.widest.get(name);
}
