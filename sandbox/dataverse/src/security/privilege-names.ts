import { guidOf } from "../ids.ts";
import type { Table } from "../model/metadata.ts";

/** What a role can allow with the rows of a table, each with its bit in access rights masks (AccessRights). */
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

/** An access right by its name, as the names of privileges have it. */
export type Verb = keyof typeof accessRights;

/** All access rights. */
export const verbs = Object.keys(accessRights) as readonly Verb[];

/**
 * How far a privilege reaches, each with its bit in privilegedepthmask: own rows, the business unit, it and
 * those below, all.
 */
export const depths = { Basic: 1, Local: 2, Deep: 4, Global: 8 } as const;

/** The name of a depth. */
export type DepthName = keyof typeof depths;
/** The bit of a depth; a greater one reaches further. */
export type Depth = (typeof depths)[DepthName];

/** The privileges that are not about the rows of one table. */
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

/** The name of the privilege for an access right on a table, such as prvReadLead. */
export function privilegeName(verb: Verb, table: Pick<Table, "privilege">): string {
  return `prv${verb}${table.privilege}`;
}

/** The id of a privilege. In Dataverse, too, it is the same in every organisation. */
export function privilegeId(name: string): string {
  return guidOf(name);
}

/** The name of a depth. */
export function depthName(depth: Depth): DepthName {
  return depth === 8 ? "Global" : depth === 4 ? "Deep" : depth === 2 ? "Local" : "Basic";
}
