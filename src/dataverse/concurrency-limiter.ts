/** Limits how many requests to Dataverse are under way at a time; the others wait, first come, first served. */

/** Dynamics serves at most 52 requests of one user at a time (service protection limits). */
const highestLimit = 52;
/** What Dynamics usually recommends; its first answer says what it recommends to this application user. */
const initialLimit = 4;

/** A limit that can be changed while requests wait. */
export interface ConcurrencyLimiter {
  /** Waits for permission to send one request, to be disposed of once it is answered; undefined = not within `timeoutMs`. */
  acquire(timeoutMs: number): Promise<Disposable | undefined>;
  /** Takes over the number that Dynamics recommends in `x-ms-dop-hint`. Anything but a number from 1 changes nothing. */
  setLimit(hint: string | undefined): void;
}

/** Starts with a limit of 4. */
export function createConcurrencyLimiter(): ConcurrencyLimiter {
  let limit = initialLimit;
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
    setLimit(hint) {
      const recommended = Number(hint);
      if (!Number.isInteger(recommended) || recommended < 1) return;
      limit = Math.min(recommended, highestLimit);
      admitWaiting();
    },
  };
}
