import { comparable } from "./collation.ts";
import { scalarOf } from "./row.ts";
import type { Cell, Row } from "./row.ts";

type Bucket = Map<string, Row>;

/** The rows of one table; see createTableRows. */
export type TableRows = ReturnType<typeof createTableRows>;

/**
 * Keeps the rows of one table by id, ordered by id, and by the values of each column that was ever looked
 * up.
 */
export function createTableRows() {
  const byId = new Map<string, Row>();
  /**
   * The ids in order; made when first needed, because thousands of rows may be written before one is
   * listed.
   */
  let order: string[] | undefined;
  let snapshot: readonly Row[] | undefined;
  const indexes = new Map<string, Map<string | number | boolean, Bucket>>();

  function place(id: string, isThere: boolean): void {
    if (!order) return;
    const at = positionOf(order, id);
    const isListed = order[at] === id;
    if (isThere && !isListed) order.splice(at, 0, id);
    if (!isThere && isListed) order.splice(at, 1);
  }

  function indexOf(column: string): Map<string | number | boolean, Bucket> {
    let index = indexes.get(column);
    if (!index) {
      indexes.set(column, (index = new Map()));
      for (const [id, row] of byId) file(index, id, undefined, row, column);
    }
    return index;
  }

  return {
    get: (id: string): Row | undefined => byId.get(id),
    size: (): number => byId.size,
    entries: (): IterableIterator<[id: string, row: Row]> => byId.entries(),

    set(id: string, row: Row | undefined): void {
      const before = byId.get(id);
      if (row) byId.set(id, row);
      else byId.delete(id);
      if (Boolean(before) !== Boolean(row)) place(id, row !== undefined);
      snapshot = undefined;
      for (const [column, index] of indexes) file(index, id, before, row, column);
    },

    /** All rows, ordered by id. The list does not change with later writes. */
    all(): readonly Row[] {
      order ??= [...byId.keys()].toSorted();
      snapshot ??= order.map((id) => byId.get(id)).filter((row) => row !== undefined);
      return snapshot;
    },

    /**
     * The rows with this value in a column, in no particular order; the value of a lookup is the id it
     * points at.
     */
    where(column: string, value: string | number | boolean): readonly Row[] {
      return [...(indexOf(column).get(comparable(value))?.values() ?? [])];
    },

    /** The number of rows that where() would find. */
    countWhere: (column: string, value: string | number | boolean): number =>
      indexOf(column).get(comparable(value))?.size ?? 0,
  };
}

function positionOf(order: readonly string[], id: string): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((order[middle] ?? "") < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The key of a cell in an index. Nulls are not indexed, since no query looks them up there. */
function keyOf(cell: Cell | undefined): string | number | boolean | undefined {
  const value = scalarOf(cell);
  return value === null ? undefined : comparable(value);
}

function file(
  index: Map<string | number | boolean, Bucket>,
  id: string,
  before: Row | undefined,
  after: Row | undefined,
  column: string,
): void {
  const [from, to] = [keyOf(before?.[column]), keyOf(after?.[column])];
  if (from !== undefined && from !== to) {
    const bucket = index.get(from);
    bucket?.delete(id);
    if (bucket?.size === 0) index.delete(from);
  }
  if (to === undefined || !after) return;
  const bucket = index.get(to);
  if (bucket) bucket.set(id, after);
  else index.set(to, new Map([[id, after]]));
}
