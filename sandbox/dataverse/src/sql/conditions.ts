// Parses the conditions of WHERE and ON.

import { badSql } from "../errors/queries.ts";
import type { SqlReader } from "./reader.ts";
import type { SqlColumn, SqlCondition, SqlLiteral } from "./statement.ts";

const comparisons = ["=", "<>", "!=", "<", "<=", ">", ">="];
const maxDepth = 50;

/**
 * Parses conditions joined by AND and OR, where AND binds tighter. Throws a DataverseError at the first token
 * that does not belong.
 */
export function parseCondition(reader: SqlReader, depth = 0): SqlCondition {
  return parseList(reader, "or", () => parseList(reader, "and", () => parseOne(reader, depth)));
}

/** Parses one part, or several joined by the same keyword. */
function parseList(reader: SqlReader, kind: "and" | "or", parsePart: () => SqlCondition): SqlCondition {
  const first = parsePart();
  if (!reader.isKeyword(kind)) return first;
  const parts = [first];
  while (reader.skipKeyword(kind)) parts.push(parsePart());
  return { kind, parts };
}

/** Parses one condition, a NOT, or conditions in parentheses. */
function parseOne(reader: SqlReader, depth: number): SqlCondition {
  if (depth > maxDepth) throw badSql("The conditions are nested too deeply.");
  if (reader.skipKeyword("not")) return { kind: "not", part: parseOne(reader, depth + 1) };
  if (reader.skipSymbol("(")) {
    const inner = parseCondition(reader, depth + 1);
    reader.takeSymbol(")");
    return inner;
  }
  const left = parseColumn(reader);
  const symbol = reader.at();
  if (symbol.kind === "symbol" && comparisons.includes(symbol.value)) {
    const operator = reader.next().value;
    return reader.isName()
      ? { kind: "columns", left, operator, right: parseColumn(reader) }
      : { kind: "compare", left, operator, right: parseLiteral(reader) };
  }
  if (reader.skipKeyword("is")) {
    const isNegated = reader.skipKeyword("not");
    reader.takeKeyword("null");
    return { kind: "null", column: left, isNegated, values: [] };
  }
  const isNegated = reader.skipKeyword("not");
  if (reader.skipKeyword("like"))
    return { kind: "like", column: left, isNegated, values: [parseLiteral(reader)] };
  if (reader.skipKeyword("between")) {
    const low = parseLiteral(reader);
    reader.takeKeyword("and");
    return { kind: "between", column: left, isNegated, values: [low, parseLiteral(reader)] };
  }
  if (!reader.skipKeyword("in")) return reader.fail();
  reader.takeSymbol("(");
  const values = [parseLiteral(reader)];
  while (reader.skipSymbol(",")) values.push(parseLiteral(reader));
  reader.takeSymbol(")");
  return { kind: "in", column: left, isNegated, values };
}

/** Parses the name of a column, with its table's name or alias if it has one. */
export function parseColumn(reader: SqlReader): SqlColumn {
  const first = reader.name();
  if (reader.isSymbol("(")) throw badSql(`The function '${first.slice(0, 40)}' is not supported.`);
  return reader.skipSymbol(".")
    ? { qualifier: first, name: reader.name() }
    : { qualifier: undefined, name: first };
}

/** Parses a text, a number with its sign, or NULL. */
function parseLiteral(reader: SqlReader): SqlLiteral {
  if (reader.skipKeyword("null")) return null;
  const isNegative = reader.skipSymbol("-");
  const { kind, value } = reader.at();
  if (kind === "text" && !isNegative) return reader.next().value;
  if (kind !== "number") return reader.fail();
  reader.next();
  return isNegative ? -Number(value) : Number(value);
}
