// The tables opportunity and opportunityclose.

import type { Table } from "../model/metadata.ts";
import { activityColumns, regardingColumn } from "./activity.ts";
import {
  withRequiredLevel,
  choice,
  date,
  decimal,
  flag,
  id,
  importColumns,
  integer,
  lookup,
  lookupTo,
  memo,
  money,
  ownerColumns,
  stateColumns,
  systemColumns,
  text,
} from "./columns.ts";

/** The table opportunity: possible sales, open, won or lost. */
export const opportunity: Table = {
  logicalName: "opportunity",
  schemaName: "Opportunity",
  entitySet: "opportunities",
  displayName: "Opportunity",
  typeCode: 3,
  primaryId: "opportunityid",
  primaryName: "name",
  privilege: "Opportunity",
  stateTypeName: "OpportunityState",
  states: [
    {
      value: 0,
      label: "Open",
      reasons: [
        { value: 1, label: "In Progress" },
        { value: 2, label: "On Hold" },
      ],
    },
    { value: 1, label: "Won", isReadOnly: true, reasons: [{ value: 3, label: "Won" }] },
    {
      value: 2,
      label: "Lost",
      isReadOnly: true,
      reasons: [
        { value: 4, label: "Canceled" },
        { value: 5, label: "Out-Sold" },
      ],
    },
  ],
  columns: [
    id("OpportunityId"),
    withRequiredLevel(text("Name", 300)),
    memo("Description", 2000),
    text("EmailAddress", 100),
    choice("OpportunityRatingCode", { 1: "Hot", 2: "Warm", 3: "Cold" }, { initial: 2 }),
    choice("SalesStage", { 0: "Qualify", 1: "Develop", 2: "Propose", 3: "Close" }, { initial: 0 }),
    text("StepName", 200),
    integer("CloseProbability", { min: 0, max: 100 }),
    date("EstimatedCloseDate"),
    date("ActualCloseDate"),
    money("EstimatedValue"),
    money("ActualValue"),
    money("BudgetAmount", { min: 0 }),
    money("TotalAmount"),
    decimal("ExchangeRate", { min: 0, precision: 10, writable: "never" }),
    flag("IsRevenueSystemCalculated"),
    flag("ParticipatesInWorkflow"),
    lookup("CustomerId", [
      { names: ["customerid_account"], target: "account", relationship: "opportunity_customer_accounts" },
      { names: ["customerid_contact"], target: "contact", relationship: "opportunity_customer_contacts" },
    ]),
    lookupTo("contact", "ParentContactId", "always", "opportunity_parent_contact"),
    lookupTo("account", "ParentAccountId", "always", "opportunity_parent_account"),
    lookupTo("lead", "OriginatingLeadId", "always", "opportunity_originating_lead"),
    lookupTo("transactioncurrency", "TransactionCurrencyId", "always", "transactioncurrency_opportunity"),
    ...stateColumns,
    ...ownerColumns,
    ...importColumns,
    ...systemColumns,
  ],
  collections: [],
  alternateKeys: [],
};

/** The table opportunityclose: the activity that records how an opportunity was won or lost. */
export const opportunityclose: Table = {
  logicalName: "opportunityclose",
  schemaName: "OpportunityClose",
  entitySet: "opportunitycloses",
  displayName: "Opportunity Close",
  typeCode: 4208,
  primaryId: "activityid",
  primaryName: "subject",
  privilege: "Activity",
  stateTypeName: "OpportunityCloseState",
  isActivity: true,
  states: [
    { value: 0, label: "Open", reasons: [{ value: 1, label: "Open" }] },
    { value: 1, label: "Completed", isReadOnly: true, reasons: [{ value: 2, label: "Completed" }] },
    { value: 2, label: "Canceled", isReadOnly: true, reasons: [{ value: 3, label: "Canceled" }] },
  ],
  columns: [
    ...activityColumns(200),
    regardingColumn("opportunityclose", "OpportunityCloses"),
    money("ActualRevenue"),
    lookup(
      "OpportunityId",
      [{ names: ["opportunityid"], target: "opportunity", relationship: "Opportunity_OpportunityClose" }],
      { whenTargetIsDeleted: "cascade" },
    ),
  ],
  collections: [],
  alternateKeys: [],
};
