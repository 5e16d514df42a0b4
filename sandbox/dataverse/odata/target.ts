import { badKey, badQuery, unknownSegment } from "../errors/addresses.ts";
import { tableOfSet } from "../metadata.ts";
import type { Model, Table } from "../metadata.ts";
import { createReader, parseLiteral, type Literal } from "./parse.ts";
import { decode } from "./query.ts";

export type Key =
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "alternate"; readonly values: ReadonlyMap<string, Literal> };

/** What a path below the service root names. */
export type Target =
  | { readonly kind: "service" }
  | { readonly kind: "batch" }
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "set"; readonly table: Table }
  | { readonly kind: "count"; readonly table: Table }
  | { readonly kind: "row"; readonly table: Table; readonly key: Key }
  | {
      readonly kind: "property";
      readonly table: Table;
      readonly key: Key;
      readonly name: string;
      readonly suffix: "" | "$value" | "$ref";
    };

export function parseTarget(model: Model, path: string): Target {
  const segments = splitSegments(path).map((segment) => decode(segment));
  const [first = "", second, third, ...more] = segments;
  if (first === "" && second === undefined) return { kind: "service" };
  if (first === "$batch" && second === undefined) return { kind: "batch" };
  const [, setName = "", keyText] = /^([^(]*)(?:\(([^]*)\))?$/.exec(first) ?? [];
  const table = tableOfSet(model, setName);
  if (!table) {
    if (second === undefined && /^[A-Z]\w*$/.test(setName) && (keyText ?? "") === "")
      return { kind: "function", name: setName };
    throw unknownSegment(setName.slice(0, 100));
  }
  if (keyText === undefined) {
    if (second === undefined) return { kind: "set", table };
    if (second === "$count" && third === undefined) return { kind: "count", table };
    throw unknownSegment(second.slice(0, 100));
  }
  const key = parseKey(table, keyText);
  if (second === undefined) return { kind: "row", table, key };
  if (more.length > 0 || (third !== undefined && third !== "$value" && third !== "$ref")) {
    throw unknownSegment((more[0] ?? third ?? "").slice(0, 100));
  }
  return { kind: "property", table, key, name: second, suffix: third ?? "" };
}

/** Slashes inside a key do not separate segments. */
function splitSegments(path: string): string[] {
  const trimmed = path.replace(/^\/+|\/+$/g, "");
  return trimmed.match(/(?:[^/(]|\([^)]*\)|\()+/g) ?? [trimmed];
}

/** (guid), (id=guid) or (column='value',other=5) */
function parseKey(table: Table, source: string): Key {
  const reader = createReader(source);
  if (reader.peek().kind === "guid") {
    const id = reader.next().value.toLowerCase();
    reader.end();
    return { kind: "id", id };
  }
  const values = new Map<string, Literal>();
  while (reader.peek().kind !== "end") {
    if (values.size > 0) reader.take(",");
    if (reader.peek().kind !== "word") throw badKey(table);
    const name = reader.word();
    reader.take("=");
    values.set(name, parseLiteral(reader));
  }
  if (values.size === 0) throw badQuery("Empty key in the request URI.");
  const only = values.size === 1 ? values.get(table.primaryId) : undefined;
  return only?.type === "guid" ? { kind: "id", id: only.value } : { kind: "alternate", values };
}
