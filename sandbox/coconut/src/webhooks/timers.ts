/** What time it is, and how it is waited. */
export interface Timers {
  readonly nowMs: () => number;
  /** Answers with how to call it off. */
  readonly after: (ms: number, act: () => void) => () => void;
}

/** The time and the timers of this machine. */
export const machineTimers: Timers = {
  nowMs: Date.now,
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};
