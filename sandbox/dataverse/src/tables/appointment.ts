// The tables appointment and activityparty.

import type { Table } from "../model/metadata.ts";
import { regardingColumn } from "./activity.ts";
import {
  withRequiredLevel,
  bigint,
  choice,
  flag,
  id,
  importColumns,
  integer,
  lookup,
  lookupTo,
  memo,
  moment,
  ownerColumns,
  stateColumns,
  systemColumns,
  tableName,
  text,
} from "./columns.ts";

/**
 * The table appointment. An appointment in a completed or canceled state is read-only until its state
 * changes.
 */
export const appointment: Table = {
  logicalName: "appointment",
  schemaName: "Appointment",
  entitySet: "appointments",
  displayName: "Appointment",
  typeCode: 4201,
  primaryId: "activityid",
  primaryName: "subject",
  privilege: "Activity",
  stateTypeName: "AppointmentState",
  isActivity: true,
  states: [
    {
      value: 0,
      label: "Open",
      reasons: [
        { value: 1, label: "Free" },
        { value: 2, label: "Tentative" },
      ],
    },
    { value: 1, label: "Completed", isReadOnly: true, reasons: [{ value: 3, label: "Completed" }] },
    { value: 2, label: "Canceled", isReadOnly: true, reasons: [{ value: 4, label: "Canceled" }] },
    {
      value: 3,
      label: "Scheduled",
      reasons: [
        { value: 5, label: "Busy" },
        { value: 6, label: "Out of Office" },
      ],
    },
  ],
  columns: [
    id("ActivityId"),
    withRequiredLevel(text("Subject", 200)),
    memo("Description", 1_048_576),
    text("Location", 200),
    text("Category", 250),
    text("Subcategory", 250),
    withRequiredLevel(moment("ScheduledStart")),
    withRequiredLevel(moment("ScheduledEnd")),
    integer("ScheduledDurationMinutes", { min: 0 }),
    moment("ActualStart"),
    moment("ActualEnd"),
    integer("ActualDurationMinutes", { min: 0 }),
    flag("IsAllDayEvent"),
    flag("IsOnlineMeeting"),
    flag("IsMapiPrivate"),
    flag("IsRegularActivity", true, "never"),
    flag("IsBilled"),
    flag("IsWorkflowCreated"),
    flag("IsDraft"),
    text("OnlineMeetingId", 255),
    integer("OutlookOwnerApptId"),
    moment("SortDate"),
    choice("PriorityCode", { 0: "Low", 1: "Normal", 2: "High" }, { initial: 1 }),
    choice(
      "InstanceTypeCode",
      {
        0: "Not Recurring",
        1: "Recurring Master",
        2: "Recurring Instance",
        3: "Recurring Exception",
        4: "Recurring Future Exception",
      },
      { initial: 0, writable: "never" },
    ),
    text("GlobalObjectId", 300),
    tableName("ActivityTypeCode"),
    regardingColumn("appointment", "Appointments"),
    ...stateColumns,
    ...ownerColumns,
    ...importColumns,
    ...systemColumns,
  ],
  collections: [
    { name: "appointment_activity_parties", table: "activityparty", column: "activityid", isOwned: true },
  ],
  alternateKeys: [],
};

/**
 * The table activityparty: who takes part in an activity, and as what. Rows are written through the activity
 * only.
 */
export const activityparty: Table = {
  logicalName: "activityparty",
  schemaName: "ActivityParty",
  ownership: "None",
  entitySet: "activityparties",
  displayName: "Activity Party",
  typeCode: 135,
  primaryId: "activitypartyid",
  primaryName: "partyidname",
  privilege: "Activity",
  stateTypeName: "",
  states: [],
  columns: [
    id("ActivityPartyId"),
    text("PartyIdName", 400, "never"),
    text("AddressUsed", 320),
    choice("ParticipationTypeMask", {
      1: "Sender",
      2: "To Recipient",
      3: "CC Recipient",
      4: "BCC Recipient",
      5: "Required attendee",
      6: "Optional attendee",
      7: "Organizer",
      8: "Regarding",
      9: "Owner",
      10: "Resource",
      11: "Customer",
    }),
    lookup(
      "ActivityId",
      ["appointment", "task", "phonecall", "email", "opportunityclose"].map((target) => ({
        names: [`activityid_${target}`],
        target,
        relationship: `${target}_activity_parties`,
      })),
      {
        writable: "never",
        whenTargetIsDeleted: "cascade",
      },
    ),
    lookup("PartyId", [
      { names: ["partyid_systemuser"], target: "systemuser", relationship: "system_user_activity_parties" },
      { names: ["partyid_contact"], target: "contact", relationship: "contact_activity_parties" },
      { names: ["partyid_lead"], target: "lead", relationship: "lead_activity_parties" },
      { names: ["partyid_account"], target: "account", relationship: "account_activity_parties" },
      { names: ["partyid_team"], target: "team", relationship: "team_activity_parties" },
    ]),
    lookupTo("systemuser", "OwningUser", "never"),
    bigint("VersionNumber", "never"),
  ],
  collections: [],
  alternateKeys: [],
  isReadOnly: true,
};
