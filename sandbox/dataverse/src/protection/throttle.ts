// Service protection, after Microsoft's article "Service protection API limits": three limits in a sliding
// window, counted for each user.

import { tooManyConcurrentRequests, tooManyRequests, tooMuchExecutionTime } from "../errors/limits.ts";
import { createSlidingWindow } from "./sliding-window.ts";

/**
 * The limits for one user within `windowMs`: number of requests, sum of their execution time, and requests at
 * a time.
 */
export interface Limits {
  readonly requests: number;
  readonly executionMs: number;
  readonly concurrent: number;
  readonly windowMs: number;
  /** The number of parallel requests that the service recommends in the header x-ms-dop-hint. */
  readonly dopHint: number;
}

/** The limits of Microsoft's article. */
const documented: Limits = {
  requests: 6000,
  executionMs: 1_200_000,
  concurrent: 52,
  windowMs: 300_000,
  dopHint: 4,
};

/** One request of a user, from its arrival to the end of its answer. */
export interface Turn {
  /** Throws a DataverseError (429 with Retry-After) if the user has used up a limit. */
  check(): void;
  /** Ends the request and adds its duration to the user's execution time. To be called exactly once. */
  leave(): void;
  /**
   * The headers that say what is left. They are for debugging: the numbers describe one server of many and
   * are no basis for flow control.
   */
  headers(): Record<string, string>;
}

/**
 * Creates the service protection. `now` is the organisation's clock, which tests can move; `stopwatch`
 * measures execution time in milliseconds.
 */
export function createThrottle(
  now: () => Date,
  chosen: Partial<Limits> = {},
  stopwatch: () => number = () => performance.now(),
) {
  const usual: Limits = { ...documented, ...chosen };
  let limits = usual;
  let users = new Map<string, Usage>();

  function usageOf(user: string): Usage {
    let usage = users.get(user);
    if (!usage) {
      const [requests, execution] = [
        createSlidingWindow(limits.windowMs),
        createSlidingWindow(limits.windowMs),
      ];
      users.set(user, (usage = { requests, execution, concurrent: 0 }));
    }
    return usage;
  }

  return {
    /**
     * Begins a request and counts it, even if it is refused afterwards: a user who keeps sending waits
     * longer.
     */
    enter(user: string): Turn {
      const usage = usageOf(user);
      usage.requests.add(now().getTime(), 1);
      usage.concurrent += 1;
      const atATime = usage.concurrent;
      const started = stopwatch();
      return {
        check: () => check(usage, limits, atATime, now().getTime()),
        leave() {
          usage.concurrent -= 1;
          usage.execution.add(now().getTime(), stopwatch() - started);
        },
        headers: () => headersOf(usage, limits, now().getTime()),
      };
    },
    limits: (): Limits => limits,
    /** Changes some limits and forgets what was counted until now. */
    change(changes: Partial<Limits>): void {
      limits = { ...limits, ...changes };
      users = new Map();
    },
    /** Restores the limits of the start and forgets what was counted until now. */
    reset(): void {
      limits = usual;
      users = new Map();
    },
  };
}

interface Usage {
  readonly requests: ReturnType<typeof createSlidingWindow>;
  readonly execution: ReturnType<typeof createSlidingWindow>;
  concurrent: number;
}

/** Whole seconds, rounded up and at least 1, as Retry-After needs them. */
function secondsOf(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}

/** Throws if one of the three limits is exceeded; requests at a time first. */
function check(usage: Usage, limits: Limits, atATime: number, time: number): void {
  if (atATime > limits.concurrent) throw tooManyConcurrentRequests(limits.concurrent);
  if (usage.requests.total(time) > limits.requests) {
    // The wait ends when one more request fits into the window.
    const wait = usage.requests.msUntilAtMost(time, limits.requests - 1);
    throw tooManyRequests(limits.requests, limits.windowMs, secondsOf(wait));
  }
  if (usage.execution.total(time) > limits.executionMs) {
    const wait = usage.execution.msUntilAtMost(time, limits.executionMs);
    throw tooMuchExecutionTime(limits.executionMs, limits.windowMs, secondsOf(wait));
  }
}

function headersOf(usage: Usage, limits: Limits, time: number): Record<string, string> {
  const secondsLeft = Math.max(0, limits.executionMs - usage.execution.total(time)) / 1000;
  return {
    "x-ms-dop-hint": String(limits.dopHint),
    "x-ms-ratelimit-time-remaining-xrm-requests": withCommas(secondsLeft.toFixed(2)),
    "x-ms-ratelimit-burst-remaining-xrm-requests": String(
      Math.max(0, limits.requests - usage.requests.total(time)),
    ),
  };
}

/** Writes thousands with commas, as Dataverse does in this header: 1200.00 → 1,200.00. */
function withCommas(number: string): string {
  return number.replaceAll(/\B(?=(?:\d{3})+\.)/g, ",");
}
