import type { Table } from "../metadata.ts";
import { choice, flag, id, lookupTo, memo, systemColumns, text, texts } from "./columns.ts";

// The tables of the organisation itself: people, teams and the business unit they belong to.

export const systemuser: Table = {
  logicalName: "systemuser",
  entitySet: "systemusers",
  displayName: "User",
  typeCode: 8,
  primaryId: "systemuserid",
  primaryName: "fullname",
  nameParts: ["firstname", "lastname"],
  privilege: "User",
  stateTypeName: "",
  states: [],
  columns: [
    id("systemuserid"),
    ...texts(256, "firstname", "lastname"),
    text("fullname", 200, "never"),
    text("internalemailaddress", 100),
    text("domainname", 1024),
    text("title", 128),
    text("mobilephone", 64),
    { name: "azureactivedirectoryobjectid", type: "guid", writable: "on create" },
    { name: "applicationid", type: "guid", writable: "on create" },
    flag("isdisabled", false, "on update"),
    choice(
      "accessmode",
      {
        0: "Read-Write",
        1: "Administrative",
        2: "Read",
        3: "Support User",
        4: "Non-interactive",
        5: "Delegated Admin",
      },
      { initial: 0 },
    ),
    lookupTo("businessunit", "businessunitid"),
    lookupTo("systemuser", "parentsystemuserid"),
    ...systemColumns,
  ],
  collections: [],
  alternateKeys: [{ name: "aadobjectid", columns: ["azureactivedirectoryobjectid"] }],
};

export const team: Table = {
  logicalName: "team",
  entitySet: "teams",
  displayName: "Team",
  typeCode: 9,
  primaryId: "teamid",
  primaryName: "name",
  privilege: "Team",
  stateTypeName: "",
  states: [],
  columns: [
    id("teamid"),
    text("name", 160),
    text("emailaddress", 100),
    memo("description", 2000),
    choice("teamtype", { 0: "Owner", 1: "Access", 2: "Security Group", 3: "Office Group" }, { initial: 0 }),
    flag("isdefault", false, "never"),
    lookupTo("businessunit", "businessunitid"),
    lookupTo("systemuser", "administratorid"),
    ...systemColumns,
  ],
  collections: [],
  alternateKeys: [],
};

export const businessunit: Table = {
  logicalName: "businessunit",
  entitySet: "businessunits",
  displayName: "Business Unit",
  typeCode: 10,
  primaryId: "businessunitid",
  primaryName: "name",
  privilege: "BusinessUnit",
  stateTypeName: "",
  states: [],
  columns: [
    id("businessunitid"),
    text("name", 160),
    flag("isdisabled", false, "never"),
    lookupTo("businessunit", "parentbusinessunitid"),
    ...systemColumns,
  ],
  collections: [],
  alternateKeys: [],
  isReadOnly: true,
};
