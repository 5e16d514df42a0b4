// Compiles the filters and conditions of FetchXML, after Microsoft's articles "Filter rows using FetchXml"
// and "Join tables using FetchXml".

import type { Comparison } from "../conditions/compare.ts";
import { operators } from "../conditions/operators.ts";
import type { Operator } from "../conditions/operators.ts";
import { readOperand } from "../conditions/value.ts";
import { badFetch, unknownAttribute, unknownEntity } from "../errors/queries.ts";
import { columnNamed } from "../model/metadata.ts";
import type { Column, Table } from "../model/metadata.ts";
import { circumstancesOf } from "../odata/evaluate.ts";
import type { View } from "../odata/run.ts";
import { rowsWith } from "../tabular/join.ts";
import { allOf, anyOf, compareColumns, notOf, onColumn, readRef } from "../tabular/predicate.ts";
import type { ColumnRef, Predicate } from "../tabular/predicate.ts";
import type { Node } from "./xml.ts";
import type { Scalar } from "../store/row.ts";

/** Where a condition stands, and the tables it can name: its own, and all others by their aliases. */
export interface Place {
  readonly source: number;
  readonly table: Table;
  readonly byAlias: ReadonlyMap<string, { readonly source: number; readonly table: Table }>;
}

/** The column of that name in the table of a place. Throws a DataverseError if it has none. */
export function refNamed(place: Pick<Place, "source" | "table">, name: string): ColumnRef {
  const column = columnNamed(place.table, name);
  if (!column) throw unknownAttribute(place.table, name);
  return { source: place.source, table: place.table, column };
}

/** Compiles a filter element with everything in it. Throws a DataverseError for what it cannot read. */
export function compileFilter(view: View, place: Place, filter: Node): Predicate {
  const parts = filter.children.map((child) => {
    if (child.name === "condition") return compileCondition(view, place, child);
    if (child.name === "filter") return compileFilter(view, place, child);
    if (child.name === "link-entity") return compileRelated(view, place, child);
    throw badFetch(`Invalid child node '${child.name.slice(0, 60)}' of the filter element.`);
  });
  if (parts.length === 0) return { test: () => true };
  const type = filter.attributes.get("type") ?? "and";
  if (type !== "and" && type !== "or") throw badFetch(`Invalid filter type '${type.slice(0, 60)}'.`);
  return type === "or" ? anyOf(parts) : allOf(parts);
}

function compileCondition(view: View, place: Place, condition: Node): Predicate {
  const name = condition.attributes.get("operator") ?? "";
  const operator = operators.get(name);
  if (!operator) throw badFetch(`Invalid condition operator '${name.slice(0, 60)}'.`);
  const alias = condition.attributes.get("entityname");
  const owner = alias === undefined ? place : place.byAlias.get(alias);
  if (!owner) throw badFetch(`The alias '${String(alias).slice(0, 60)}' of a condition is not in the query.`);
  const ref = refNamed(owner, condition.attributes.get("attribute") ?? "");
  const valueOf = condition.attributes.get("valueof");
  if (valueOf !== undefined) return compareColumns(ref, comparisonOf(name), otherColumn(place, valueOf));
  const values = readValues(operator, name, ref.column, condition);
  const test = operator.prepare(values, circumstancesOf(view));
  return onColumn(ref, test, name === "eq" || name === "in" ? values : undefined);
}

/** The operator of a condition with valueof, which compares two columns. */
function comparisonOf(name: string): Comparison {
  const found = (["eq", "ne", "gt", "ge", "lt", "le"] as const).find((one) => one === name);
  if (!found) throw badFetch(`The operator '${name}' cannot compare columns.`);
  return found;
}

/** The column that valueof names, as column or as alias.column. */
function otherColumn(place: Place, name: string): ColumnRef {
  const [alias = "", column] = name.split(".");
  if (column === undefined) return refNamed(place, name);
  const owner = place.byAlias.get(alias);
  if (!owner) throw badFetch(`The alias '${alias.slice(0, 60)}' of a condition is not in the query.`);
  return refNamed(owner, column);
}

/**
 * The values of a condition, from its value attribute or its value elements; checks that there are as many as
 * the operator takes.
 */
function readValues(operator: Operator, name: string, column: Column, condition: Node): Scalar[] {
  const inner = condition.children.filter((child) => child.name === "value").map((child) => child.text);
  const own = condition.attributes.get("value");
  const texts = inner.length > 0 || own === undefined ? inner : [own];
  const wanted = { none: 0, one: 1, two: 2, many: texts.length }[operator.takes];
  if (operator.takes === "none") return [];
  if (texts.length !== wanted || texts.length === 0)
    throw badFetch(
      `The condition operator '${name}' requires ${wanted || "some"} values, but ${texts.length} were given.`,
    );
  return texts.map((text) => {
    const value = readOperand(operator, column, text);
    if (value === undefined)
      throw badFetch(`The value '${text.slice(0, 60)}' is not valid for the attribute '${column.name}'.`);
    return value;
  });
}

/**
 * Compiles a link-entity inside a filter: a test of whether there are related rows that pass its own filter.
 */
function compileRelated(view: View, place: Place, link: Node): Predicate {
  const table = view.model.named(link.attributes.get("name") ?? "");
  if (!table) throw unknownEntity(link.attributes.get("name") ?? "");
  view.requireRead(table);
  const from = refNamed({ source: 0, table }, link.attributes.get("from") ?? "");
  const to = refNamed(place, link.attributes.get("to") ?? "");
  const inner: Place = { source: 0, table, byAlias: new Map() };
  const filters = link.children.map((child) => {
    if (child.name !== "filter") throw badFetch("A link-entity in a filter can hold filters only.");
    return compileFilter(view, inner, child);
  });
  const matches = allOf(filters.length > 0 ? filters : [{ test: () => true }]);
  const type = link.attributes.get("link-type") ?? "any";
  const hasRow = (isWanted: (passes: boolean) => boolean): Predicate => ({
    test: (tuple) => {
      const value = readRef(to, tuple);
      const mayRead = view.readFilter(table);
      return (
        value !== null &&
        rowsWith(view, from, value).some((row) => (!mayRead || mayRead(row)) && isWanted(matches.test([row])))
      );
    },
  });
  const [some, any] = [hasRow((passes) => passes), hasRow(() => true)];
  if (type === "any" || type === "not all" || type === "exists" || type === "in") return some;
  if (type === "not any") return notOf(some);
  // By Microsoft's definition, "all" passes if there are related rows and none of them passes the filter.
  if (type === "all") return allOf([any, notOf(some)]);
  throw badFetch(`Invalid link-type '${type.slice(0, 60)}' in a filter.`);
}
