// What the tables of activities have in common, and the table activitypointer, which lists activities of
// every kind.

import type { Column, Table } from "../model/metadata.ts";
import {
  withRequiredLevel,
  choice,
  flag,
  id,
  importColumns,
  integer,
  lookup,
  memo,
  moment,
  ownerColumns,
  stateColumns,
  systemColumns,
  tableName,
  text,
} from "./columns.ts";

/**
 * The tables an activity can be regarding, with the first part of the names of their collections of
 * activities.
 */
const regarded = { lead: "Lead", contact: "Contact", account: "Account", opportunity: "Opportunity" };

/**
 * The lookup to the row an activity is regarding; `plural` ends the names of the relationships. They are
 * parental: the activities of a deleted row are deleted with it.
 */
export function regardingColumn(table: string, plural: string): Column {
  return lookup(
    "RegardingObjectId",
    Object.entries(regarded).map(([target, name]) => ({
      names: [`regardingobjectid_${target}_${table}`, `regardingobjectid_${target}`],
      target,
      relationship: `${name}_${plural}`,
    })),
    { whenTargetIsDeleted: "cascade" },
  );
}

/** The columns that every kind of activity has, with the greatest length of its subject. */
export function activityColumns(subjectLength: number): Column[] {
  return [
    id("ActivityId"),
    withRequiredLevel(text("Subject", subjectLength)),
    memo("Description", 1_048_576),
    moment("ScheduledStart"),
    moment("ScheduledEnd"),
    integer("ScheduledDurationMinutes", { min: 0 }),
    moment("ActualStart"),
    moment("ActualEnd"),
    integer("ActualDurationMinutes", { min: 0 }),
    choice("PriorityCode", { 0: "Low", 1: "Normal", 2: "High" }, { initial: 1 }),
    flag("IsRegularActivity", true, "never"),
    flag("IsBilled"),
    flag("IsWorkflowCreated"),
    moment("SortDate"),
    tableName("ActivityTypeCode"),
    ...stateColumns,
    ...ownerColumns,
    ...importColumns,
    ...systemColumns,
  ];
}

/**
 * The table activitypointer, with one row for each activity of any kind; rows/ writes it along with the
 * activity.
 */
export const activitypointer: Table = {
  logicalName: "activitypointer",
  schemaName: "ActivityPointer",
  entitySet: "activitypointers",
  displayName: "Activity",
  typeCode: 4200,
  primaryId: "activityid",
  primaryName: "subject",
  privilege: "Activity",
  stateTypeName: "ActivityPointerState",
  isReadOnly: true,
  states: [
    { value: 0, label: "Open", reasons: [{ value: 1, label: "Open" }] },
    { value: 1, label: "Completed", isReadOnly: true, reasons: [{ value: 2, label: "Completed" }] },
    { value: 2, label: "Canceled", isReadOnly: true, reasons: [{ value: 3, label: "Canceled" }] },
    { value: 3, label: "Scheduled", reasons: [{ value: 4, label: "Scheduled" }] },
  ],
  columns: [...activityColumns(400), regardingColumn("activitypointer", "ActivityPointers")],
  collections: [],
  alternateKeys: [],
};
