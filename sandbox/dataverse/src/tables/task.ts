import type { Table } from "../model/metadata.ts";
import { activityColumns, regardingColumn } from "./activity.ts";
import { integer, text } from "./columns.ts";

/** The table task: an activity. */
export const task: Table = {
  logicalName: "task",
  schemaName: "Task",
  entitySet: "tasks",
  displayName: "Task",
  typeCode: 4212,
  primaryId: "activityid",
  primaryName: "subject",
  privilege: "Activity",
  stateTypeName: "TaskState",
  isActivity: true,
  states: [
    {
      value: 0,
      label: "Open",
      reasons: [
        { value: 2, label: "Not Started" },
        { value: 3, label: "In Progress" },
        { value: 4, label: "Waiting on someone else" },
        { value: 7, label: "Deferred" },
      ],
    },
    { value: 1, label: "Completed", isReadOnly: true, reasons: [{ value: 5, label: "Completed" }] },
    { value: 2, label: "Canceled", isReadOnly: true, reasons: [{ value: 6, label: "Canceled" }] },
  ],
  columns: [
    ...activityColumns(200),
    regardingColumn("task", "Tasks"),
    text("Category", 250),
    text("Subcategory", 250),
    integer("PercentComplete", { min: 0, max: 100 }),
  ],
  collections: [
    { name: "task_activity_parties", table: "activityparty", column: "activityid", isOwned: true },
  ],
  alternateKeys: [],
};
