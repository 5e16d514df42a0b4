/** A cache of answers, kept in memory for a short time. */

/** Keeps each value for `ttlMs`; of more than `maxEntries`, the oldest goes. `now` is in ms. */
export function createCache<T>(options: {
  readonly now: () => number;
  readonly ttlMs: number;
  readonly maxEntries: number;
}) {
  const { now, ttlMs, maxEntries } = options;
  const entries = new Map<string, { readonly expiresAt: number; readonly value: Promise<T> }>();
  return {
    /** The value of the key: kept, being loaded, or loaded now. A failure is passed on and not kept. */
    get(key: string, load: () => Promise<T>): Promise<T> {
      const known = entries.get(key);
      if (known && now() < known.expiresAt) return known.value;
      const [oldest] = entries.keys();
      entries.delete(key);
      if (entries.size >= maxEntries && oldest !== undefined) entries.delete(oldest);
      const value = load();
      entries.set(key, { expiresAt: now() + ttlMs, value });
      value.catch(() => {
        if (entries.get(key)?.value === value) entries.delete(key);
      });
      return value;
    },
  };
}
