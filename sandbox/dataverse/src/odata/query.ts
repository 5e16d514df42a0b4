import { badQuery } from "../errors/addresses.ts";
import type { Expression } from "./expression.ts";
import { parseFilter } from "./parse.ts";
import type { Aliases } from "./reader.ts";
import { splitOutsideParentheses } from "./split.ts";

/** One part of $orderby. */
export interface Ordering {
  /** A property, after the single-valued navigation properties that lead to its row. */
  readonly path: readonly string[];
  readonly isDescending: boolean;
}

/** One navigation property of $expand, with the options in its parentheses. */
export interface Expand {
  readonly name: string;
  /** nav/$ref: only the addresses of the rows. */
  readonly isReference: boolean;
  readonly options: QueryOptions;
}

/** The options of a query, parsed; names are checked against the table by those who run it. */
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

/** How many levels of $expand inside $expand the service accepts. */
const maxExpandDepth = 10;

/**
 * Parses the options of a query string, with parameter aliases put in.
 * @throws DataverseError for an option that is not supported or has no valid syntax
 */
export function readQueryOptions(raw: ReadonlyMap<string, string>): QueryOptions {
  const aliases = new Map([...raw].filter(([name]) => name.startsWith("@")));
  return readOptions(raw, aliases, 0);
}

function readOptions(raw: ReadonlyMap<string, string>, aliases: Aliases, depth: number): QueryOptions {
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

/** name($select=a,b;$filter=…),other */
function readExpand(value: string, aliases: Aliases, depth: number): Expand[] {
  if (depth >= maxExpandDepth) throw badQuery("The expand is nested too deeply.");
  return splitOutsideParentheses(value, ",").map((part) => {
    const trimmed = part.trim();
    const open = trimmed.indexOf("(");
    const isClosed = open < 0 || trimmed.endsWith(")");
    const [name = "", suffix, ...more] = (open < 0 ? trimmed : trimmed.slice(0, open)).trim().split("/");
    const isReference = suffix === "$ref";
    if (!isClosed || !/^[\w.]+$/.test(name) || more.length > 0 || (suffix !== undefined && !isReference))
      throw badQuery(`Syntax error in $expand: '${part.slice(0, 60)}'.`);
    const inner = open < 0 ? "" : trimmed.slice(open + 1, -1);
    return { name, isReference, options: readOptions(readInner(inner), aliases, depth + 1) };
  });
}

function readInner(source: string): Map<string, string> {
  const raw = new Map<string, string>();
  for (const option of splitOutsideParentheses(source, ";")) {
    if (option.trim() === "") continue;
    const separator = option.indexOf("=");
    if (separator < 0) throw badQuery(`Syntax error in $expand: '${option.slice(0, 60)}'.`);
    raw.set(option.slice(0, separator).trim(), option.slice(separator + 1));
  }
  return raw;
}
