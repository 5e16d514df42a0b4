/** A collection of Xrm, read by name, by position, by a condition, or all. */
export interface Collection<T> {
  forEach(use: (item: T, index: number) => void): void;
  get(which?: string | number | ((item: T, index: number) => boolean)): T | readonly T[] | null;
  getLength(): number;
}

/** A collection of what `read` returns at the time of each call. */
export function createCollection<T>(read: () => readonly T[], nameOf: (item: T) => string): Collection<T> {
  return {
    forEach: (use) => read().forEach(use),
    get(which) {
      if (which === undefined) return read();
      if (typeof which === "function") return read().filter(which);
      if (typeof which === "number") return read()[which] ?? null;
      return read().find((item) => nameOf(item) === which) ?? null;
    },
    getLength: () => read().length,
  };
}
