// The tables of publishers, their solutions, and the components in them.

import type { Table } from "../model/metadata.ts";
import {
  bigint,
  choice,
  flag,
  guid,
  id,
  integer,
  lookupTo,
  memo,
  moment,
  systemColumns,
  text,
  texts,
} from "./columns.ts";

/** The table publisher: who makes solutions, with the prefix of the names in them. */
export const publisher: Table = {
  logicalName: "publisher",
  schemaName: "Publisher",
  ownership: "OrganizationOwned",
  entitySet: "publishers",
  displayName: "Publisher",
  typeCode: 7101,
  primaryId: "publisherid",
  primaryName: "friendlyname",
  privilege: "Publisher",
  stateTypeName: "",
  states: [],
  columns: [
    id("PublisherId"),
    ...texts(256, "UniqueName", "FriendlyName"),
    memo("Description", 2000),
    text("CustomizationPrefix", 8),
    integer("CustomizationOptionValuePrefix", { min: 10_000, max: 99_999 }),
    text("EMailAddress", 100),
    text("SupportingWebsiteUrl", 200),
    flag("IsReadonly", false, "never"),
    ...systemColumns,
  ],
  collections: [{ name: "publisher_solution", table: "solution", column: "publisherid" }],
  alternateKeys: [{ name: "publisher_uniquename", columns: ["uniquename"] }],
};

/** The table solution: solutions, in which customisations are packed. */
export const solution: Table = {
  logicalName: "solution",
  schemaName: "Solution",
  ownership: "OrganizationOwned",
  entitySet: "solutions",
  displayName: "Solution",
  typeCode: 7100,
  primaryId: "solutionid",
  primaryName: "friendlyname",
  privilege: "Solution",
  stateTypeName: "",
  states: [],
  columns: [
    id("SolutionId"),
    text("UniqueName", 65),
    text("FriendlyName", 256),
    text("Version", 256),
    memo("Description", 2000),
    moment("InstalledOn", "never"),
    flag("IsManaged", false, "never"),
    flag("IsVisible", true, "never"),
    lookupTo("publisher", "PublisherId", "always", "publisher_solution"),
    ...systemColumns,
  ],
  collections: [{ name: "solution_solutioncomponent", table: "solutioncomponent", column: "solutionid" }],
  alternateKeys: [{ name: "solution_uniquename", columns: ["uniquename"] }],
};

/**
 * The table solutioncomponent: which definitions belong to which solution. Written along with the
 * definitions.
 */
export const solutioncomponent: Table = {
  logicalName: "solutioncomponent",
  schemaName: "SolutionComponent",
  ownership: "None",
  entitySet: "solutioncomponents",
  displayName: "Solution Component",
  typeCode: 7103,
  primaryId: "solutioncomponentid",
  primaryName: "",
  privilege: "Solution",
  stateTypeName: "",
  states: [],
  columns: [
    id("SolutionComponentId"),
    choice(
      "ComponentType",
      { 1: "Entity", 2: "Attribute", 9: "Option Set", 10: "Entity Relationship", 14: "Entity Key" },
      { writable: "never" },
    ),
    guid("ObjectId", "never"),
    integer("RootComponentBehavior", { writable: "never" }),
    flag("IsMetadata", true, "never"),
    {
      ...lookupTo("solution", "SolutionId", "never", "solution_solutioncomponent"),
      type: "lookup",
      navigations: [
        { names: ["solutionid"], target: "solution", relationship: "solution_solutioncomponent" },
      ],
      whenTargetIsDeleted: "cascade",
    },
    bigint("VersionNumber", "never"),
    ...systemColumns.filter((column) => column.name !== "versionnumber"),
  ],
  collections: [],
  alternateKeys: [],
  isReadOnly: true,
};
