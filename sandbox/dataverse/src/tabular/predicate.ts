// Tests of joined rows, which the filters of FetchXML, SQL and $apply are compiled to.

import { compare } from "../conditions/compare.ts";
import type { Comparison } from "../conditions/compare.ts";
import type { Column, Table } from "../model/metadata.ts";
import type { Row, Scalar } from "../store/row.ts";
import { scalarOf } from "../store/row.ts";

/** A joined row: one row of each source, by its number; undefined where an outer join found none. */
export type Tuple = readonly (Row | undefined)[];

/** A column of one of the sources, by the number of the source. */
export interface ColumnRef {
  readonly source: number;
  readonly table: Table;
  readonly column: Column;
}

/** Whether the column can be summed and averaged. */
export function isNumeric({ column }: ColumnRef): boolean {
  return ["integer", "decimal", "double", "money", "bigint"].includes(column.type);
}

/** A test of joined rows. */
export interface Predicate {
  readonly test: (tuple: Tuple) => boolean;
  /**
   * The values of which a column must have one for the test to pass, so that an index can be used instead of
   * reading all rows.
   */
  readonly needs?: { readonly ref: ColumnRef; readonly values: readonly Scalar[] };
}

/** The value of a column in a joined row; null where the row is missing or the column is empty. */
export function readRef(ref: ColumnRef, tuple: Tuple): Scalar {
  return scalarOf(tuple[ref.source]?.[ref.column.name]);
}

/** A predicate on one column; `values` are those it needs, if only they can pass. */
export function onColumn(
  ref: ColumnRef,
  test: (cell: Scalar) => boolean,
  values?: readonly Scalar[],
): Predicate {
  return {
    test: (tuple) => test(readRef(ref, tuple)),
    ...(values ? { needs: { ref, values } } : {}),
  };
}

/** A predicate that compares two columns. */
export function compareColumns(left: ColumnRef, operator: Comparison, right: ColumnRef): Predicate {
  return { test: (tuple) => compare(operator, readRef(left, tuple), readRef(right, tuple)) };
}

/** A predicate that passes if all parts do; it needs the values of the part that needs the fewest. */
export function allOf(parts: readonly Predicate[]): Predicate {
  const [first, ...more] = parts;
  if (first && more.length === 0) return first;
  const needs = parts.map((part) => part.needs).filter((one) => one !== undefined);
  const [fewest] = needs.toSorted((a, b) => a.values.length - b.values.length);
  return {
    test: (tuple) => parts.every((part) => part.test(tuple)),
    ...(fewest ? { needs: fewest } : {}),
  };
}

/** A predicate that passes if one of the parts does. */
export function anyOf(parts: readonly Predicate[]): Predicate {
  const [first, ...more] = parts;
  if (first && more.length === 0) return first;
  return { test: (tuple) => parts.some((part) => part.test(tuple)) };
}

/** A predicate that passes exactly if the part does not. */
export function notOf(part: Predicate): Predicate {
  return { test: (tuple) => !part.test(tuple) };
}
