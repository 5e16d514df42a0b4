import { badQuery } from "../errors/addresses.ts";
import { maxExpandDepth, readOptions, type QueryOptions } from "./query.ts";
import type { Aliases } from "./reader.ts";
import { splitOutsideParentheses } from "./split.ts";

export interface Expand {
  readonly name: string;
  /** nav/$ref: only the addresses of the rows. */
  readonly isReference: boolean;
  readonly options: QueryOptions;
}

/** name($select=a,b;$filter=…),other */
export function readExpand(value: string, aliases: Aliases, depth: number): Expand[] {
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
