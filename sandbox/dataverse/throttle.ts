import { tooManyConcurrentRequests } from "./errors/callers.ts";

/** Requests of one user that the service works on at a time. */
const maxConcurrent = 52;
const windowMs = 300_000;
const burstLimit = 8000;

/** Service protection of the one user there is. */
export function createThrottle(now: () => Date) {
  let concurrent = 0;
  let recent: number[] = [];
  let first = 0;

  return {
    /** Counts a request in; the answer says how many there are now, and counts it out. */
    enter(): { readonly concurrent: number; leave(): void } {
      concurrent += 1;
      recent.push(now().getTime());
      return { concurrent, leave: () => void (concurrent -= 1) };
    },
    check(entered: { readonly concurrent: number }): void {
      if (entered.concurrent > maxConcurrent) throw tooManyConcurrentRequests(maxConcurrent);
    },
    /** For people who debug: the numbers describe one server of many and are no basis for flow control. */
    headers(): Record<string, string> {
      const start = now().getTime() - windowMs;
      while ((recent[first] ?? Infinity) < start) first += 1;
      if (first > burstLimit) [recent, first] = [recent.slice(first), 0];
      return {
        "x-ms-dop-hint": "4",
        "x-ms-ratelimit-time-remaining-xrm-requests": "1,200.00",
        "x-ms-ratelimit-burst-remaining-xrm-requests": String(
          Math.max(0, burstLimit - (recent.length - first)),
        ),
      };
    },
  };
}
