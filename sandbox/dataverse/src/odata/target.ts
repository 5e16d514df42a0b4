import { badKey, badQuery, unknownSegment } from "../errors/addresses.ts";
import { collectionNamed, navigationNamed, tableNamed } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import { createReader, parseLiteral, type Literal } from "./reader.ts";
import { decode } from "./query-string.ts";
import { splitSegments } from "./segments.ts";
import type { Model } from "../model/model.ts";

/** The key of a row in a URL: its id, or the columns of an alternate key. */
export type Key =
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "alternate"; readonly values: ReadonlyMap<string, Literal> };

/** What a path below the service root addresses. */
export type Target =
  | { readonly kind: "service" }
  | { readonly kind: "batch" | "metadata" }
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "set"; readonly table: Table }
  | { readonly kind: "count"; readonly table: Table }
  | { readonly kind: "row"; readonly table: Table; readonly key: Key }
  | {
      readonly kind: "property";
      readonly table: Table;
      readonly key: Key;
      readonly name: string;
      /** The key of one row of the collection. */
      readonly member: Key | undefined;
      /** The path that goes on from the row addressed so far, as sent; empty if it ends here. */
      readonly rest: string;
      readonly suffix: Suffix;
    };

/** A column, lookup or collection of one row. */
export type PropertyTarget = Extract<Target, { kind: "property" }>;

const suffixes = ["", "$value", "$ref", "$count"] as const;
/** What may follow a property in a path; empty if nothing does. */
export type Suffix = (typeof suffixes)[number];

/**
 * Finds what a path addresses.
 * @throws DataverseError if a segment names nothing, or a key is malformed
 */
export function parseTarget(model: Model, path: string): Target {
  const raw = splitSegments(path);
  const [first = "", second, third] = raw.map((segment) => decode(segment));
  if (first === "" && second === undefined) return { kind: "service" };
  if (first === "$batch" && second === undefined) return { kind: "batch" };
  if (first === "$metadata" && second === undefined) return { kind: "metadata" };
  const [, setName = "", keyText] = /^([^(]*)(?:\(([^]*)\))?$/.exec(first) ?? [];
  const table = model.ofSet(setName);
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
  return { kind: "property", table, key, ...parseProperty(model, table, second, raw.slice(2)) };
}

/** Parses name or name(key), followed by $ref, $value or $count, or by a path that goes on. */
function parseProperty(model: Model, table: Table, segment: string, more: readonly string[]) {
  const [, name = "", memberKey] = /^([^(]*)(?:\(([^]*)\))?$/.exec(segment) ?? [];
  const collection = collectionNamed(table, name);
  if (memberKey !== undefined && !collection) throw unknownSegment(segment.slice(0, 100));
  const member =
    memberKey === undefined || !collection
      ? undefined
      : parseKey(tableNamed(model, collection.table), memberKey);
  const [next = "", ...others] = more;
  const suffix = others.length > 0 ? undefined : suffixes.find((one) => one === decode(next));
  if (suffix === undefined && (decode(next).startsWith("$") || (!member && !navigationNamed(table, name))))
    throw unknownSegment(decode(next).slice(0, 100));
  return { name, member, suffix: suffix ?? ("" as const), rest: suffix === undefined ? more.join("/") : "" };
}

/** Parses (guid), (id=guid) or (column='value',other=5). */
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
