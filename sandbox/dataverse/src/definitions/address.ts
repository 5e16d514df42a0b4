// Finds what an address of the metadata API names, such as EntityDefinitions(LogicalName='lead')/Attributes.

import { badQuery, unknownSegment } from "../errors/addresses.ts";
import { unknownDefinition, unknownTable } from "../errors/definitions.ts";
import { createReader, parseLiteral } from "../odata/reader.ts";
import { decode } from "../odata/query-string.ts";
import { splitSegments, trimSlashes } from "../odata/segments.ts";
import { globalChoice } from "./choices.ts";
import { isKindOf, isList, type Definition, type DefinitionList } from "./definition.ts";
import { knownProperties } from "./query.ts";
import {
  manyToManyDefinition,
  manyToManyTables,
  oneToManyDefinition,
  oneToManyRelationships,
} from "./relationships.ts";
import { tableDefinition } from "./tables.ts";
import type { Model } from "../model/model.ts";

/**
 * What an address names: a list of definitions, one definition, a property of one, or the number of members
 * of a list.
 */
export type Addressed =
  | { readonly kind: "list"; readonly list: DefinitionList; readonly steps: readonly Step[] }
  | {
      readonly kind: "one";
      readonly one: Definition | null;
      readonly declaredType: string;
      readonly known: ReadonlySet<string>;
      readonly steps: readonly Step[];
    }
  | { readonly kind: "value"; readonly value: unknown; readonly steps: readonly Step[] }
  | { readonly kind: "count"; readonly count: number; readonly steps: readonly Step[] };

/**
 * One segment of the path, with the definition it led to if it has a key; writes.ts finds by it what to
 * change.
 */
export interface Step {
  readonly name: string;
  readonly key?: string;
  readonly definition?: Definition;
}

/** The entity sets of the metadata API. */
const roots: Readonly<Record<string, (model: Model) => DefinitionList>> = {
  EntityDefinitions: (model) => ({
    type: "EntityMetadata",
    members: model.derived("table definitions", () =>
      model.tables().map((table) => tableDefinition(model, table)),
    ),
  }),
  RelationshipDefinitions: (model) => ({
    type: "RelationshipMetadataBase",
    members: model.derived("relationship definitions", () => [
      ...oneToManyRelationships(model).map((one) => oneToManyDefinition(model, one)),
      ...manyToManyTables(model).map((one) => manyToManyDefinition(one)),
    ]),
  }),
  GlobalOptionSetDefinitions: (model) => ({
    type: "OptionSetMetadataBase",
    members: model.choices().map((choice) => globalChoice(choice)),
  }),
};

/** Whether a path below the service root belongs to the metadata API. */
export function isDefinitionPath(path: string): boolean {
  return /^\/*(?:EntityDefinitions|RelationshipDefinitions|GlobalOptionSetDefinitions)(?:[(/]|$)/.test(path);
}

const typePrefix = "Microsoft.Dynamics.CRM.";

/**
 * Follows a path through the definitions of a model. Throws a DataverseError (404 or 400) if it leads
 * nowhere.
 */
export function findDefinition(model: Model, path: string): Addressed {
  const segments = splitSegments(path);
  if (segments.join("/") !== trimSlashes(path)) throw unknownSegment(path.slice(0, 100));
  const [first = "", ...more] = segments.map((segment) => decode(segment));
  const { name, key } = splitKey(first);
  const root = roots[name]?.(model);
  if (!root) throw unknownSegment(name.slice(0, 100));
  let found = pick({ kind: "list", list: root, steps: [{ name }] }, key);
  for (const segment of more) found = follow(found, segment);
  return found;
}

function splitKey(segment: string): { name: string; key: string | undefined } {
  const [, name = "", key] = /^([^(]*)(?:\(([^]*)\))?$/.exec(segment) ?? [];
  return { name, key };
}

/** Follows one more segment: a cast, $count, a part such as Attributes, or a property. */
function follow(from: Addressed, segment: string): Addressed {
  const { name, key } = splitKey(segment);
  if (from.kind === "list") {
    if (name === "$count") return { kind: "count", count: from.list.members.length, steps: from.steps };
    if (!name.startsWith(typePrefix)) throw unknownSegment(name.slice(0, 100));
    const type = name.slice(typePrefix.length);
    const members = from.list.members.filter((one) => isKindOf(one.type, type));
    return pick({ kind: "list", list: { type, members }, steps: from.steps }, key);
  }
  if (from.kind !== "one" || !from.one) throw unknownSegment(name.slice(0, 100));
  const { one, steps } = from;
  if (name.startsWith(typePrefix)) {
    const type = name.slice(typePrefix.length);
    if (!isKindOf(one.type, type))
      throw unknownDefinition(from.declaredType, Object.values(one.keys)[1] ?? "");
    return { ...from, declaredType: type, known: new Set(Object.keys(one.properties)) };
  }
  if (Object.hasOwn(one.parts, name)) {
    const part = one.parts[name]?.() ?? null;
    if (part && isList(part)) return pick({ kind: "list", list: part, steps: [...steps, { name }] }, key);
    const known = new Set(Object.keys(part?.properties ?? {}));
    return { kind: "one", one: part, declaredType: part?.type ?? "", known, steps: [...steps, { name }] };
  }
  if (!from.known.has(name)) throw unknownSegment(name.slice(0, 100));
  return { kind: "value", value: one.properties[name], steps };
}

/**
 * The member of a list that a key names: (guid), (LogicalName='lead'), (SchemaName='x'), (Name='x'); the list
 * itself without a key.
 */
function pick(found: Extract<Addressed, { kind: "list" }>, key: string | undefined): Addressed {
  if (key === undefined) return found;
  const { list, steps } = found;
  const reader = createReader(key);
  let property = "MetadataId";
  if (reader.peek().kind === "word" && reader.isSymbol("=", 1)) {
    property = reader.word();
    reader.take("=");
  }
  const literal = parseLiteral(reader);
  reader.end();
  const value = String(literal.value);
  const one = list.members.find(
    (member) => Object.hasOwn(member.keys, property) && member.keys[property] === value,
  );
  if (!one) {
    if (list.members[0] && !Object.hasOwn(list.members[0].keys, property))
      throw badQuery(`The key property '${property.slice(0, 60)}' is not valid for the resource.`);
    if (list.type === "EntityMetadata")
      throw property === "MetadataId" ? unknownTable(undefined, value) : unknownTable(value.slice(0, 100));
    throw unknownDefinition(list.type, value.slice(0, 100));
  }
  const [last] = steps.slice(-1);
  const reached = { name: last?.name ?? "", key, definition: one };
  const known = knownProperties(list.members);
  return { kind: "one", one, declaredType: list.type, known, steps: [...steps.slice(0, -1), reached] };
}
