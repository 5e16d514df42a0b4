import type { Comparison } from "../conditions/compare.ts";
import { badQuery } from "../errors/addresses.ts";
import { tooManyConditions } from "../errors/queries.ts";
import type { Expression, Operand, TextMatch } from "./expression.ts";
import { operatorOfFunction } from "./functions.ts";
import { createReader, isLiteralNext, parseLiteral } from "./reader.ts";
import type { Aliases, Literal, Reader } from "./reader.ts";

const comparisons: readonly Comparison[] = ["eq", "ne", "gt", "ge", "lt", "le"];
const textMatches: readonly TextMatch[] = ["contains", "startswith", "endswith"];
const functionPrefix = "Microsoft.Dynamics.CRM.";
/** How deeply parentheses, not and lambdas may be nested. */
const maxDepth = 100;

/** How many conditions a query may have ("Filter rows using OData", Condition limits). */
const maxConditions = 500;

/**
 * Parses a $filter.
 * @throws DataverseError if the syntax is not valid, or there are too many conditions
 */
export function parseFilter(source: string, aliases: Aliases = new Map()): Expression {
  const reader = createReader(source, aliases);
  const expression = parseOr(reader, 0);
  reader.end();
  if (countConditions(expression) > maxConditions) throw tooManyConditions();
  return expression;
}

function countConditions(expression: Expression): number {
  if (expression.kind === "not") return countConditions(expression.operand);
  if (expression.kind === "lambda") return expression.body ? countConditions(expression.body) : 1;
  if (expression.kind !== "and" && expression.kind !== "or") return 1;
  return expression.operands.reduce((sum, operand) => sum + countConditions(operand), 0);
}

function parseOr(reader: Reader, depth: number): Expression {
  return parseList(reader, "or", () => parseList(reader, "and", () => parseUnary(reader, depth)));
}

function parseList(reader: Reader, kind: "and" | "or", parseOne: () => Expression): Expression {
  const first = parseOne();
  if (!reader.isWord(kind)) return first;
  const operands = [first];
  while (reader.isWord(kind)) {
    reader.next();
    operands.push(parseOne());
  }
  return { kind, operands };
}

function parseUnary(reader: Reader, depth: number): Expression {
  if (depth > maxDepth) throw badQuery("The query is nested too deeply.");
  if (reader.isWord("not")) {
    reader.next();
    return { kind: "not", operand: parseUnary(reader, depth + 1) };
  }
  if (reader.isSymbol("(")) {
    reader.take("(");
    const inner = parseOr(reader, depth + 1);
    reader.take(")");
    return withTruth(reader, inner);
  }
  if (reader.peek().kind === "word" && reader.isSymbol("(", 1)) {
    return withTruth(reader, parseCall(reader, [reader.word()]));
  }
  return parseComparison(reader, depth);
}

/** Reads what may follow a function: contains(name,'x') eq false. */
function withTruth(reader: Reader, expression: Expression): Expression {
  if (!reader.isWord("eq") && !reader.isWord("ne")) return expression;
  const isEqual = reader.next().value === "eq";
  const literal = parseLiteral(reader);
  if (literal.type !== "boolean") return reader.fail("true or false");
  return isEqual === literal.value ? expression : { kind: "not", operand: expression };
}

function parseCall(reader: Reader, path: readonly string[]): Expression {
  const word = path.at(-1) ?? "";
  if (word.startsWith(functionPrefix)) return parseFunction(reader, path.slice(0, -1), word);
  const name = textMatches.find((one) => one === word);
  if (!name || path.length > 1)
    throw badQuery(`An unknown function with name '${word.slice(0, 60)}' was found.`);
  reader.take("(");
  const subject = parseOperand(reader);
  reader.take(",");
  const value = parseOperand(reader);
  reader.take(")");
  return { kind: "textMatch", name, path: subject, value };
}

/** Parses a query function: Microsoft.Dynamics.CRM.In(PropertyName='x',PropertyValues=['a','b']). */
function parseFunction(reader: Reader, path: readonly string[], word: string): Expression {
  const operator = operatorOfFunction(word.slice(functionPrefix.length));
  if (operator === undefined)
    throw badQuery(`An unknown function with name '${word.slice(0, 60)}' was found.`);
  reader.take("(");
  reader.takeWord("PropertyName");
  reader.take("=");
  const name = parseLiteral(reader);
  if (name.type !== "text") return reader.fail("a quoted name");
  const values: Literal[] = [];
  while (reader.isSymbol(",")) {
    reader.take(",");
    const parameter = reader.word();
    if (!/^PropertyValues?\d?$/.test(parameter)) reader.fail("PropertyValue or PropertyValues");
    reader.take("=");
    if (parameter === "PropertyValues") values.push(...parseValues(reader));
    else values.push(parseLiteral(reader));
  }
  reader.take(")");
  return { kind: "function", operator, path, property: name.value, values };
}

function parseValues(reader: Reader): Literal[] {
  const name = reader.peek().value;
  const aliased = name.startsWith("@") ? reader.aliases.get(name) : undefined;
  if (aliased !== undefined) {
    reader.next();
    const inner = createReader(aliased);
    const values = parseValues(inner);
    inner.end();
    return values;
  }
  const values: Literal[] = [];
  reader.take("[");
  while (!reader.isSymbol("]")) {
    if (values.length > 0) reader.take(",");
    values.push(parseLiteral(reader));
  }
  reader.take("]");
  return values;
}

function parseComparison(reader: Reader, depth: number): Expression {
  const left = parseOperand(reader);
  if (left.kind === "path" && reader.isSymbol("(")) {
    if (left.path.at(-1)?.startsWith(functionPrefix)) return parseCall(reader, left.path);
    return parseLambda(reader, left.path, depth);
  }
  const word = reader.word();
  const operator = comparisons.find((one) => one === word);
  if (!operator) throw badQuery(`Syntax error: an operator expected but '${word.slice(0, 60)}' found.`);
  return { kind: "comparison", operator, left, right: parseOperand(reader) };
}

/** Parses a lambda: collection/any(p:p/column eq 5). */
function parseLambda(reader: Reader, path: readonly string[], depth: number): Expression {
  const quantifier = path.at(-1);
  if (quantifier !== "any" && quantifier !== "all") return reader.fail("an operator");
  reader.take("(");
  if (quantifier === "any" && reader.isSymbol(")")) {
    reader.take(")");
    return { kind: "lambda", quantifier, path: path.slice(0, -1), variable: "", body: undefined };
  }
  const variable = reader.word();
  reader.take(":");
  const body = parseOr(reader, depth + 1);
  reader.take(")");
  return { kind: "lambda", quantifier, path: path.slice(0, -1), variable, body };
}

function parseOperand(reader: Reader): Operand {
  // An alias may stand for a property as well as for a value.
  const aliased = reader.aliases.get(reader.peek().value);
  if (aliased !== undefined && /^(?!(?:true|false|null)$)[A-Za-z_][\w/]*$/.test(aliased.trim())) {
    reader.next();
    return { kind: "path", path: aliased.trim().split("/") };
  }
  if (isLiteralNext(reader)) return { kind: "literal", literal: parseLiteral(reader) };
  const path = [reader.word()];
  while (reader.isSymbol("/")) {
    reader.take("/");
    path.push(reader.word());
  }
  return { kind: "path", path };
}
