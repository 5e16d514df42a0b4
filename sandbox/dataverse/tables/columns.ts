import type { Column, Navigation, Option } from "../metadata.ts";

type Writable = Column["writable"];

function options(labels: Record<number, string>): readonly Option[] {
  return Object.entries(labels).map(([value, label]) => ({ value: Number(value), label }));
}

export const id = (name: string): Column => ({ name, type: "guid", writable: "on create" });

export const text = (name: string, maxLength: number, writable: Writable = "always"): Column => ({
  name,
  type: "text",
  maxLength,
  writable,
});

/** Several text columns of one length. */
export const texts = (maxLength: number, ...names: readonly string[]): Column[] =>
  names.map((name) => text(name, maxLength));

export const memo = (name: string, maxLength: number): Column => ({
  name,
  type: "memo",
  maxLength,
  writable: "always",
});

export const integer = (
  name: string,
  range: { min?: number; max?: number; writable?: Writable } = {},
): Column => ({
  name,
  type: "integer",
  min: range.min ?? -2_147_483_648,
  max: range.max ?? 2_147_483_647,
  writable: range.writable ?? "always",
});

export const flag = (name: string, initial = false, writable: Writable = "always"): Column => ({
  name,
  type: "boolean",
  writable,
  initial,
});

export const moment = (name: string, writable: Writable = "always"): Column => ({
  name,
  type: "datetime",
  writable,
});

export const choice = (
  name: string,
  labels: Record<number, string>,
  more: { initial?: number; writable?: Writable } = {},
): Column => ({
  name,
  type: "choice",
  options: options(labels),
  writable: more.writable ?? "always",
  ...(more.initial === undefined ? {} : { initial: more.initial }),
});

export const lookup = (
  name: string,
  navigations: readonly Navigation[],
  more: { writable?: Writable; whenTargetIsDeleted?: "clear" | "cascade" } = {},
): Column => ({
  name,
  type: "lookup",
  navigations,
  writable: more.writable ?? "always",
  whenTargetIsDeleted: more.whenTargetIsDeleted ?? "clear",
});

/** A lookup with one target, whose navigation property is called like the column. */
export const lookupTo = (target: string, name: string, writable: Writable = "always"): Column =>
  lookup(name, [{ names: [name], target }], { writable });

/** Columns every table has. */
export const systemColumns: readonly Column[] = [
  moment("createdon", "never"),
  moment("modifiedon", "never"),
  lookupTo("systemuser", "createdby", "never"),
  lookupTo("systemuser", "modifiedby", "never"),
  { name: "versionnumber", type: "bigint", writable: "never" },
];

/** Columns of tables whose rows can be migrated in. */
export const importColumns: readonly Column[] = [
  moment("overriddencreatedon", "on create"),
  integer("importsequencenumber", { writable: "on create" }),
];

/** State and status reason: the state is not valid for create. */
export const stateColumns: readonly Column[] = [
  { name: "statecode", type: "state", writable: "on update" },
  { name: "statuscode", type: "status", writable: "always" },
];

/** Columns of tables whose rows belong to a user or a team. */
export const ownerColumns: readonly Column[] = [
  lookup("ownerid", [
    { names: ["ownerid"], target: "systemuser" },
    { names: ["ownerid"], target: "team" },
  ]),
  lookupTo("systemuser", "owninguser", "never"),
  lookupTo("team", "owningteam", "never"),
  lookupTo("businessunit", "owningbusinessunit", "never"),
];

export function addressColumns(): Column[] {
  return [
    ...texts(250, "address1_line1", "address1_line2", "address1_line3"),
    ...texts(80, "address1_city", "address1_country"),
    ...texts(50, "address1_county", "address1_stateorprovince"),
    text("address1_postalcode", 20),
  ];
}
