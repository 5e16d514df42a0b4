/** Answers kept for a moment, so that a banker who goes back and forth does not ask the same again and again. */

export interface BriefMemory<T> {
  /** The answer of before, or the one under way, or a new one. A failure is not kept. */
  recall(key: string, ask: () => Promise<T>): Promise<T>;
}

export function createBriefMemory<T>(options: {
  readonly now: () => number;
  readonly keepMs: number;
  readonly most: number;
}): BriefMemory<T> {
  const { now, keepMs, most } = options;
  const kept = new Map<string, { readonly until: number; readonly answer: Promise<T> }>();
  return {
    recall(key, ask) {
      const known = kept.get(key);
      if (known && now() < known.until) return known.answer;
      const [oldest] = kept.keys();
      kept.delete(key);
      if (kept.size >= most && oldest !== undefined) kept.delete(oldest);
      const answer = ask();
      kept.set(key, { until: now() + keepMs, answer });
      answer.catch(() => {
        if (kept.get(key)?.answer === answer) kept.delete(key);
      });
      return answer;
    },
  };
}
