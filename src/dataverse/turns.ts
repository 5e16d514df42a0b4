/** Limits how many things are under way at a time, as the gate says; the others wait, first come, first served. */
import type { Gate } from "./gate.ts";

/** Nobody tells a gate that its time is over, and clocks are put forward: so it is looked at this often. */
const longestSleepMs = 1_000;

/** Hands out turns. */
export interface Turns {
  /** Waits for a turn, to be disposed of at its end; undefined once `signal` is aborted. */
  acquire(signal: AbortSignal): Promise<Disposable | undefined>;
  /** A turn at once, or none. */
  tryAcquire(): Disposable | undefined;
}

/** A limit of its own for each kind of thing that has turns. */
export function createTurns(gate: Gate): Turns {
  let underWay = 0;
  let timer: NodeJS.Timeout | undefined;
  const waiting = new Set<(turn: Disposable) => void>();

  function admitWaiting(): void {
    for (const admit of waiting) {
      const turn = tryAcquire();
      if (turn === undefined) break;
      waiting.delete(admit);
      admit(turn);
    }
    clearTimeout(timer);
    const closedForMs = gate.closedForMs();
    if (waiting.size > 0 && closedForMs > 0)
      timer = setTimeout(admitWaiting, Math.min(closedForMs, longestSleepMs));
  }

  function tryAcquire(): Disposable | undefined {
    if (underWay >= gate.limit()) return undefined;
    underWay += 1;
    return { [Symbol.dispose]: release };
  }

  function release(): void {
    underWay -= 1;
    admitWaiting();
  }

  gate.onChange(admitWaiting);
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
      }),
    tryAcquire: () => (waiting.size > 0 ? undefined : tryAcquire()),
  };
}
