import type { Table } from "./metadata.ts";

export interface Reference {
  readonly table: string;
  readonly id: string;
}

export type Cell = string | number | boolean | null | Reference;

/** Rows are never changed in place: a write puts a new object. Keys are the column names of the model. */
export type Row = Readonly<Record<string, Cell>>;

export type Store = ReturnType<typeof createStore>;

export function isReference(cell: Cell | undefined): cell is Reference {
  return typeof cell === "object" && cell !== null;
}

/** The primary key of a row. */
export function rowId(table: Pick<Table, "primaryId">, row: Row): string {
  const id = row[table.primaryId];
  if (typeof id !== "string") throw new Error(`A row without its ${table.primaryId}`);
  return id;
}

/** Rows in memory, by table and id, with transactions that can be nested. */
export function createStore() {
  const tables = new Map<string, Map<string, Row>>();
  const journal: (() => void)[] = [];
  let depth = 0;
  let version = 1_000_000;

  function rowsOf(table: string): Map<string, Row> {
    let rows = tables.get(table);
    if (!rows) tables.set(table, (rows = new Map()));
    return rows;
  }

  function write(table: string, id: string, row: Row | undefined): void {
    const rows = rowsOf(table);
    const before = rows.get(id);
    if (depth > 0) journal.push(() => set(rows, id, before));
    set(rows, id, row);
  }

  function undoTo(mark: number): void {
    while (journal.length > mark) journal.pop()?.();
  }

  function set(rows: Map<string, Row>, id: string, row: Row | undefined): void {
    if (row) rows.set(id, row);
    else rows.delete(id);
  }

  return {
    get: (table: string, id: string): Row | undefined => tables.get(table)?.get(id),
    all: (table: string): Row[] => [...(tables.get(table)?.values() ?? [])],
    /** Stores the row under a new version number, the value of its ETag. */
    put(table: string, id: string, row: Row): Row {
      version += 1;
      const stored = { ...row, versionnumber: version };
      write(table, id, stored);
      return stored;
    },
    remove: (table: string, id: string): void => write(table, id, undefined),
    clear: (): void => tables.clear(),

    /** Lets a transaction that fails undo more than rows: a change of the model, say. */
    undoWith(undo: () => void): void {
      if (depth > 0) journal.push(undo);
    },

    /** Undoes every write of `work` if it throws, or if its result says it failed. */
    transaction<T>(work: () => T, hasFailed: (result: T) => boolean = () => false): T {
      const mark = journal.length;
      depth += 1;
      try {
        const result = work();
        if (hasFailed(result)) undoTo(mark);
        return result;
      } catch (error) {
        undoTo(mark);
        throw error;
      } finally {
        depth -= 1;
        if (depth === 0) journal.length = 0;
      }
    },
  };
}
