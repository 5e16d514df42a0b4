import { badQuery } from "../errors/addresses.ts";
import { tokenize, type Token } from "./tokenize.ts";

/** A literal of a query or key. */
export type Literal =
  | { readonly type: "text" | "guid" | "datetime"; readonly value: string }
  | { readonly type: "number"; readonly value: number }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "null"; readonly value: null };

/** The parameter aliases of a query string: @p, with the text of its value. */
export type Aliases = ReadonlyMap<string, string>;

/** Reads the tokens of a text one by one; see createReader. */
export type Reader = ReturnType<typeof createReader>;

const constants = ["true", "false", "null"];

/**
 * Reads the tokens of a text one by one. What it expects and does not find is an error.
 * @throws DataverseError if the syntax is not valid; so do its methods
 */
export function createReader(source: string, aliases: Aliases = new Map()) {
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
  const isWord = (value: string): boolean => peek().kind === "word" && peek().value === value;
  const fail = (expected: string): never => {
    const found = peek().kind === "end" ? "the end" : `'${peek().value.slice(0, 60)}'`;
    throw badQuery(`Syntax error: ${expected} expected but ${found} found in '${source.slice(0, 200)}'.`);
  };
  return {
    aliases,
    peek,
    next,
    isSymbol,
    isWord,
    fail,
    take(value: string): void {
      if (!isSymbol(value)) fail(`'${value}'`);
      index += 1;
    },
    takeWord(value: string): void {
      if (!isWord(value)) fail(value);
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

/** Whether the next token begins a literal, or is an alias for one. */
export function isLiteralNext(reader: Reader): boolean {
  const { kind, value } = reader.peek();
  return kind !== "word" || constants.includes(value) || value.startsWith("@");
}

/**
 * Parses a literal, or the value of an alias; an alias without a value is null.
 * @throws DataverseError if there is none
 */
export function parseLiteral(reader: Reader): Literal {
  const { kind, value } = reader.peek();
  if (kind === "symbol" || kind === "end" || !isLiteralNext(reader)) return reader.fail("a value");
  reader.next();
  if (kind === "word" && value.startsWith("@")) return aliasedLiteral(reader.aliases, value);
  if (kind === "word")
    return value === "null" ? { type: "null", value: null } : { type: "boolean", value: value === "true" };
  if (kind === "number") return { type: "number", value: Number(value) };
  if (kind === "guid") return { type: "guid", value: value.toLowerCase() };
  return { type: kind === "datetime" ? "datetime" : "text", value };
}

/** Reads the value of an alias, as in ?$filter=name eq @n&@n='x'. */
function aliasedLiteral(aliases: Aliases, name: string): Literal {
  const source = aliases.get(name);
  if (source === undefined) return { type: "null", value: null };
  const reader = createReader(source);
  const literal = parseLiteral(reader);
  reader.end();
  return literal;
}
