// The tables of duplicate detection rules and their conditions.

import type { Table } from "../model/metadata.ts";
import {
  choice,
  flag,
  id,
  integer,
  lookup,
  memo,
  ownerColumns,
  stateColumns,
  systemColumns,
  text,
} from "./columns.ts";

/** The table duplicaterule: which rows are searched for duplicates, if the rule is published. */
export const duplicaterule: Table = {
  logicalName: "duplicaterule",
  schemaName: "DuplicateRule",
  entitySet: "duplicaterules",
  displayName: "Duplicate Detection Rule",
  typeCode: 4414,
  primaryId: "duplicateruleid",
  primaryName: "name",
  privilege: "DuplicateRule",
  stateTypeName: "DuplicateRuleState",
  states: [
    {
      value: 0,
      label: "Inactive",
      reasons: [
        { value: 0, label: "Unpublished" },
        { value: 1, label: "Publishing" },
      ],
    },
    { value: 1, label: "Active", reasons: [{ value: 2, label: "Published" }] },
  ],
  columns: [
    id("DuplicateRuleId"),
    text("Name", 160),
    text("UniqueName", 256),
    memo("Description", 2000),
    text("BaseEntityName", 64),
    text("MatchingEntityName", 64),
    flag("IsCaseSensitive"),
    flag("ExcludeInactiveRecords"),
    ...stateColumns,
    ...ownerColumns,
    ...systemColumns,
  ],
  collections: [],
  alternateKeys: [],
};

/** The table duplicaterulecondition: the columns by which a rule takes two rows for duplicates. */
export const duplicaterulecondition: Table = {
  logicalName: "duplicaterulecondition",
  schemaName: "DuplicateRuleCondition",
  entitySet: "duplicateruleconditions",
  displayName: "Duplicate Rule Condition",
  typeCode: 4416,
  primaryId: "duplicateruleconditionid",
  primaryName: "baseattributename",
  privilege: "DuplicateRule",
  stateTypeName: "",
  states: [],
  columns: [
    id("DuplicateRuleConditionId"),
    text("BaseAttributeName", 50),
    text("MatchingAttributeName", 50),
    choice(
      "OperatorCode",
      { 0: "Exact Match", 1: "Same First Characters", 2: "Same Last Characters" },
      { initial: 0 },
    ),
    integer("OperatorParam", { min: 1, max: 4000 }),
    flag("IgnoreBlankValues", true),
    lookup(
      "RegardingObjectId",
      [
        {
          names: ["regardingobjectid"],
          target: "duplicaterule",
          relationship: "DuplicateRule_DuplicateRuleConditions",
        },
      ],
      { whenTargetIsDeleted: "cascade" },
    ),
    ...systemColumns,
  ],
  collections: [],
  alternateKeys: [],
};
