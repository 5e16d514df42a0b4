// Reads the values that the arguments of a function are written as in an address.

import { badQuery } from "../errors/addresses.ts";

const maxDepth = 32;
const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/iy;
const moment = /\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?(?![\w:-])/iy;
const number = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.])/iy;
const word = /(?:true|false|null)(?![\w.])/y;
const alias = /@\w+/y;
const enumType = /[A-Za-z_][\w.]*(?=')/y;

/**
 * Creates a reader of OData literals and of JSON in single or double quotes. `aliasNamed` gives the value of
 * a parameter alias such as @a. Its methods throw a DataverseError at the first place they cannot read.
 */
export function createLiteralReader(
  source: string,
  aliasNamed: (name: string) => unknown = (name) => {
    throw badQuery(`The parameter alias '${name}' cannot be used here.`);
  },
) {
  let position = 0;

  const fail = (expected: string): Error =>
    badQuery(`Syntax error: ${expected} expected at position ${position} in '${source.slice(0, 200)}'.`);

  function skipSpace(): void {
    while (/\s/.test(source.charAt(position))) position += 1;
  }

  function match(pattern: RegExp): string | undefined {
    pattern.lastIndex = position;
    const text = pattern.exec(source)?.[0];
    if (text !== undefined) position += text.length;
    return text;
  }

  function isAt(symbol: string): boolean {
    skipSpace();
    return source.charAt(position) === symbol;
  }

  function take(symbol: string): void {
    if (!isAt(symbol)) throw fail(`'${symbol}'`);
    position += 1;
  }

  /** A quoted text: a doubled single quote stands for one, and the escapes of JSON are read in both kinds of quotes. */
  function quoted(): string {
    const quote = source.charAt(position);
    let text = "";
    for (position += 1; position < source.length; position += 1) {
      const character = source.charAt(position);
      if (character === "\\") {
        const escape = /\\(?:u[0-9a-f]{4}|["'\\/bfnrt])/iy;
        escape.lastIndex = position;
        const found = escape.exec(source)?.[0];
        text += found === undefined ? character : unescape(found);
        position += (found?.length ?? 1) - 1;
      } else if (character !== quote) {
        text += character;
      } else if (quote === "'" && source.charAt(position + 1) === "'") {
        text += quote;
        position += 1;
      } else {
        position += 1;
        return text;
      }
    }
    throw fail("the end of a text");
  }

  function list(depth: number): unknown[] {
    take("[");
    const items: unknown[] = [];
    while (!isAt("]")) {
      if (items.length > 0) take(",");
      items.push(value(depth + 1));
    }
    take("]");
    return items;
  }

  function object(depth: number): Record<string, unknown> {
    take("{");
    const fields: [string, unknown][] = [];
    while (!isAt("}")) {
      if (fields.length > 0) take(",");
      skipSpace();
      if (!isAt("'") && !isAt('"')) throw fail("a quoted name");
      const name = quoted();
      take(":");
      fields.push([name, value(depth + 1)]);
    }
    take("}");
    return Object.fromEntries(fields);
  }

  function value(depth = 0): unknown {
    if (depth > maxDepth) throw badQuery("The value is nested too deeply.");
    skipSpace();
    const character = source.charAt(position);
    if (character === "{") return object(depth);
    if (character === "[") return list(depth);
    if (character === "'" || character === '"') return quoted();
    const plain = match(guid) ?? match(moment);
    if (plain !== undefined) return plain;
    const digits = match(number);
    if (digits !== undefined) return Number(digits);
    const known = match(word);
    if (known !== undefined) return known === "null" ? null : known === "true";
    const name = match(alias);
    if (name !== undefined) return aliasNamed(name);
    // An enumeration: Microsoft.Dynamics.CRM.EntityFilters'Attributes'
    if (match(enumType) !== undefined) return quoted();
    throw fail("a value");
  }

  return {
    isAt,
    take,
    value,
    name(): string {
      skipSpace();
      const found = match(/[A-Za-z_]\w*/y);
      if (found === undefined) throw fail("a name");
      return found;
    },
    end(): void {
      skipSpace();
      if (position < source.length) throw fail("the end");
    },
  };
}

function unescape(text: string): string {
  return text === "\\'" ? "'" : String(JSON.parse(`"${text}"`));
}
