// Query options of the metadata API.

import { badQuery } from "../errors/addresses.ts";
import { unknownMetadataProperty } from "../errors/definitions.ts";
import type { Expression, Operand } from "../odata/expression.ts";
import { readQueryOptions, type QueryOptions } from "../odata/query.ts";
import { isList, type Definition, type DefinitionList, type Part } from "./definition.ts";
import { isJsonObject } from "../transport/json-text.ts";

type Options = Pick<QueryOptions, "select" | "filter" | "expand" | "isCounted">;

const accepted = ["$select", "$filter", "$expand", "$count", "LabelLanguages"];

/**
 * Reads $select, $filter, $expand and $count. Throws a DataverseError for other options: definitions can be
 * neither ordered nor paged.
 */
export function readDefinitionQuery(given: ReadonlyMap<string, string>): Options {
  const raw = new Map<string, string>();
  for (const [name, value] of given) {
    if (!accepted.includes(name) && !name.startsWith("@"))
      throw badQuery(`The query parameter ${name} is not supported.`);
    if (name !== "LabelLanguages") raw.set(name, withoutEnumTypes(value));
  }
  return readQueryOptions(raw);
}

/** Reads enumerations as texts: Microsoft.Dynamics.CRM.AttributeTypeCode'Picklist' → 'Picklist'. */
function withoutEnumTypes(text: string): string {
  return text.replaceAll(/Microsoft\.Dynamics\.CRM\.\w+('(?:[^']|'')*')/g, "$1");
}

/** The members of a list that pass the filter, as JSON. */
export function renderList(list: DefinitionList, options: Options): Record<string, unknown>[] {
  const known = knownProperties(list.members);
  check(list.type, known, list.members[0], options);
  const { filter } = options;
  const found = filter ? list.members.filter((one) => matches(one.properties, filter)) : list.members;
  return found.map((one) => render(one, list.type, options));
}

/**
 * One definition as JSON. `known` are the properties of its declared type, which can be fewer than its own.
 * Throws a DataverseError for a property that is not among them.
 */
export function renderOne(
  one: Definition,
  declaredType: string,
  known: ReadonlySet<string>,
  options: Options,
): Record<string, unknown> {
  check(declaredType, known, one, options);
  return render(one, declaredType, options);
}

/** The properties of the declared type of a list, taken to be those that all its members have. */
export function knownProperties(members: readonly Definition[]): ReadonlySet<string> {
  const [first, ...more] = members;
  const names = Object.keys(first?.properties ?? {});
  return new Set(names.filter((name) => more.every((one) => Object.hasOwn(one.properties, name))));
}

/** Throws a DataverseError if the options name a property or navigation property that is not known. */
function check(
  type: string,
  known: ReadonlySet<string>,
  example: Definition | undefined,
  { select = [], filter, expand }: Options,
): void {
  if (!example) return;
  const inFilter = filter ? pathsIn(filter).map(([name = ""]) => name) : [];
  for (const name of [...select, ...inFilter]) {
    if (name !== "*" && !known.has(name) && !Object.hasOwn(example.parts, name))
      throw unknownMetadataProperty(type, name);
  }
  for (const { name } of expand) {
    if (!Object.hasOwn(example.parts, name)) throw unknownMetadataProperty(type, name);
  }
}

function render(one: Definition, declaredType: string, options: Options): Record<string, unknown> {
  const { select, expand } = options;
  const selected = !select || select.includes("*") ? undefined : new Set(["MetadataId", ...select]);
  const own = Object.entries(one.properties).filter(([name]) => !selected || selected.has(name));
  return {
    ...(one.type === declaredType ? {} : { "@odata.type": `#Microsoft.Dynamics.CRM.${one.type}` }),
    ...Object.fromEntries(own),
    ...Object.fromEntries(
      expand.map(({ name, options: inner }) => [name, renderPart(one.parts[name]?.() ?? null, inner)]),
    ),
  };
}

function renderPart(part: Part, options: Options): unknown {
  if (part === null) return null;
  if (isList(part)) return renderList(part, options);
  return renderOne(part, part.type, new Set(Object.keys(part.properties)), options);
}

/** The paths that a filter names. */
function pathsIn(expression: Expression): (readonly string[])[] {
  switch (expression.kind) {
    case "and":
    case "or":
      return expression.operands.flatMap(pathsIn);
    case "not":
      return pathsIn(expression.operand);
    case "comparison":
      return [expression.left, expression.right].flatMap((one) => (one.kind === "path" ? [one.path] : []));
    case "textMatch":
      return [expression.path, expression.value].flatMap((one) => (one.kind === "path" ? [one.path] : []));
    default:
      throw badQuery("The filter is not supported for metadata.");
  }
}

/** Whether a definition passes a filter; texts are compared exactly, unlike those of rows. */
function matches(properties: Definition["properties"], expression: Expression): boolean {
  switch (expression.kind) {
    case "and":
      return expression.operands.every((one) => matches(properties, one));
    case "or":
      return expression.operands.some((one) => matches(properties, one));
    case "not":
      return !matches(properties, expression.operand);
    case "comparison": {
      const [left, right] = [read(properties, expression.left), read(properties, expression.right)];
      return compare(expression.operator, left, right);
    }
    case "textMatch": {
      const [whole, piece] = [read(properties, expression.path), read(properties, expression.value)];
      if (typeof whole !== "string" || typeof piece !== "string") return false;
      if (expression.name === "contains") return whole.includes(piece);
      return expression.name === "startswith" ? whole.startsWith(piece) : whole.endsWith(piece);
    }
    default:
      return false;
  }
}

function read(properties: Definition["properties"], operand: Operand): unknown {
  if (operand.kind === "literal") return operand.literal.value;
  let value: unknown = properties;
  for (const name of operand.path) value = isJsonObject(value) ? value[name] : undefined;
  return value ?? null;
}

function compare(operator: string, left: unknown, right: unknown): boolean {
  if (operator === "eq") return left === right;
  if (operator === "ne") return left !== right;
  if (typeof left !== typeof right || (typeof left !== "number" && typeof left !== "string")) return false;
  const [a, b] = [left, right as typeof left];
  if (operator === "gt") return a > b;
  if (operator === "ge") return a >= b;
  return operator === "lt" ? a < b : a <= b;
}
