import type { Table } from "../model/metadata.ts";
import { activityColumns, regardingColumn } from "./activity.ts";
import { flag, text } from "./columns.ts";

/** The table email: an activity. */
export const email: Table = {
  logicalName: "email",
  schemaName: "Email",
  entitySet: "emails",
  displayName: "Email",
  typeCode: 4202,
  primaryId: "activityid",
  primaryName: "subject",
  privilege: "Activity",
  stateTypeName: "EmailState",
  isActivity: true,
  states: [
    {
      value: 0,
      label: "Open",
      reasons: [
        { value: 1, label: "Draft" },
        { value: 8, label: "Failed" },
      ],
    },
    {
      value: 1,
      label: "Completed",
      isReadOnly: true,
      reasons: [
        { value: 2, label: "Completed" },
        { value: 3, label: "Sent" },
        { value: 4, label: "Received" },
        { value: 6, label: "Pending Send" },
        { value: 7, label: "Sending" },
      ],
    },
    { value: 2, label: "Canceled", isReadOnly: true, reasons: [{ value: 5, label: "Canceled" }] },
  ],
  columns: [
    ...activityColumns(800),
    regardingColumn("email", "Emails"),
    text("Category", 250),
    text("Subcategory", 250),
    text("Sender", 250),
    text("ToRecipients", 500),
    text("MessageId", 320),
    flag("DirectionCode", true, "always", { yes: "Outgoing", no: "Incoming" }),
  ],
  collections: [
    { name: "email_activity_parties", table: "activityparty", column: "activityid", isOwned: true },
  ],
  alternateKeys: [],
};
