// Reads and joins the rows that a plan needs.

import { tooManyRows } from "../errors/queries.ts";
import type { Asker } from "../odata/evaluate.ts";
import type { View } from "../odata/run.ts";
import { rowId, type Row, scalarOf } from "../store/row.ts";
import type { Plan, Source } from "./plan.ts";
import type { ColumnRef, Predicate, Tuple } from "./predicate.ts";

/** The highest number of joined rows, which bounds the memory that one query takes. */
const maxTuples = 250_000;

/**
 * The joined rows that the caller may read and that pass the filter of the plan, with the first source in the
 * order of its ids. Throws a DataverseError if there would be more than 250,000.
 */
export function joinSources(view: View, plan: Plan): Tuple[] {
  const [root, ...more] = plan.sources;
  if (!root) return [];
  let tuples: Tuple[] = readable(view, root, plan.among ?? rootRows(view, root, plan.where)).map((row) => [
    row,
  ]);
  // A query of one table filters before it copies anything.
  if (plan.where && more.length === 0) return tuples.filter(plan.where.test);
  for (const source of more) tuples = joinOne(view, tuples, source);
  return plan.where ? tuples.filter(plan.where.test) : tuples;
}

/** Joins one more source to the rows joined so far. */
function joinOne(view: View, tuples: readonly Tuple[], source: Source): Tuple[] {
  const { join } = source;
  const mayRead = view.readFilter(source.table);
  const joined: Tuple[] = [];
  const add = (tuple: Tuple): void => {
    if (joined.push(tuple) > maxTuples) throw tooManyRows();
  };
  for (const tuple of tuples) {
    const matches = matchesOf(view, source, tuple).filter(
      (row) => (!mayRead || mayRead(row)) && (!join?.filter || join.filter.test([...tuple, row])),
    );
    if (join?.type === "exists") {
      if (matches.length > 0) add([...tuple, undefined]);
    } else if (matches.length === 0 && join?.type === "outer") {
      add([...tuple, undefined]);
    } else {
      for (const row of matches) add([...tuple, row]);
    }
  }
  return joined;
}

/**
 * The rows of a source that belong to a joined row by the columns of the join; all rows of the table where it
 * has none.
 */
function matchesOf({ store }: Asker, { table, join }: Source, tuple: Tuple): readonly Row[] {
  if (!join?.from || !join.to) return store.all(table.logicalName);
  const value = scalarOf(tuple[join.to.source]?.[join.to.column.name]);
  if (value === null) return [];
  return rowsWith({ store }, join.from, value);
}

/** The rows of a table that have a value in a column, by the index of the store. */
export function rowsWith(
  { store }: Pick<Asker, "store">,
  { table, column }: ColumnRef,
  value: string | number | boolean,
): readonly Row[] {
  if (column.name !== table.primaryId) return store.where(table.logicalName, column.name, value);
  const row = typeof value === "string" ? store.get(table.logicalName, value) : undefined;
  return row ? [row] : [];
}

/** The rows of the first source: only those that the filter needs, where an index leads to them. */
function rootRows(view: View, root: Source, where: Predicate | undefined): readonly Row[] {
  const needs = where?.needs;
  const isIndexed = needs && ["text", "guid", "lookup"].includes(needs.ref.column.type);
  if (!isIndexed || needs.ref.source !== 0) return view.store.all(root.table.logicalName);
  const rows = needs.values.flatMap((value) => (value === null ? [] : rowsWith(view, needs.ref, value)));
  const byId = new Map(rows.map((row) => [rowId(root.table, row), row]));
  return [...byId].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

/** The rows that the caller may read. */
function readable(view: View, source: Source, rows: readonly Row[]): readonly Row[] {
  const mayRead = view.readFilter(source.table);
  return mayRead ? rows.filter(mayRead) : rows;
}
