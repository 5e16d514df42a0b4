import { badQuery } from "../errors/addresses.ts";

/** A token of an OData expression. "quoted" is a text in double quotes, which only lists may have. */
export type Token =
  | {
      readonly kind: "word" | "text" | "quoted" | "guid" | "number" | "datetime" | "symbol";
      readonly value: string;
    }
  | { readonly kind: "end"; readonly value: "" };

// The order matters: GUIDs and dates can begin like numbers.
const patterns: readonly (readonly [Exclude<Token["kind"], "end">, RegExp])[] = [
  ["text", /'([^']*(?:''[^']*)*)'/y],
  ["quoted", /"([^"\\]*)"/y],
  ["guid", /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/iy],
  [
    "datetime",
    /\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,12})?)?(?:Z|[+-]\d{2}:\d{2})?)?(?![\w:-])/iy,
  ],
  ["number", /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.])/iy],
  ["word", /[A-Za-z_$@][\w.$]*/y],
  ["symbol", /[(),/:=[\];*]/y],
];

/**
 * Splits an OData expression, key or argument list into tokens; texts are without their quotes.
 * @throws DataverseError at a character that begins no token
 */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < source.length) {
    if (/\s/.test(source.charAt(position))) {
      position += 1;
      continue;
    }
    const token = tokenAt(source, position);
    tokens.push(token.token);
    position = token.end;
  }
  tokens.push({ kind: "end", value: "" });
  return tokens;
}

function tokenAt(source: string, position: number): { token: Token; end: number } {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = position;
    const match = pattern.exec(source);
    if (!match) continue;
    const value = kind === "text" ? (match[1] ?? "").replaceAll("''", "'") : (match[1] ?? match[0]);
    return { token: { kind, value }, end: pattern.lastIndex };
  }
  if (source.charAt(position) === "'") {
    throw badQuery(
      `There is an unterminated string literal at position ${position} in '${excerpt(source)}'.`,
    );
  }
  throw badQuery(`Syntax error at position ${position} in '${excerpt(source)}'.`);
}

function excerpt(source: string): string {
  return source.length > 200 ? `${source.slice(0, 200)}…` : source;
}
