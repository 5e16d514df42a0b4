import { badQuery, unknownProperty } from "../errors/addresses.ts";
import { columnOfProperty, navigationNamed } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import { readExpand, type Expand } from "./expand.ts";
import type { Expression } from "./expression.ts";
import { parseFilter } from "./parse.ts";
import type { Aliases } from "./reader.ts";

export interface Ordering {
  /** A property, after the single-valued navigation properties that lead to its row. */
  readonly path: readonly string[];
  readonly isDescending: boolean;
}

export interface QueryOptions {
  readonly select?: readonly string[];
  readonly filter?: Expression;
  readonly orderBy: readonly Ordering[];
  readonly top?: number;
  readonly isCounted: boolean;
  readonly expand: readonly Expand[];
  /** The service's own cookie of where the last page ended. */
  readonly skipToken?: string;
  readonly deltaToken?: string;
  readonly apply?: string;
}

/** How far the service goes down an $expand inside an $expand. */
export const maxExpandDepth = 10;

export function readQueryOptions(raw: ReadonlyMap<string, string>): QueryOptions {
  const aliases = new Map([...raw].filter(([name]) => name.startsWith("@")));
  return readOptions(raw, aliases, 0);
}

export function readOptions(raw: ReadonlyMap<string, string>, aliases: Aliases, depth: number): QueryOptions {
  let options: QueryOptions = { orderBy: [], isCounted: false, expand: [] };
  for (const [name, text] of raw) {
    const value = text.trim();
    if (name === "$select") options = { ...options, select: names(value.replace(/,$/, "")) };
    else if (name === "$filter") options = { ...options, filter: parseFilter(value, aliases) };
    else if (name === "$orderby")
      options = { ...options, orderBy: names(value).map((part) => readOrdering(part, aliases)) };
    else if (name === "$top") options = { ...options, top: readCount(name, value) };
    else if (name === "$expand") options = { ...options, expand: readExpand(value, aliases, depth) };
    else if (depth > 0) throw badQuery(`The query option '${name}' is not supported in an $expand.`);
    else if (name === "$count") options = { ...options, isCounted: readFlag(name, value) };
    else if (name === "$skiptoken") options = { ...options, skipToken: value };
    else if (name === "$deltatoken") options = { ...options, deltaToken: value };
    else if (name === "$apply") options = { ...options, apply: value };
    else if (name === "$skip") throw badQuery("Skip Clause is not supported in CRM");
    else if (!name.startsWith("@")) throw badQuery(`The query parameter ${name} is not supported.`);
  }
  return options;
}

function names(value: string): string[] {
  const parts = value.split(",").map((part) => part.trim());
  if (parts.some((part) => part === "")) throw badQuery("Syntax error: a name expected but nothing found.");
  return parts;
}

function readOrdering(part: string, aliases: Aliases): Ordering {
  const [, name, direction] = /^(@?[\w$]+(?:\/[\w$]+)*)(?:\s+(asc|desc))?$/.exec(part) ?? [];
  if (name === undefined) throw badQuery(`Syntax error in $orderby: '${part.slice(0, 60)}'.`);
  const path = aliases.get(name)?.trim() ?? name;
  return { path: path.split("/"), isDescending: direction === "desc" };
}

function readCount(name: string, value: string): number {
  if (!/^\d{1,9}$/.test(value))
    throw badQuery(
      `Invalid value '${value.slice(0, 60)}' for ${name} query option found. The ${name} query option requires a non-negative integer value.`,
    );
  return Number(value);
}

function readFlag(name: string, value: string): boolean {
  if (value !== "true" && value !== "false")
    throw badQuery(`Invalid value '${value.slice(0, 60)}' for ${name} query option found.`);
  return value === "true";
}

/** $select names properties; a navigation property stands for the lookup value under it. */
export function selectedColumns(
  table: Table,
  select: readonly string[] | undefined,
): ReadonlySet<string> | undefined {
  if (!select) return undefined;
  const wanted = new Set(
    select
      .filter((name) => name !== "*")
      .map((name) => {
        const column = columnOfProperty(table, name) ?? navigationNamed(table, name)?.column;
        if (!column) throw unknownProperty(table, name);
        return column.name;
      }),
  );
  return select.includes("*") ? undefined : wanted;
}
