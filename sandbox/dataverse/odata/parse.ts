import { badQuery } from "../errors/addresses.ts";
import { tokenize, type Token } from "./tokenize.ts";

export type Literal =
  | { readonly type: "text" | "guid" | "datetime"; readonly value: string }
  | { readonly type: "number"; readonly value: number }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "null"; readonly value: null };

export type Operand =
  | { readonly kind: "literal"; readonly literal: Literal }
  | { readonly kind: "path"; readonly path: readonly string[] };

export type Comparison = (typeof comparisons)[number];
export type TextMatch = (typeof textMatches)[number];

export type Expression =
  | {
      readonly kind: "comparison";
      readonly operator: Comparison;
      readonly left: Operand;
      readonly right: Operand;
    }
  | {
      readonly kind: "logical";
      readonly operator: "and" | "or";
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "not"; readonly operand: Expression }
  | {
      readonly kind: "textMatch";
      readonly name: TextMatch;
      readonly path: Operand;
      readonly value: Operand;
    }
  | { readonly kind: "in"; readonly property: string; readonly values: readonly Literal[] }
  | {
      readonly kind: "lambda";
      readonly quantifier: "any" | "all";
      readonly path: readonly string[];
      readonly variable: string;
      readonly body: Expression | undefined;
    };

const comparisons = ["eq", "ne", "gt", "ge", "lt", "le"] as const;
const textMatches = ["contains", "startswith", "endswith"] as const;
const inFunction = "Microsoft.Dynamics.CRM.In";
const maxDepth = 100;

/** Reads the tokens of one source, one after the other. */
export function createReader(source: string) {
  const tokens = tokenize(source);
  let index = 0;
  const peek = (ahead = 0): Token =>
    tokens[Math.min(index + ahead, tokens.length - 1)] ?? { kind: "end", value: "" };
  const next = (): Token => {
    const token = peek();
    index += 1;
    return token;
  };
  const isSymbol = (value: string, ahead = 0): boolean =>
    peek(ahead).kind === "symbol" && peek(ahead).value === value;
  const fail = (expected: string): never => {
    const found = peek().kind === "end" ? "the end" : `'${peek().value.slice(0, 60)}'`;
    throw badQuery(`Syntax error: ${expected} expected but ${found} found in '${source.slice(0, 200)}'.`);
  };
  return {
    peek,
    next,
    isSymbol,
    fail,
    take(value: string): void {
      if (!isSymbol(value)) fail(`'${value}'`);
      index += 1;
    },
    word(): string {
      return peek().kind === "word" ? next().value : fail("a name");
    },
    end(): void {
      if (peek().kind !== "end") fail("the end");
    },
  };
}

export type Reader = ReturnType<typeof createReader>;

export function parseFilter(source: string): Expression {
  const reader = createReader(source);
  const expression = parseOr(reader, 0);
  reader.end();
  return expression;
}

function parseOr(reader: Reader, depth: number): Expression {
  let left = parseAnd(reader, depth);
  while (reader.peek().kind === "word" && reader.peek().value === "or") {
    reader.next();
    left = { kind: "logical", operator: "or", left, right: parseAnd(reader, depth) };
  }
  return left;
}

function parseAnd(reader: Reader, depth: number): Expression {
  let left = parseUnary(reader, depth);
  while (reader.peek().kind === "word" && reader.peek().value === "and") {
    reader.next();
    left = { kind: "logical", operator: "and", left, right: parseUnary(reader, depth) };
  }
  return left;
}

function parseUnary(reader: Reader, depth: number): Expression {
  if (depth > maxDepth) throw badQuery("The query is nested too deeply.");
  const { kind, value } = reader.peek();
  if (kind === "word" && value === "not") {
    reader.next();
    return { kind: "not", operand: parseUnary(reader, depth + 1) };
  }
  if (reader.isSymbol("(")) {
    reader.take("(");
    const inner = parseOr(reader, depth + 1);
    reader.take(")");
    return inner;
  }
  if (kind === "word" && reader.isSymbol("(", 1)) return parseCall(reader);
  return parseComparison(reader, depth);
}

function parseCall(reader: Reader): Expression {
  const word = reader.word();
  if (word === inFunction) return parseIn(reader);
  const name = textMatches.find((one) => one === word);
  if (!name) throw badQuery(`An unknown function with name '${word.slice(0, 60)}' was found.`);
  reader.take("(");
  const path = parseOperand(reader);
  reader.take(",");
  const value = parseOperand(reader);
  reader.take(")");
  return { kind: "textMatch", name, path, value };
}

/** Microsoft.Dynamics.CRM.In(PropertyName='x',PropertyValues=['a','b']) */
function parseIn(reader: Reader): Expression {
  reader.take("(");
  if (reader.word() !== "PropertyName") reader.fail("PropertyName");
  reader.take("=");
  const property = reader.peek().kind === "text" ? reader.next().value : reader.fail("a quoted name");
  reader.take(",");
  if (reader.word() !== "PropertyValues") reader.fail("PropertyValues");
  reader.take("=");
  reader.take("[");
  const values: Literal[] = [];
  while (!reader.isSymbol("]")) {
    if (values.length > 0) reader.take(",");
    values.push(parseLiteral(reader));
  }
  reader.take("]");
  reader.take(")");
  return { kind: "in", property, values };
}

function parseComparison(reader: Reader, depth: number): Expression {
  const left = parseOperand(reader);
  if (left.kind === "path" && reader.isSymbol("(")) return parseLambda(reader, left.path, depth);
  const word = reader.word();
  const operator = comparisons.find((one) => one === word);
  if (!operator) throw badQuery(`Syntax error: an operator expected but '${word.slice(0, 60)}' found.`);
  return { kind: "comparison", operator, left, right: parseOperand(reader) };
}

/** collection/any(p:p/column eq 5) */
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
  const { kind, value } = reader.peek();
  if (kind !== "word" || ["true", "false", "null"].includes(value)) {
    return { kind: "literal", literal: parseLiteral(reader) };
  }
  const path = [reader.word()];
  while (reader.isSymbol("/")) {
    reader.take("/");
    path.push(reader.word());
  }
  return { kind: "path", path };
}

export function parseLiteral(reader: Reader): Literal {
  const { kind, value } = reader.peek();
  if (kind === "word" && !["true", "false", "null"].includes(value)) return reader.fail("a value");
  if (kind === "symbol" || kind === "end") return reader.fail("a value");
  reader.next();
  if (kind === "word")
    return value === "null" ? { type: "null", value: null } : { type: "boolean", value: value === "true" };
  if (kind === "number") return { type: "number", value: Number(value) };
  return { type: kind, value: kind === "guid" ? value.toLowerCase() : value };
}
