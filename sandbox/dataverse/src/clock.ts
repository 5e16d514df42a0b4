/** What time it is in the sandbox: the machine's time, unless somebody moved or stopped it. */
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
    /** Goes on from where it stopped. */
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
