// Compiles a SELECT statement to a query plan.

import { compare, likePattern } from "../conditions/compare.ts";
import type { Comparison } from "../conditions/compare.ts";
import { readValue } from "../conditions/value.ts";
import { badSql, unknownAttribute, unknownEntity } from "../errors/queries.ts";
import { columnNamed, columnOfProperty } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import type { View } from "../odata/run.ts";
import type { Join, Output, Plan, Source } from "../tabular/plan.ts";
import {
  allOf,
  anyOf,
  isNumeric,
  notOf,
  onColumn,
  readRef,
  type ColumnRef,
  type Predicate,
} from "../tabular/predicate.ts";
import type { SqlColumn, SqlCondition, SqlLiteral, SqlOutput, SqlStatement } from "./statement.ts";
import type { Scalar } from "../store/row.ts";

/** The tables of the query so far, with the names by which columns refer to them. */
type Sources = readonly { readonly table: Table; readonly alias: string }[];

const maxSources = 16;

/**
 * Compiles a statement. Throws a DataverseError for names that mean nothing or more than one thing, and for
 * values that do not fit their columns.
 */
export function planSql(view: View, statement: SqlStatement): Plan {
  if (statement.sources.length > maxSources) throw badSql("The query joins too many tables.");
  const sources: Source[] = [];
  for (const { table: name, alias, join, on } of statement.sources) {
    const table = view.model.named(name);
    if (!table) throw unknownEntity(name);
    if (sources.some((one) => one.alias === alias))
      throw badSql(`The name '${alias.slice(0, 40)}' stands for more than one table.`);
    sources.push({ table, alias });
    if (join) sources[sources.length - 1] = { table, alias, join: planJoin(sources, join, on) };
  }
  const isGrouped = statement.groupBy.length > 0 || statement.outputs.some(({ aggregate }) => aggregate);
  const groups = new Set(statement.groupBy.map((column) => keyOf(refOf(sources, column))));
  const outputs = statement.outputs.map((output) => planOutput(sources, output));
  for (const { ref, aggregate, name } of outputs) {
    if (isGrouped && !aggregate && ref && !groups.has(keyOf(ref)))
      throw badSql(`The column '${name}' is neither in an aggregate function nor in the GROUP BY clause.`);
  }
  return {
    sources,
    ...(statement.where ? { where: predicateOf(sources, statement.where) } : {}),
    outputs,
    isGrouped,
    isDistinct: statement.isDistinct,
    orderBy: statement.orderBy.map(({ column, isDescending }) => {
      const output =
        column.qualifier === undefined && outputs.find(({ name }) => name.toLowerCase() === column.name);
      return { by: output ? output.name : refOf(sources, column), isDescending };
    }),
    sortKey: (_ref, value) => value,
  };
}

/** Identifies a column of a source. */
function keyOf({ source, column }: ColumnRef): string {
  return `${source} ${column.name}`;
}

function planOutput(sources: Sources, { column, aggregate, isDistinct, alias }: SqlOutput): Output {
  const ref = column && refOf(sources, column);
  const name = alias ?? (aggregate ? aggregate.replace("countcolumn", "count") : (column?.name ?? ""));
  if (ref && (aggregate === "sum" || aggregate === "avg") && !isNumeric(ref))
    throw badSql(`The column '${ref.column.name}' is no number.`);
  return { name, ...(ref ? { ref } : {}), ...(aggregate ? { aggregate } : {}), isDistinct };
}

/**
 * The column that a name means. Columns can also be named by their OData properties, such as _ownerid_value.
 */
function refOf(sources: Sources, { qualifier, name }: SqlColumn): ColumnRef {
  const found: ColumnRef[] = [];
  for (const [source, { table, alias }] of sources.entries()) {
    if (qualifier !== undefined && qualifier !== alias) continue;
    const column = columnNamed(table, name) ?? columnOfProperty(table, name);
    if (column) found.push({ source, table, column });
  }
  const [ref, another] = found;
  if (another) throw badSql(`The column name '${name.slice(0, 60)}' is ambiguous.`);
  if (ref) return ref;
  const owner = sources.find(({ alias }) => qualifier === undefined || alias === qualifier);
  if (!owner) throw badSql(`The name '${String(qualifier).slice(0, 60)}' stands for no table of the query.`);
  throw unknownAttribute(owner.table, name);
}

/**
 * Plans a join: an equality with a column of an earlier table finds the rows, and whatever else is in ON
 * filters them.
 */
function planJoin(sources: Sources, type: "inner" | "outer" | "cross", on: SqlCondition | undefined): Join {
  if (!on) return { type };
  const parts = on.kind === "and" ? on.parts : [on];
  const own = sources.length - 1;
  for (const part of parts) {
    if (part.kind !== "columns" || part.operator !== "=") continue;
    const sides = [refOf(sources, part.left), refOf(sources, part.right)];
    const from = sides.find(({ source }) => source === own);
    const to = sides.find(({ source }) => source !== own);
    if (!from || !to) continue;
    const rest = parts.filter((one) => one !== part).map((one) => predicateOf(sources, one));
    return { type, from, to, ...(rest.length > 0 ? { filter: allOf(rest) } : {}) };
  }
  return { type, filter: predicateOf(sources, on) };
}

const operators: Readonly<Record<string, Comparison>> = {
  "=": "eq",
  "<>": "ne",
  "!=": "ne",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
};

function predicateOf(sources: Sources, condition: SqlCondition): Predicate {
  switch (condition.kind) {
    case "and":
      return allOf(condition.parts.map((part) => predicateOf(sources, part)));
    case "or":
      return anyOf(condition.parts.map((part) => predicateOf(sources, part)));
    case "not":
      return notOf(predicateOf(sources, condition.part));
    case "columns": {
      const [left, right] = [refOf(sources, condition.left), refOf(sources, condition.right)];
      const operator = operators[condition.operator] ?? "eq";
      return { test: (tuple) => compareInSql(operator, readRef(left, tuple), readRef(right, tuple)) };
    }
    case "compare": {
      const ref = refOf(sources, condition.left);
      const operator = operators[condition.operator] ?? "eq";
      const value = valueOf(ref, condition.right);
      return onColumn(
        ref,
        (cell) => compareInSql(operator, cell, value),
        operator === "eq" ? [value] : undefined,
      );
    }
    default:
      return listPredicate(sources, condition);
  }
}

/** Compares as SQL does and FetchXML does not: a comparison with null never passes, neither = nor <>. */
function compareInSql(operator: Comparison, left: Scalar, right: Scalar): boolean {
  return left !== null && right !== null && compare(operator, left, right);
}

/** Compiles IN, BETWEEN, LIKE and IS NULL. */
function listPredicate(
  sources: Sources,
  condition: Extract<SqlCondition, { kind: "in" | "between" | "like" | "null" }>,
): Predicate {
  const ref = refOf(sources, condition.column);
  const { isNegated, kind } = condition;
  if (kind === "null") return onColumn(ref, (cell) => (cell === null) !== isNegated);
  if (kind === "like") {
    const matches = likePattern(String(condition.values[0] ?? ""));
    return onColumn(ref, (cell) => cell !== null && matches(String(cell)) !== isNegated);
  }
  const values = condition.values.map((value) => valueOf(ref, value));
  const [low = null, high = null] = values;
  const passes =
    kind === "in"
      ? (cell: Scalar): boolean => values.some((value) => compareInSql("eq", cell, value))
      : (cell: Scalar): boolean => compareInSql("ge", cell, low) && compareInSql("le", cell, high);
  return onColumn(
    ref,
    (cell) => cell !== null && passes(cell) !== isNegated,
    kind === "in" && !isNegated ? values : undefined,
  );
}

/** The value of a literal in the form in which its column keeps values. */
function valueOf({ column }: ColumnRef, literal: SqlLiteral): Scalar {
  if (literal === null) return null;
  const value = readValue(column, String(literal));
  if (value === undefined)
    throw badSql(
      `Conversion failed when converting '${String(literal).slice(0, 40)}' for the column '${column.name}'.`,
    );
  return value;
}
