import { guidOf } from "../ids.ts";
import type { Table } from "../model/metadata.ts";

/** What a role can allow with the rows of a table, each with its bit in access masks. */
export const accessRights = {
  Read: 1,
  Write: 2,
  Append: 4,
  AppendTo: 16,
  Create: 32,
  Delete: 65_536,
  Share: 262_144,
  Assign: 524_288,
} as const;

export type Verb = keyof typeof accessRights;

export const verbs = Object.keys(accessRights) as readonly Verb[];

/** How far a privilege reaches, each with its bit in depth masks: the wider, the greater. */
export const depths = { Basic: 1, Local: 2, Deep: 4, Global: 8 } as const;

export type DepthName = keyof typeof depths;
export type Depth = (typeof depths)[DepthName];

/** Privileges that belong to no table's rows. */
export const otherPrivileges: readonly string[] = [
  "prvActOnBehalfOfAnotherUser",
  "prvBulkDelete",
  "prvMerge",
  "prvQualifyLead",
  "prvPublishCustomization",
  ...["Entity", "Attribute", "Relationship", "OptionSet", "EntityKey"].flatMap((part) =>
    ["Create", "Read", "Write", "Delete"].map((verb) => `prv${verb}${part}`),
  ),
];

export function privilegeName(verb: Verb, table: Pick<Table, "privilege">): string {
  return `prv${verb}${table.privilege}`;
}

/** Privileges have the same id everywhere, here too. */
export function privilegeId(name: string): string {
  return guidOf(name);
}

export function depthName(depth: Depth): DepthName {
  return depth === 8 ? "Global" : depth === 4 ? "Deep" : depth === 2 ? "Local" : "Basic";
}
