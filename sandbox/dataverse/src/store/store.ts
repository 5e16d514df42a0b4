import type { Row } from "./row.ts";
import { createTableRows, type TableRows } from "./table-rows.ts";
import { createTombstones } from "./tombstones.ts";

/** A row after a committed transaction. */
export interface RowChange {
  readonly table: string;
  readonly id: string;
  /** Undefined for a row that was deleted. */
  readonly row: Row | undefined;
}

/** The rows of an organisation; see createStore. */
export type Store = ReturnType<typeof createStore>;

/** Keeps rows in memory, by table and id, with transactions that can be nested. */
export function createStore() {
  const tables = new Map<string, TableRows>();
  const tombstones = createTombstones();
  const undos: (() => void)[] = [];
  /** The rows that the outermost transaction has changed so far, for the listener. */
  const touched = new Map<string, Set<string>>();
  let onCommit: ((changes: RowChange[]) => void) | undefined;
  let depth = 0;
  let version = 1_000_000;
  /** Counts every change, also undone ones and clear(); it never decreases. */
  let ticks = 0;
  let clearedAt = 0;
  const changedAt = new Map<string, number>();

  function set(table: string, id: string, row: Row | undefined): void {
    changedAt.set(table, (ticks += 1));
    rowsOf(table).set(id, row);
  }

  function rowsOf(table: string): TableRows {
    let rows = tables.get(table);
    if (!rows) tables.set(table, (rows = createTableRows()));
    return rows;
  }

  /** Changes a row, and notes how to undo it. All writes come through here. */
  function change(table: string, id: string, row: Row | undefined): void {
    const before = rowsOf(table).get(id);
    if (!before && !row) return;
    undoWith(() => set(table, id, before));
    if (!row) undoWith(tombstones.add(table, id, version));
    set(table, id, row);
    if (!onCommit) return;
    const ids = touched.get(table);
    if (ids) ids.add(id);
    else touched.set(table, new Set([id]));
    if (depth === 0) commit();
  }

  /** Tells the listener what changed; if it throws, the transaction is undone. */
  function commit(): void {
    onCommit?.(
      [...touched].flatMap(([table, ids]) =>
        [...ids].map((id) => ({ table, id, row: rowsOf(table).get(id) })),
      ),
    );
    touched.clear();
  }

  function undoWith(undo: () => void): void {
    if (depth > 0) undos.push(undo);
  }

  function undoTo(mark: number): void {
    while (undos.length > mark) undos.pop()?.();
  }

  return {
    get: (table: string, id: string): Row | undefined => tables.get(table)?.get(id),
    count: (table: string): number => tables.get(table)?.size() ?? 0,
    /** All rows of a table, ordered by id. The list does not change with later writes. */
    all: (table: string): readonly Row[] => tables.get(table)?.all() ?? [],
    /** The rows with a value in one column, by an index; the value of a lookup is the id it points at. */
    where: (table: string, column: string, value: string | number | boolean): readonly Row[] =>
      tables.get(table)?.where(column, value) ?? [],
    countWhere: (table: string, column: string, value: string | number | boolean): number =>
      tables.get(table)?.countWhere(column, value) ?? 0,
    /** Stores a row with a new version number, which its ETag shows. */
    put(table: string, id: string, row: Row): Row {
      version += 1;
      const stored = { ...row, versionnumber: version };
      change(table, id, stored);
      return stored;
    },
    remove(table: string, id: string): void {
      version += 1;
      change(table, id, undefined);
    },
    clear(): void {
      tables.clear();
      changedAt.clear();
      clearedAt = ticks += 1;
      tombstones.clear(version);
    },
    /** The highest version number so far. */
    version: (): number => version,
    /**
     * A number that changes whenever rows of the table may have changed, for caches of what was computed
     * from them.
     */
    changedAt: (table: string): number => changedAt.get(table) ?? clearedAt,
    /** The ids of rows deleted after a version; undefined if it is too old for all of them to be known. */
    removedSince: (table: string, since: number): string[] | undefined => tombstones.since(table, since),

    /** Sets the listener, which is called with every commit in order; if it throws, the commit is undone. */
    listen(listener: ((changes: RowChange[]) => void) | undefined): void {
      onCommit = listener;
    },
    /** Puts back a row that was saved, with its version number; undefined removes it. */
    restore(table: string, id: string, row: Row | undefined): void {
      set(table, id, row);
      version = Math.max(version, Number(row?.versionnumber ?? 0));
      // Deletions before the restart are not known.
      tombstones.clear(version);
    },
    /** All rows of all tables. */
    everything: (): RowChange[] =>
      [...tables].flatMap(([table, rows]) => [...rows.entries()].map(([id, row]) => ({ table, id, row }))),

    /** Registers what else to undo if the transaction fails, such as a change of the model. */
    undoWith,

    /** Runs `work`, and undoes its writes if it throws or `hasFailed` says so of its result. */
    transaction<T>(work: () => T, hasFailed: (result: T) => boolean = () => false): T {
      const mark = undos.length;
      depth += 1;
      try {
        const result = work();
        if (hasFailed(result)) undoTo(mark);
        else if (depth === 1) commit();
        return result;
      } catch (error) {
        undoTo(mark);
        throw error;
      } finally {
        depth -= 1;
        if (depth === 0) {
          undos.length = 0;
          touched.clear();
        }
      }
    },
  };
}
