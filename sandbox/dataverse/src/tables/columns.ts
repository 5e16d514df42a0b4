import type { Column, Navigation, Option } from "../model/metadata.ts";

// Columns are declared by their schema names, spelt as the service spells them; the logical name is the lower case.

type Writable = Column["writable"];

function named(schemaName: string): { name: string; schemaName?: string } {
  const name = schemaName.toLowerCase();
  return name === schemaName ? { name } : { name, schemaName };
}

function options(labels: Record<number, string>): readonly Option[] {
  return Object.entries(labels).map(([value, label]) => ({ value: Number(value), label }));
}

export const id = (name: string): Column => ({
  ...named(name),
  type: "guid",
  writable: "on create",
  required: "SystemRequired",
});

export const guid = (name: string, writable: Writable = "always"): Column => ({
  ...named(name),
  type: "guid",
  writable,
});

export const text = (name: string, maxLength: number, writable: Writable = "always"): Column => ({
  ...named(name),
  type: "text",
  maxLength,
  writable,
});

/** Of which table the row is, or the one it is about. */
export const tableName = (name: string): Column => ({ ...text(name, 64, "never"), namesTable: true });

/** Several text columns of one length. */
export const texts = (maxLength: number, ...names: readonly string[]): Column[] =>
  names.map((name) => text(name, maxLength));

/** A column the forms ask for; the API does not insist. */
export const asked = (column: Column, required: Column["required"] = "ApplicationRequired"): Column => ({
  ...column,
  ...(required === undefined ? {} : { required }),
});

export const memo = (name: string, maxLength: number): Column => ({
  ...named(name),
  type: "memo",
  maxLength,
  writable: "always",
});

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

/** Degrees on a map, for one. */
export const double = (name: string, range: { min: number; max: number; precision?: number }): Column => ({
  ...named(name),
  type: "double",
  min: range.min,
  max: range.max,
  precision: range.precision ?? 5,
  writable: "always",
});

export const money = (name: string, range: { min?: number; max?: number } = {}): Column => ({
  ...named(name),
  type: "money",
  min: range.min ?? -922_337_203_685_477,
  max: range.max ?? 922_337_203_685_477,
  precision: 2,
  writable: "always",
});

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

/** Whether a person may be contacted that way: the label says what is allowed, not what is forbidden. */
export const doNot = (...names: readonly string[]): Column[] =>
  names.map((name) => flag(name, false, "always", { yes: "Do Not Allow", no: "Allow" }));

export const moment = (name: string, writable: Writable = "always"): Column => ({
  ...named(name),
  type: "datetime",
  writable,
});

export const date = (name: string, writable: Writable = "always"): Column => ({
  ...named(name),
  type: "date",
  writable,
});

export const bigint = (name: string, writable: Writable = "always"): Column => ({
  ...named(name),
  type: "bigint",
  writable,
});

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

/** A lookup with one target, whose navigation property is called like the column. */
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

/** Columns every table has. */
export const systemColumns: readonly Column[] = [
  moment("CreatedOn", "never"),
  moment("ModifiedOn", "never"),
  lookupTo("systemuser", "CreatedBy", "never"),
  lookupTo("systemuser", "ModifiedBy", "never"),
  lookupTo("systemuser", "CreatedOnBehalfBy", "never"),
  lookupTo("systemuser", "ModifiedOnBehalfBy", "never"),
  bigint("VersionNumber", "never"),
];

/** Columns of tables whose rows can be migrated in. */
export const importColumns: readonly Column[] = [
  moment("OverriddenCreatedOn", "on create"),
  integer("ImportSequenceNumber", { writable: "on create" }),
  integer("TimeZoneRuleVersionNumber", { min: -1 }),
  integer("UTCConversionTimeZoneCode", { min: -1 }),
];

/** State and status reason: the state is not valid for create. */
export const stateColumns: readonly Column[] = [
  { ...named("StateCode"), type: "state", writable: "on update", required: "SystemRequired" },
  { ...named("StatusCode"), type: "status", writable: "always" },
];

/** Columns of tables whose rows belong to a user or a team. */
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
