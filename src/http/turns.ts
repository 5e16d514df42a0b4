/** Limits how many things are under way at a time; the others wait, first come, first served. */

/** How many there may be. A limit that changes tells when; it is 0 for `closedForMs`. */
export interface TurnLimit {
  limit(): number;
  closedForMs?(): number;
  /** Calls `listener` after each change. */
  onChange?(listener: () => void): unknown;
}

/** Hands out turns. */
export interface Turns {
  /** Waits for a turn, to be disposed of at its end; undefined once `signal` is aborted, or if too many wait already. */
  acquire(signal: AbortSignal): Promise<Disposable | undefined>;
  /** A turn at once, or none. */
  tryAcquire(): Disposable | undefined;
}

/** Nobody tells a limit that its time is over, and clocks are put forward: so it is looked at this often. */
const longestSleepMs = 1_000;

/** Turns of their own for each kind of thing. `longestQueue`: how many may wait; left out, any number. */
export function createTurns(limit: TurnLimit, longestQueue = Infinity): Turns {
  let underWay = 0;
  let timer: NodeJS.Timeout | undefined;
  const waiting = new Set<(turn: Disposable) => void>();

  function admitWaiting(): void {
    for (const admit of waiting) {
      const turn = takeTurn();
      if (turn === undefined) break;
      waiting.delete(admit);
      admit(turn);
    }
    clearTimeout(timer);
    if (waiting.size === 0) return;
    // Also where it is open by now: it may have been closed a moment ago, when the first was to be admitted.
    timer = setTimeout(admitWaiting, Math.min(limit.closedForMs?.() || longestSleepMs, longestSleepMs));
  }

  function takeTurn(): Disposable | undefined {
    if (underWay >= limit.limit()) return undefined;
    underWay += 1;
    return { [Symbol.dispose]: release };
  }

  function release(): void {
    underWay -= 1;
    admitWaiting();
  }

  limit.onChange?.(admitWaiting);
  return {
    acquire: (signal) =>
      new Promise((resolve) => {
        const admit = (turn: Disposable) => {
          signal.removeEventListener("abort", giveUp);
          resolve(turn);
        };
        const giveUp = () => {
          waiting.delete(admit);
          resolve(undefined);
        };
        if (signal.aborted) return giveUp();
        signal.addEventListener("abort", giveUp);
        waiting.add(admit);
        admitWaiting();
        // It had to wait, and those before it are too many.
        if (waiting.has(admit) && waiting.size > longestQueue) giveUp();
      }),
    tryAcquire: () => (waiting.size > 0 ? undefined : takeTurn()),
  };
}
