const slots = 300;

/** An amount summed over the last so many milliseconds, in 300 slots: the same little work however much there was. */
export function createSlidingWindow(lengthMs: number) {
  const slotMs = Math.max(1, lengthMs / slots);
  const amounts = new Float64Array(slots);
  let newest = 0;
  let total = 0;

  /** Forgets what is older than the window; after a step back in time, everything. */
  function moveTo(timeMs: number): void {
    const slot = Math.floor(timeMs / slotMs);
    if (slot === newest) return;
    if (slot < newest || slot - newest >= slots) {
      amounts.fill(0);
      total = 0;
    } else {
      for (let passed = newest + 1; passed <= slot; passed += 1) {
        total -= amounts[passed % slots] ?? 0;
        amounts[passed % slots] = 0;
      }
    }
    newest = slot;
  }

  return {
    add(timeMs: number, amount: number): void {
      moveTo(timeMs);
      amounts[newest % slots] = (amounts[newest % slots] ?? 0) + amount;
      total += amount;
    },
    total(timeMs: number): number {
      moveTo(timeMs);
      return Math.max(0, total);
    },
    /** How long until so much has left the window that no more than `limit` is in it. */
    msUntilAtMost(timeMs: number, limit: number): number {
      moveTo(timeMs);
      let left = total;
      for (let slot = newest - slots + 1; slot <= newest && left > limit; slot += 1) {
        left -= amounts[((slot % slots) + slots) % slots] ?? 0;
        if (left <= limit) return (slot + slots) * slotMs - timeMs;
      }
      return left > limit ? lengthMs : 0;
    },
  };
}
