import { badQuery, unknownProperty } from "../errors/addresses.ts";
import { columnOfProperty, navigationNamed } from "../metadata.ts";
import type { Table } from "../metadata.ts";
import { parseFilter, type Expression } from "./parse.ts";

export interface Expand {
  readonly name: string;
  readonly options: QueryOptions;
}

export interface QueryOptions {
  readonly select?: readonly string[];
  readonly filter?: Expression;
  readonly orderBy: readonly { readonly property: string; readonly isDescending: boolean }[];
  readonly top?: number;
  readonly isCounted: boolean;
  readonly expand: readonly Expand[];
  /** Rows to pass over: what the service's own paging cookie says. */
  readonly skip: number;
}

const maxExpandDepth = 10;

/** The options of a query string as sent: + means a space, and %24 a dollar sign. */
export function parseQueryString(query: string): Map<string, string> {
  const options = new Map<string, string>();
  for (const pair of query.split("&")) {
    if (pair === "") continue;
    const separator = pair.indexOf("=");
    const name = decode(separator < 0 ? pair : pair.slice(0, separator));
    const value = separator < 0 ? "" : decode(pair.slice(separator + 1));
    if (options.has(name))
      throw badQuery(
        `Query option '${name}' was specified more than once, but it must be specified at most once.`,
      );
    options.set(name, value);
  }
  return options;
}

export function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw badQuery("The request URI is not valid: it has a malformed percent-encoding.");
  }
}

export function readQueryOptions(raw: ReadonlyMap<string, string>, depth = 0): QueryOptions {
  let options: QueryOptions = { orderBy: [], isCounted: false, expand: [], skip: 0 };
  for (const [name, text] of raw) {
    const value = text.trim();
    if (name === "$select") options = { ...options, select: names(value) };
    else if (name === "$filter") options = { ...options, filter: parseFilter(value) };
    else if (name === "$orderby") options = { ...options, orderBy: names(value).map(readOrdering) };
    else if (name === "$top") options = { ...options, top: readCount(name, value) };
    else if (name === "$count") options = { ...options, isCounted: readFlag(name, value) };
    else if (name === "$expand") options = { ...options, expand: readExpand(value, depth) };
    else if (name === "$skiptoken") options = { ...options, skip: readCookie(value) };
    else if (name === "$skip") throw badQuery("Skip Clause is not supported in CRM");
    else throw badQuery(`The query parameter ${name} is not supported.`);
  }
  return options;
}

function names(value: string): string[] {
  const parts = value.split(",").map((part) => part.trim());
  if (parts.some((part) => part === "")) throw badQuery("Syntax error: a name expected but nothing found.");
  return parts;
}

function readOrdering(part: string): { property: string; isDescending: boolean } {
  const match = /^([\w$]+)(?:\s+(asc|desc))?$/.exec(part);
  if (!match?.[1]) throw badQuery(`Syntax error in $orderby: '${part.slice(0, 60)}'.`);
  return { property: match[1], isDescending: match[2] === "desc" };
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

const cookie = /^<cookie skip="(\d{1,9})" \/>$/;

export function pagingCookie(skip: number): string {
  return `<cookie skip="${skip}" />`;
}

function readCookie(value: string): number {
  const match = cookie.exec(value);
  if (!match) throw badQuery("Malformed XML Passed in the Paging Cookie.");
  return Number(match[1]);
}

/** name($select=a,b;$filter=…),other */
function readExpand(value: string, depth: number): Expand[] {
  if (depth >= maxExpandDepth) throw badQuery("The expand is nested too deeply.");
  return splitOutsideParentheses(value, ",").map((part) => {
    const match = /^\s*([\w.]+)\s*(?:\(([^]*)\))?\s*$/.exec(part);
    if (!match?.[1]) throw badQuery(`Syntax error in $expand: '${part.slice(0, 60)}'.`);
    const raw = new Map<string, string>();
    for (const option of splitOutsideParentheses(match[2] ?? "", ";")) {
      if (option.trim() === "") continue;
      const separator = option.indexOf("=");
      if (separator < 0) throw badQuery(`Syntax error in $expand: '${option.slice(0, 60)}'.`);
      raw.set(option.slice(0, separator).trim(), option.slice(separator + 1));
    }
    return { name: match[1], options: readQueryOptions(raw, depth + 1) };
  });
}

function splitOutsideParentheses(source: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let isQuoted = false;
  let start = 0;
  for (let index = 0; index < source.length; index += 1) {
    const character = source.charAt(index);
    if (character === "'") isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (character === separator && depth === 0) {
      parts.push(source.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, source.slice(start)];
}

/** $select names properties; a navigation property stands for the lookup value under it. */
export function selectedColumns(
  table: Table,
  select: readonly string[] | undefined,
): ReadonlySet<string> | undefined {
  if (!select || select.includes("*")) return undefined;
  return new Set(
    select.map((name) => {
      const column = columnOfProperty(table, name) ?? navigationNamed(table, name)?.column;
      if (!column) throw unknownProperty(table, name);
      return column.name;
    }),
  );
}
