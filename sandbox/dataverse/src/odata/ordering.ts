import { comparable } from "../store/collation.ts";
import { compareOrder } from "../conditions/compare.ts";
import { unknownProperty } from "../errors/addresses.ts";
import { columnOfProperty } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import { rowId, scalarOf } from "../store/row.ts";
import type { Row, Scalar } from "../store/row.ts";
import { followPath } from "./paths.ts";
import type { Ordering } from "./query.ts";
import { displayName } from "./render.ts";
import type { Database } from "../store/database.ts";

/** The position of a row in an order: its values of the ordering columns, and its id. */
export interface Position {
  readonly keys: readonly Scalar[];
  readonly id: string;
}

/** The order of a query, ready to be applied to rows. */
export interface Order {
  /** The ordering columns by name, as a paging cookie lists them. */
  readonly names: readonly string[];
  readonly positionOf: (row: Row) => Position;
  readonly compare: (one: Position, other: Position) => number;
}

/**
 * The order that $orderby asks for, then by id, so that no two rows are equal in it.
 * @throws DataverseError if the table has no such property
 */
export function orderOf(database: Database, table: Table, orderings: readonly Ordering[]): Order {
  const parts = orderings.map(({ path, isDescending }) => {
    const { table: owner, rowOf } = followPath(database, { table, bound: new Map() }, path.slice(0, -1));
    const column = columnOfProperty(owner, path.at(-1) ?? "");
    if (!column) throw unknownProperty(owner, path.at(-1) ?? "");
    const read = (row: Row): Scalar => {
      const cell = rowOf({ row, bound: new Map() })?.[column.name];
      // A lookup is ordered by the name of the row it points at.
      return comparable(column.type === "lookup" ? (displayName(database, cell) ?? null) : scalarOf(cell));
    };
    return { name: column.name, sign: isDescending ? -1 : 1, read };
  });
  return {
    names: parts.map(({ name }) => name),
    positionOf: (row) => ({ keys: parts.map(({ read }) => read(row)), id: rowId(table, row) }),
    compare(one, other) {
      for (const [index, { sign }] of parts.entries()) {
        const order = compareOrder(one.keys[index] ?? null, other.keys[index] ?? null);
        if (order !== 0) return order * sign;
      }
      return compareOrder(one.id, other.id);
    },
  };
}

/** Sorts rows that are ordered by id. */
export function sortRows(rows: readonly Row[], order: Order): readonly Row[] {
  if (order.names.length === 0) return rows;
  return rows
    .map((row) => ({ row, position: order.positionOf(row) }))
    .toSorted((a, b) => order.compare(a.position, b.position))
    .map(({ row }) => row);
}

/** The rows after a position in the order, whether or not a row is still at that position. */
export function rowsAfter(rows: readonly Row[], order: Order, place: Position): readonly Row[] {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row && order.compare(order.positionOf(row), place) <= 0) low = middle + 1;
    else high = middle;
  }
  return rows.slice(low);
}
