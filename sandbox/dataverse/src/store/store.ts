import type { Row } from "./row.ts";
import { createTableRows, type TableRows } from "./table-rows.ts";
import { createTombstones } from "./tombstones.ts";

export interface RowChange {
  readonly table: string;
  readonly id: string;
  /** Undefined for a row that was deleted. */
  readonly row: Row | undefined;
}

export type Store = ReturnType<typeof createStore>;

/** Rows in memory, by table and id, with transactions that can be nested. */
export function createStore() {
  const tables = new Map<string, TableRows>();
  const tombstones = createTombstones();
  const undos: (() => void)[] = [];
  /** What the outermost transaction changed so far, for those who keep a record. */
  const touched = new Map<string, Set<string>>();
  let onCommit: ((changes: RowChange[]) => void) | undefined;
  let depth = 0;
  let version = 1_000_000;
  /** Counts every change, undone ones and a clear too, and never goes back. */
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

  /** Every change of a row comes through here. */
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

  /** Those who keep a record may still refuse, and then it did not happen. */
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
    /** Every row, in the order of the ids. The list does not change when rows do. */
    all: (table: string): readonly Row[] => tables.get(table)?.all() ?? [],
    /** Rows by the value of one column, found without a scan; a lookup has the id it points at. */
    where: (table: string, column: string, value: string | number | boolean): readonly Row[] =>
      tables.get(table)?.where(column, value) ?? [],
    countWhere: (table: string, column: string, value: string | number | boolean): number =>
      tables.get(table)?.countWhere(column, value) ?? 0,
    /** Stores the row under a new version number, the value of its ETag. */
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
    /** The newest version number there is. */
    version: (): number => version,
    /** Another number whenever rows of the table may have changed, for those who keep what they made of them. */
    changedAt: (table: string): number => changedAt.get(table) ?? clearedAt,
    /** Ids of rows deleted after a version; undefined if some of them are forgotten. */
    removedSince: (table: string, since: number): string[] | undefined => tombstones.since(table, since),

    /** Hears of every committed change, in order; a throw undoes the change. Undefined: nobody hears. */
    listen(listener: ((changes: RowChange[]) => void) | undefined): void {
      onCommit = listener;
    },
    /** Puts a row back as it was kept, with its version number. */
    restore(table: string, id: string, row: Row | undefined): void {
      set(table, id, row);
      version = Math.max(version, Number(row?.versionnumber ?? 0));
      // What was deleted before is not known any more.
      tombstones.clear(version);
    },
    /** Every row there is. */
    everything: (): RowChange[] =>
      [...tables].flatMap(([table, rows]) => [...rows.entries()].map(([id, row]) => ({ table, id, row }))),

    /** Lets a transaction that fails undo more than rows: a change of the model, say. */
    undoWith,

    /** Undoes every write of `work` if it throws, or if its result says it failed. */
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
