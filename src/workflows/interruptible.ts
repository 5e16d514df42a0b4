/** Work that can be interrupted: what waits to be tried again is given up, what is under way is waited for. */
import { CancellationScope, sleep } from "@temporalio/workflow";

/** Longer than a healthy attempt takes: what is done by then need not be interrupted. */
const usualMs = 2_000;

/** One piece of work at a time. */
export interface Interruptible {
  readonly isRunning: boolean;
  /** Whether the last work was interrupted before it had ended. */
  readonly wasInterrupted: boolean;
  run<T>(work: () => Promise<T>): Promise<T>;
  /** At once. Without effect when nothing runs. */
  interrupt(): void;
  /** As soon as the work has taken longer than a healthy attempt: else events in quick succession would keep it from ending. */
  interruptIfSlow(): void;
}

/** Creates one; nothing runs in it yet. */
export function createInterruptible(): Interruptible {
  let running: { readonly scope: CancellationScope; readonly startedAt: number } | undefined;
  let timer: CancellationScope | undefined;
  let wasInterrupted = false;

  function interrupt(): void {
    if (running === undefined) return;
    wasInterrupted = true;
    running.scope.cancel();
  }

  return {
    get isRunning() {
      return running !== undefined;
    },
    get wasInterrupted() {
      return wasInterrupted;
    },
    async run(work) {
      wasInterrupted = false;
      running = { scope: new CancellationScope(), startedAt: Date.now() };
      try {
        return await running.scope.run(work);
      } finally {
        running = undefined;
        timer?.cancel();
        timer = undefined;
      }
    },
    interrupt,
    interruptIfSlow() {
      if (running === undefined || timer !== undefined) return;
      const leftMs = running.startedAt + usualMs - Date.now();
      if (leftMs <= 0) return interrupt();
      timer = new CancellationScope();
      // Cancelled when the work has ended before.
      timer
        .run(() => sleep(leftMs, { summary: "for the attempt under way" }))
        .then(interrupt, () => undefined);
    },
  };
}
