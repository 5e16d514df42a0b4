/** Limits how many requests are under way at a time; the others wait, first come, first served. */

/** A limit that can be changed while requests wait. */
export interface ConcurrencyLimiter {
  /**
   * Waits for permission to send one request, to be disposed of once it is answered; undefined = not within `timeoutMs`, or
   * too many wait already.
   */
  acquire(timeoutMs: number): Promise<Disposable | undefined>;
  /** Takes over a recommended limit, at most `highest`. Anything but a whole number from 1 changes nothing. */
  setLimit(recommended: string | number | undefined): void;
}

/** `highest`: the most that `setLimit` may set. `longestQueue`: how many may wait; left out, any number. */
export interface ConcurrencyLimits {
  readonly limit: number;
  readonly highest?: number;
  readonly longestQueue?: number;
}

/** Starts with `limit`. */
export function createConcurrencyLimiter(options: ConcurrencyLimits): ConcurrencyLimiter {
  const { highest = options.limit, longestQueue = Infinity } = options;
  let { limit } = options;
  let underWay = 0;
  const waiting = new Set<(permission: Disposable) => void>();

  function admitWaiting(): void {
    for (const admit of waiting) {
      if (underWay >= limit) return;
      waiting.delete(admit);
      underWay += 1;
      admit({ [Symbol.dispose]: release });
    }
  }

  function release(): void {
    underWay -= 1;
    admitWaiting();
  }

  return {
    acquire: (timeoutMs) =>
      new Promise((resolve) => {
        if (underWay >= limit && waiting.size >= longestQueue) return resolve(undefined);
        const admit = (permission: Disposable) => {
          clearTimeout(timer);
          resolve(permission);
        };
        const timer = setTimeout(() => {
          waiting.delete(admit);
          resolve(undefined);
        }, timeoutMs);
        waiting.add(admit);
        admitWaiting();
      }),
    setLimit(recommended) {
      const wanted = Number(recommended);
      if (!Number.isInteger(wanted) || wanted < 1) return;
      limit = Math.min(wanted, highest);
      admitWaiting();
    },
  };
}
