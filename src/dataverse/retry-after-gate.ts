/** Keeps requests back while Dynamics has asked for a pause; all requests of one client share it. */
import type { HttpHead } from "../http/exchange.ts";
import { readRetryAfterMs } from "../http/retry-after.ts";

/** Dynamics asks for minutes at most. A longer pause is taken for a mistake: it would stop all appointments. */
export const longestPauseMs = 15 * 60_000;

/** Closed from an answer that asks for a pause until the pause is over. */
export interface RetryAfterGate {
  /** 0 while it is open. */
  closedForMs(): number;
  /** Closes it when this response is a 429 or 503 with a Retry-After. A shorter pause never ends a longer one. */
  observe(response: HttpHead): void;
}

/** Creates a gate, which is open. */
export function createRetryAfterGate(): RetryAfterGate {
  let opensAt = 0;
  return {
    closedForMs: () => Math.max(0, opensAt - performance.now()),
    observe({ status, headers }) {
      if (status !== 429 && status !== 503) return;
      const pauseMs = Math.min(readRetryAfterMs(headers["retry-after"], new Date()) ?? 0, longestPauseMs);
      // Answers to requests that were under way come in any order.
      opensAt = Math.max(opensAt, performance.now() + pauseMs);
    },
  };
}
