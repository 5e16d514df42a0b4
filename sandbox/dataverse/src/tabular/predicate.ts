import { compare } from "../conditions/compare.ts";
import type { Comparison } from "../conditions/compare.ts";
import type { Column, Table } from "../model/metadata.ts";
import type { Row, Scalar } from "../store/row.ts";
import { scalarOf } from "../store/row.ts";

/** One row of each source; undefined where an outer join found none. */
export type Tuple = readonly (Row | undefined)[];

/** A column of one of the sources, by the number of the source. */
export interface ColumnRef {
  readonly source: number;
  readonly table: Table;
  readonly column: Column;
}

export function isNumeric({ column }: ColumnRef): boolean {
  return ["integer", "decimal", "double", "money", "bigint"].includes(column.type);
}

export interface Predicate {
  readonly test: (tuple: Tuple) => boolean;
  /** Values one of which a column must have for the test to pass: a way to the rows without a scan. */
  readonly needs?: { readonly ref: ColumnRef; readonly values: readonly Scalar[] };
}

export function readRef(ref: ColumnRef, tuple: Tuple): Scalar {
  return scalarOf(tuple[ref.source]?.[ref.column.name]);
}

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

export function compareColumns(left: ColumnRef, operator: Comparison, right: ColumnRef): Predicate {
  return { test: (tuple) => compare(operator, readRef(left, tuple), readRef(right, tuple)) };
}

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

export function anyOf(parts: readonly Predicate[]): Predicate {
  const [first, ...more] = parts;
  if (first && more.length === 0) return first;
  return { test: (tuple) => parts.some((part) => part.test(tuple)) };
}

export function notOf(part: Predicate): Predicate {
  return { test: (tuple) => !part.test(tuple) };
}
