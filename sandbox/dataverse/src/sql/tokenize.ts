// Splits SQL into tokens.

import { badSql } from "../errors/queries.ts";

/** One token; `value` is without quotes and brackets, and empty at the end. */
export interface SqlToken {
  readonly kind: "name" | "text" | "number" | "symbol" | "end";
  readonly value: string;
  /** Whether it was written in quotes or brackets; such a name is never a keyword. */
  readonly isQuoted: boolean;
}

const patterns: readonly (readonly [Exclude<SqlToken["kind"], "end">, RegExp, boolean])[] = [
  ["text", /N?'([^']*(?:''[^']*)*)'/y, true],
  ["name", /\[([^\]]+)\]/y, true],
  ["name", /"([^"]+)"/y, true],
  ["name", /[A-Za-z_][\w$]*/y, false],
  ["number", /\d+(?:\.\d+)?/y, false],
  ["symbol", /<>|!=|<=|>=|[=<>(),.*;+-]/y, false],
];
const skipped = /(?:\s+|--[^\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)+/y;

/**
 * The tokens of a statement without blanks and comments, the last one of the kind end. Throws a
 * DataverseError at a character that begins none.
 */
export function tokenizeSql(source: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  let position = 0;
  for (;;) {
    skipped.lastIndex = position;
    if (skipped.test(source)) position = skipped.lastIndex;
    if (position >= source.length) break;
    const { token, end } = tokenAt(source, position);
    tokens.push(token);
    position = end;
  }
  return [...tokens, { kind: "end", value: "", isQuoted: false }];
}

function tokenAt(source: string, position: number): { token: SqlToken; end: number } {
  for (const [kind, pattern, isQuoted] of patterns) {
    pattern.lastIndex = position;
    const match = pattern.exec(source);
    if (!match) continue;
    const value = kind === "text" ? (match[1] ?? "").replaceAll("''", "'") : (match[1] ?? match[0]);
    return { token: { kind, value, isQuoted }, end: pattern.lastIndex };
  }
  throw badSql(`Incorrect syntax near '${source.slice(position, position + 20)}'.`);
}
