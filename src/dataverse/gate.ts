/** Shut while Dynamics has asked to be left alone; one for all who call through the same client. */
import { parseRetryAfter } from "./errors.ts";
import type { HttpAnswer } from "./request.ts";

/** No pause is believed to be longer: a date in another century must not stop everything. */
export const longestPauseMs = 15 * 60_000;

export interface Gate {
  /** How long it stays shut; 0 while it is open. */
  shutForMs(): number;
  /** Shuts it when this answer asks for a pause. */
  heed(answer: HttpAnswer): void;
}

/** A shorter pause never ends a longer one: answers to requests that were under way come in any order. */
export function createGate(): Gate {
  let opensAt = 0;
  return {
    shutForMs: () => Math.max(0, opensAt - performance.now()),
    heed({ status, headers }) {
      if (status !== 429 && status !== 503) return;
      const pauseMs = Math.min(parseRetryAfter(headers["retry-after"], new Date()) ?? 0, longestPauseMs);
      opensAt = Math.max(opensAt, performance.now() + pauseMs);
    },
  };
}
