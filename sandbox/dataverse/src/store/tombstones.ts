/** How many deleted rows are remembered. */
const kept = 10_000;

interface Tombstone {
  readonly table: string;
  readonly id: string;
  readonly version: number;
}

/** Remembers which rows were deleted at which version number, for change tracking. */
export function createTombstones() {
  const stones = new Map<string, Tombstone>();
  let horizon = 0;

  return {
    /** Remembers a deleted row; the returned function undoes that. */
    add(table: string, id: string, version: number): () => void {
      const key = `${table} ${id}`;
      const before = stones.get(key);
      stones.delete(key);
      stones.set(key, { table, id, version });
      const [oldest] = stones.values();
      if (stones.size > kept && oldest) {
        stones.delete(`${oldest.table} ${oldest.id}`);
        horizon = oldest.version;
      }
      return () => {
        stones.delete(key);
        if (before) stones.set(key, before);
      };
    },
    /** The ids of rows of a table deleted after a version; undefined if some of them are forgotten. */
    since(table: string, version: number): string[] | undefined {
      if (version < horizon) return undefined;
      const found = [...stones.values()].filter((one) => one.table === table && one.version > version);
      return found.map((one) => one.id);
    },
    clear(version: number): void {
      stones.clear();
      horizon = version;
    },
  };
}
