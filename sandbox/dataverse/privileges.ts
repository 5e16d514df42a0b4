import { missingPrivilege } from "./errors/callers.ts";
import { guidOf } from "./ids.ts";
import { tablesOf } from "./metadata.ts";
import type { Model, Table } from "./metadata.ts";

const verbs = ["Create", "Read", "Write", "Delete", "Append", "AppendTo", "Assign"] as const;
export type Verb = (typeof verbs)[number];

/** What a security role for the integration would hold, and read access to what its rows point at. */
const grantedAtFirst: readonly string[] = [
  ...verbs.map((verb) => `prv${verb}Activity`),
  ...verbs.filter((verb) => verb !== "Delete").map((verb) => `prv${verb}Lead`),
  "prvReadContact",
  "prvAppendToContact",
  "prvReadAccount",
  "prvAppendToAccount",
  "prvReadUser",
  "prvReadTeam",
  "prvReadBusinessUnit",
];

export type Privileges = ReturnType<typeof createPrivileges>;

function privilegeName(verb: Verb, table: Table): string {
  return `prv${verb}${table.privilege}`;
}

/** The privileges of the one security role the application user has. */
export function createPrivileges(model: Model) {
  const held = new Set(grantedAtFirst);
  const known = new Set(tablesOf(model).flatMap((table) => verbs.map((verb) => privilegeName(verb, table))));

  return {
    list: (): string[] => [...held].toSorted(),
    isKnown: (name: string): boolean => known.has(name),
    has: (name: string): boolean => held.has(name),
    grant: (name: string): void => void held.add(name),
    revoke: (name: string): void => void held.delete(name),
    reset(): void {
      held.clear();
      for (const name of grantedAtFirst) held.add(name);
    },
    require(verb: Verb, table: Table, caller: string): void {
      const name = privilegeName(verb, table);
      if (!held.has(name)) throw missingPrivilege(caller, { name, id: guidOf(name) }, table);
    },
  };
}
