// Reads the declaration of a new table.

import { randomUUID } from "node:crypto";
import { duplicateColumn, invalidMetadata } from "../errors/definitions.ts";
import type { Column, State, Table } from "../model/metadata.ts";
import { companionsOf } from "../rows/files.ts";
import { activityColumns, regardingColumn } from "../tables/activity.ts";
import { id, importColumns, ownerColumns, stateColumns, systemColumns } from "../tables/columns.ts";
import { baseLanguage, readLabels, textOf } from "./labels.ts";
import {
  asObjects,
  readDescribed,
  readDetails,
  readName,
  readSchemaName,
  textIn,
  type Json,
} from "./payload.ts";
import { readColumn, type DefinitionContext } from "./read-column.ts";

/** The properties of a table that are stored and answered, and have no effect. */
export const storedTableProperties = [
  "CanCreateAttributes",
  "CanCreateCharts",
  "CanCreateForms",
  "CanCreateViews",
  "CanModifyAdditionalSettings",
  "ChangeTrackingEnabled",
  "EntityColor",
  "EntityHelpUrl",
  "EntityHelpUrlEnabled",
  "HasActivities",
  "HasEmailAddresses",
  "HasFeedback",
  "HasNotes",
  "IconLargeName",
  "IconMediumName",
  "IconSmallName",
  "IconVectorName",
  "IsAuditEnabled",
  "IsAvailableOffline",
  "IsConnectionsEnabled",
  "IsCustomizable",
  "IsDocumentManagementEnabled",
  "IsDuplicateDetectionEnabled",
  "IsEnabledForCharts",
  "IsMailMergeEnabled",
  "IsMappable",
  "IsQuickCreateEnabled",
  "IsReadingPaneEnabled",
  "IsRenameable",
  "IsValidForAdvancedFind",
  "IsValidForQueue",
  "IsVisibleInMobile",
  "SyncToExternalSearchIndex",
  "TableType",
];

const states: readonly State[] = [
  { value: 0, label: "Active", reasons: [{ value: 1, label: "Active" }] },
  { value: 1, label: "Inactive", reasons: [{ value: 2, label: "Inactive" }] },
];

const activityStates: readonly State[] = [
  { value: 0, label: "Open", reasons: [{ value: 1, label: "Open" }] },
  { value: 1, label: "Completed", isReadOnly: true, reasons: [{ value: 2, label: "Completed" }] },
  { value: 2, label: "Canceled", isReadOnly: true, reasons: [{ value: 3, label: "Canceled" }] },
  { value: 3, label: "Scheduled", reasons: [{ value: 4, label: "Scheduled" }] },
];

/**
 * Makes a table of the payload that a caller declares it with, and adds the columns every table has. Throws a
 * DataverseError if the payload is wrong.
 */
export function readTable(context: DefinitionContext, payload: Json): Table {
  const schemaName = readSchemaName(payload, "Entity");
  const logicalName = schemaName.toLowerCase();
  const isActivity = payload.IsActivity === true;
  const labels = readLabels(payload.DisplayName);
  if (!labels) throw invalidMetadata("The display name of an entity is required.");
  const displayName = textOf(labels) ?? schemaName;
  const collectionLabels = readLabels(payload.DisplayCollectionName);
  const { columns, primaryName } = readColumns(context, payload, isActivity);
  const ownership = payload.OwnershipType === "OrganizationOwned" ? "OrganizationOwned" : "UserOwned";
  const isOwned = ownership === "UserOwned" || isActivity;
  return {
    ...readDescribed(payload, {}, false),
    ...readDetails(payload, storedTableProperties),
    logicalName,
    schemaName,
    entitySet: readName(payload, "EntitySetName") ?? pluralOf(logicalName),
    displayName,
    collectionLabels: collectionLabels ?? { [baseLanguage]: `${displayName}s` },
    typeCode: nextTypeCode(context),
    primaryId: isActivity ? "activityid" : `${logicalName}id`,
    primaryName,
    privilege: isActivity ? "Activity" : schemaName,
    ...(isOwned ? {} : { ownership: "OrganizationOwned" as const }),
    ...(isActivity ? { isActivity } : {}),
    stateTypeName: `${logicalName}State`,
    states: isActivity ? activityStates : states,
    columns: [
      ...(isActivity
        ? [...activityColumns(400), regardingColumn(logicalName, pluralOf(logicalName))]
        : standardColumns(schemaName, isOwned)),
      ...columns,
    ],
    collections: isActivity
      ? [
          {
            name: `${logicalName}_activity_parties`,
            table: "activityparty",
            column: "activityid",
            isOwned: true,
          },
        ]
      : [],
    alternateKeys: [],
    metadataId: randomUUID(),
    isCustom: true,
    createdOn: context.now.toISOString(),
  };
}

function standardColumns(schemaName: string, isOwned: boolean): Column[] {
  return [
    id(`${schemaName}Id`),
    ...stateColumns,
    ...(isOwned ? ownerColumns : []),
    ...importColumns,
    ...systemColumns,
  ];
}

/**
 * The columns in the payload, and the name of the primary name column; that of an activity is subject. Throws
 * a DataverseError if there is none.
 */
function readColumns(
  context: DefinitionContext,
  payload: Json,
  isActivity: boolean,
): { columns: Column[]; primaryName: string } {
  const columns: Column[] = [];
  let primaryName = isActivity ? "subject" : undefined;
  for (const one of asObjects(payload.Attributes, "the attributes of an entity")) {
    if (isActivity && textIn(one, "SchemaName")?.toLowerCase() === "subject") continue;
    const column = readColumn(context, one);
    if (columns.some((other) => other.name === column.name))
      throw duplicateColumn(column.schemaName ?? column.name, textIn(payload, "SchemaName") ?? "");
    if (one.IsPrimaryName === true) {
      if (isActivity)
        throw invalidMetadata(
          "A custom entity defined as an activity cannot have primary attribute other than subject.",
        );
      if (column.type !== "text") throw invalidMetadata("Primary UI Attribute has to be of type String");
      primaryName = column.name;
    }
    columns.push(column, ...companionsOf(column));
  }
  if (primaryName === undefined)
    throw invalidMetadata(
      "Required field 'PrimaryAttribute' is missing: one attribute must have IsPrimaryName.",
    );
  return { columns, primaryName };
}

function nextTypeCode({ model }: DefinitionContext): number {
  return Math.max(9_999, ...model.tables().map((table) => table.typeCode)) + 1;
}

/**
 * The entity set name that the service makes of a logical name: new_bank → new_banks, new_branch →
 * new_branches, new_city → new_cities.
 */
export function pluralOf(name: string): string {
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}
