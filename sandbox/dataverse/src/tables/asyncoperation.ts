// The tables of system jobs and bulk deletions.

import type { State, Table } from "../model/metadata.ts";
import {
  choice,
  flag,
  id,
  integer,
  lookupTo,
  memo,
  moment,
  ownerColumns,
  stateColumns,
  systemColumns,
  text,
} from "./columns.ts";

const states: readonly State[] = [
  { value: 0, label: "Ready", reasons: [{ value: 0, label: "Waiting For Resources" }] },
  { value: 1, label: "Suspended", reasons: [{ value: 10, label: "Waiting" }] },
  {
    value: 2,
    label: "Locked",
    reasons: [
      { value: 20, label: "In Progress" },
      { value: 21, label: "Pausing" },
      { value: 22, label: "Canceling" },
    ],
  },
  {
    value: 3,
    label: "Completed",
    reasons: [
      { value: 30, label: "Succeeded" },
      { value: 31, label: "Failed" },
      { value: 32, label: "Canceled" },
    ],
  },
];

/** The table asyncoperation: system jobs. */
export const asyncoperation: Table = {
  logicalName: "asyncoperation",
  schemaName: "AsyncOperation",
  entitySet: "asyncoperations",
  displayName: "System Job",
  typeCode: 4700,
  primaryId: "asyncoperationid",
  primaryName: "name",
  privilege: "AsyncOperation",
  stateTypeName: "AsyncOperationState",
  isReadOnly: true,
  states,
  columns: [
    id("AsyncOperationId"),
    text("Name", 256),
    choice("OperationType", {
      1: "System Event",
      10: "Workflow",
      13: "Bulk Delete",
      54: "Execute Async Request",
    }),
    text("PrimaryEntityType", 64),
    moment("PostponeUntil"),
    moment("StartedOn"),
    moment("CompletedOn"),
    integer("RetryCount", { min: 0, initial: 0 }),
    integer("ErrorCode"),
    memo("FriendlyMessage", 2000),
    memo("Message", 1_073_741_823),
    memo("Data", 1_073_741_823),
    text("RecurrencePattern", 256),
    ...stateColumns,
    ...ownerColumns,
    ...systemColumns,
  ],
  collections: [],
  alternateKeys: [],
};

/** The table bulkdeleteoperation: what each bulk deletion did; its system job is in asyncoperation. */
export const bulkdeleteoperation: Table = {
  logicalName: "bulkdeleteoperation",
  schemaName: "BulkDeleteOperation",
  entitySet: "bulkdeleteoperations",
  displayName: "Bulk Delete Operation",
  typeCode: 4424,
  primaryId: "bulkdeleteoperationid",
  primaryName: "name",
  privilege: "AsyncOperation",
  stateTypeName: "BulkDeleteOperationState",
  isReadOnly: true,
  states,
  columns: [
    id("BulkDeleteOperationId"),
    text("Name", 256),
    memo("OrderedQuerySetXml", 1_073_741_823),
    integer("SuccessCount", { min: 0, initial: 0 }),
    integer("FailureCount", { min: 0, initial: 0 }),
    flag("IsRecurring"),
    moment("NextRun"),
    lookupTo("asyncoperation", "AsyncOperationId", "never", "AsyncOperation_BulkDeleteOperation"),
    ...stateColumns,
    ...ownerColumns,
    ...systemColumns,
  ],
  collections: [],
  alternateKeys: [],
};
