/** The clock of the sandbox: the time of this machine, unless somebody moved or stopped it. */
export function createClock() {
  let offset = 0;
  let stoppedAt: number | undefined;

  const time = (): number => stoppedAt ?? Date.now() + offset;

  return {
    now: (): Date => new Date(time()),
    isFrozen: (): boolean => stoppedAt !== undefined,
    advance(ms: number): void {
      if (stoppedAt === undefined) offset += ms;
      else stoppedAt += ms;
    },
    set(moment: Date): void {
      if (stoppedAt === undefined) offset = moment.getTime() - Date.now();
      else stoppedAt = moment.getTime();
    },
    freeze(): void {
      stoppedAt = time();
    },
    /** Lets it go on from the time at which it was stopped. */
    unfreeze(): void {
      offset = time() - Date.now();
      stoppedAt = undefined;
    },
    reset(): void {
      offset = 0;
      stoppedAt = undefined;
    },
  };
}
