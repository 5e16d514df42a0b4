// Functions that declare columns. They take the schema name as the service spells it; the logical name is the
// same in lower case. Unless told otherwise, a column can always be written.

import type { Column, Navigation, Option } from "../model/metadata.ts";

type Writable = Column["writable"];

/** The logical name, with the schema name where its spelling differs. */
function named(schemaName: string): { name: string; schemaName?: string } {
  const name = schemaName.toLowerCase();
  return name === schemaName ? { name } : { name, schemaName };
}

function options(labels: Record<number, string>): readonly Option[] {
  return Object.entries(labels).map(([value, label]) => ({ value: Number(value), label }));
}

/** The primary key of a table; a caller can choose it at creation. */
export const id = (name: string): Column => ({
  ...named(name),
  type: "guid",
  writable: "on create",
  required: "SystemRequired",
});

/** A column of GUIDs that refer to nothing in the model. */
export const guid = (name: string, writable: Writable = "always"): Column => ({
  ...named(name),
  type: "guid",
  writable,
});

/** A column of text on one line, `maxLength` characters at most. */
export const text = (name: string, maxLength: number, writable: Writable = "always"): Column => ({
  ...named(name),
  type: "text",
  maxLength,
  writable,
});

/** A column that holds the logical name of a table: that of the row itself, or of the row it is about. */
export const tableName = (name: string): Column => ({ ...text(name, 64, "never"), namesTable: true });

/** Several text columns with the same maximum length. */
export const texts = (maxLength: number, ...names: readonly string[]): Column[] =>
  names.map((name) => text(name, maxLength));

/** Gives a column a required level, which forms follow and the API does not enforce. */
export const withRequiredLevel = (
  column: Column,
  required: Column["required"] = "ApplicationRequired",
): Column => ({
  ...column,
  ...(required === undefined ? {} : { required }),
});

/** A column of text on several lines, `maxLength` characters at most. */
export const memo = (name: string, maxLength: number): Column => ({
  ...named(name),
  type: "memo",
  maxLength,
  writable: "always",
});

/** A column of whole numbers of 32 bits, or of a smaller range. */
export const integer = (
  name: string,
  range: { min?: number; max?: number; writable?: Writable; initial?: number } = {},
): Column => ({
  ...named(name),
  type: "integer",
  min: range.min ?? -2_147_483_648,
  max: range.max ?? 2_147_483_647,
  writable: range.writable ?? "always",
  ...(range.initial === undefined ? {} : { initial: range.initial }),
});

/** A column of decimal numbers; `precision` is the number of decimal places. */
export const decimal = (
  name: string,
  range: { min?: number; max?: number; precision?: number; writable?: Writable } = {},
): Column => ({
  ...named(name),
  type: "decimal",
  min: range.min ?? -100_000_000_000,
  max: range.max ?? 100_000_000_000,
  precision: range.precision ?? 2,
  writable: range.writable ?? "always",
});

/** A column of floating-point numbers, such as latitudes; `precision` is the number of decimal places. */
export const double = (name: string, range: { min: number; max: number; precision?: number }): Column => ({
  ...named(name),
  type: "double",
  min: range.min,
  max: range.max,
  precision: range.precision ?? 5,
  writable: "always",
});

/** A column of amounts with two decimal places. */
export const money = (name: string, range: { min?: number; max?: number } = {}): Column => ({
  ...named(name),
  type: "money",
  min: range.min ?? -922_337_203_685_477,
  max: range.max ?? 922_337_203_685_477,
  precision: 2,
  writable: "always",
});

/** A yes/no column; `labels` replace Yes and No. */
export const flag = (
  name: string,
  initial = false,
  writable: Writable = "always",
  labels?: { yes: string; no: string },
): Column => ({
  ...named(name),
  type: "boolean",
  writable,
  initial,
  ...(labels
    ? { trueLabel: { value: 1, label: labels.yes }, falseLabel: { value: 0, label: labels.no } }
    : {}),
});

/** Yes/no columns such as DoNotEMail, whose labels are "Do Not Allow" and "Allow". */
export const doNot = (...names: readonly string[]): Column[] =>
  names.map((name) => flag(name, false, "always", { yes: "Do Not Allow", no: "Allow" }));

/** A column of date and time, in UTC. */
export const moment = (name: string, writable: Writable = "always"): Column => ({
  ...named(name),
  type: "datetime",
  writable,
});

/** A column of dates without time. */
export const date = (name: string, writable: Writable = "always"): Column => ({
  ...named(name),
  type: "date",
  writable,
});

/** A column of whole numbers of 64 bits. */
export const bigint = (name: string, writable: Writable = "always"): Column => ({
  ...named(name),
  type: "bigint",
  writable,
});

/** A column of one option; `labels` are the options by their values. */
export const choice = (
  name: string,
  labels: Record<number, string>,
  more: { initial?: number; writable?: Writable } = {},
): Column => ({
  ...named(name),
  type: "choice",
  options: options(labels),
  writable: more.writable ?? "always",
  ...(more.initial === undefined ? {} : { initial: more.initial }),
});

/** A lookup that can lead to several tables; by default it is cleared when the row it leads to is deleted. */
export const lookup = (
  name: string,
  navigations: readonly Navigation[],
  more: { writable?: Writable; whenTargetIsDeleted?: "clear" | "cascade" | "refuse" } = {},
): Column => ({
  ...named(name),
  type: "lookup",
  navigations,
  writable: more.writable ?? "always",
  whenTargetIsDeleted: more.whenTargetIsDeleted ?? "clear",
});

/** A lookup to one table, whose navigation property is named like the column. */
export const lookupTo = (
  target: string,
  name: string,
  writable: Writable = "always",
  relationship?: string,
): Column =>
  lookup(
    name,
    [{ names: [name.toLowerCase()], target, ...(relationship === undefined ? {} : { relationship }) }],
    { writable },
  );

/** The columns that nearly every table has: who created and changed a row and when, and its version. */
export const systemColumns: readonly Column[] = [
  moment("CreatedOn", "never"),
  moment("ModifiedOn", "never"),
  lookupTo("systemuser", "CreatedBy", "never"),
  lookupTo("systemuser", "ModifiedBy", "never"),
  lookupTo("systemuser", "CreatedOnBehalfBy", "never"),
  lookupTo("systemuser", "ModifiedOnBehalfBy", "never"),
  bigint("VersionNumber", "never"),
];

/** The columns of tables whose rows can be imported from another system. */
export const importColumns: readonly Column[] = [
  moment("OverriddenCreatedOn", "on create"),
  integer("ImportSequenceNumber", { writable: "on create" }),
  integer("TimeZoneRuleVersionNumber", { min: -1 }),
  integer("UTCConversionTimeZoneCode", { min: -1 }),
];

/** The columns statecode and statuscode; statecode cannot be set at creation. */
export const stateColumns: readonly Column[] = [
  { ...named("StateCode"), type: "state", writable: "on update", required: "SystemRequired" },
  { ...named("StatusCode"), type: "status", writable: "always" },
];

/** The columns of tables whose rows belong to a user or a team. */
export const ownerColumns: readonly Column[] = [
  {
    ...lookup("OwnerId", [
      { names: ["ownerid"], target: "systemuser" },
      { names: ["ownerid"], target: "team" },
    ]),
    required: "SystemRequired",
  },
  lookupTo("systemuser", "OwningUser", "never"),
  lookupTo("team", "OwningTeam", "never"),
  lookupTo("businessunit", "OwningBusinessUnit", "never"),
];

/** The columns of one postal address, such as address1_city. */
export function addressColumns(number = 1): Column[] {
  const address = (name: string): string => `Address${number}_${name}`;
  return [
    guid(address("AddressId")),
    text(address("Name"), 200),
    ...texts(250, address("Line1"), address("Line2"), address("Line3")),
    ...texts(80, address("City"), address("Country")),
    ...texts(50, address("County"), address("StateOrProvince"), address("Telephone1"), address("Telephone2")),
    ...texts(20, address("PostalCode"), address("PostOfficeBox")),
    text(address("Fax"), 50),
    double(address("Latitude"), { min: -90, max: 90 }),
    double(address("Longitude"), { min: -180, max: 180 }),
  ];
}
