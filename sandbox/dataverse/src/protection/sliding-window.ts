const slots = 300;

/**
 * Sums amounts over the last `lengthMs` milliseconds. It keeps 300 partial sums instead of single amounts, so
 * that memory and time do not grow with the number of requests.
 */
export function createSlidingWindow(lengthMs: number) {
  const slotMs = Math.max(1, lengthMs / slots);
  const amounts = new Float64Array(slots);
  let newest = 0;
  let total = 0;

  /** Moves the window to this time and forgets what is older; if the clock was set back, it forgets everything. */
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
    /**
     * The milliseconds until enough has left the window for the sum to be `limit` or less; 0 if it is
     * already.
     */
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
