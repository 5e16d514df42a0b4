/** How many requests are under way at a time: as many as Dynamics last recommended. The others stand in line. */

/** Dynamics serves at most 52 requests of one user at a time. */
const most = 52;
/** What Dynamics is known to recommend; the first answer says what it recommends to us. */
const atFirst = 4;

export interface Turns {
  /** First come, first served. Undefined when no turn came in time; else to be disposed of when done. */
  take(timeoutMs: number): Promise<Disposable | undefined>;
  /** Takes up a recommendation, `x-ms-dop-hint`: the next turns are given by it. */
  follow(hint: string | undefined): void;
}

export function createTurns(): Turns {
  let allowed = atFirst;
  let taken = 0;
  const line = new Set<(turn: Disposable) => void>();

  function giveOut(): void {
    for (const next of line) {
      if (taken >= allowed) return;
      line.delete(next);
      taken += 1;
      next({ [Symbol.dispose]: giveBack });
    }
  }

  function giveBack(): void {
    taken -= 1;
    giveOut();
  }

  return {
    take: (timeoutMs) =>
      new Promise((resolve) => {
        const next = (turn: Disposable) => {
          clearTimeout(timer);
          resolve(turn);
        };
        const timer = setTimeout(() => {
          line.delete(next);
          resolve(undefined);
        }, timeoutMs);
        line.add(next);
        giveOut();
      }),
    follow(hint) {
      const recommended = Number(hint);
      if (!Number.isInteger(recommended) || recommended < 1) return;
      allowed = Math.min(recommended, most);
      giveOut();
    },
  };
}
