/** A clock and timers, so that tests can bring their own. */
export interface Timers {
  readonly nowMs: () => number;
  /** Calls `act` after `ms`. Returns a function that cancels it. */
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
