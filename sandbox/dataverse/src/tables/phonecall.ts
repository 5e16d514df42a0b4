import type { Table } from "../model/metadata.ts";
import { activityColumns, regardingColumn } from "./activity.ts";
import { flag, text } from "./columns.ts";

/** The table phonecall: an activity. */
export const phonecall: Table = {
  logicalName: "phonecall",
  schemaName: "PhoneCall",
  entitySet: "phonecalls",
  displayName: "Phone Call",
  typeCode: 4210,
  primaryId: "activityid",
  primaryName: "subject",
  privilege: "Activity",
  stateTypeName: "PhoneCallState",
  isActivity: true,
  states: [
    { value: 0, label: "Open", reasons: [{ value: 1, label: "Open" }] },
    {
      value: 1,
      label: "Completed",
      isReadOnly: true,
      reasons: [
        { value: 2, label: "Made" },
        { value: 4, label: "Received" },
      ],
    },
    { value: 2, label: "Canceled", isReadOnly: true, reasons: [{ value: 3, label: "Canceled" }] },
  ],
  columns: [
    ...activityColumns(200),
    regardingColumn("phonecall", "Phonecalls"),
    text("Category", 250),
    text("Subcategory", 250),
    text("PhoneNumber", 200),
    flag("DirectionCode", true, "always", { yes: "Outgoing", no: "Incoming" }),
    flag("LeftVoiceMail"),
  ],
  collections: [
    { name: "phonecall_activity_parties", table: "activityparty", column: "activityid", isOwned: true },
  ],
  alternateKeys: [],
};
