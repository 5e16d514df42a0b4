/** Decides how many requests of one client may be under way: none while Dynamics is known not to answer them. */
import type { HttpHead } from "../http/exchange.ts";
import { createAllowanceReader } from "./allowance.ts";
import type { Outcome } from "./outcomes.ts";

/** Dynamics asks for minutes at most. A longer pause is taken for a mistake: it would stop all appointments. */
export const longestPauseMs = 15 * 60_000;

/** Dynamics serves at most 52 requests of one user at a time (service protection limits). */
const highestLimit = 52;
/** What Dynamics usually recommends; its first answer says what it recommends to this application user. */
const initialLimit = 4;
/** So many different requests have to fail, and none succeed, before Dynamics counts as away: a row may fail by itself. */
const failuresUntilAway = 3;
const firstClosingMs = 1_000;
/** A credential is mended by a person, so that Entra ID is asked less often. */
const longestClosingMs = { unavailable: 10_000, throttled: 10_000, signIn: 60_000 } as const;
/** Below this share of what Dynamics allows, requests are sent one by one, with a gap. */
const scarceShare = 0.2;
/** Ten times what 6,000 requests in five minutes come to: enough for the allowance to grow, also where it is a smaller one. */
const longestGapMs = 500;
/** What was scarce when we last heard of it need not be so any more. */
const scarceForMs = 60_000;

/** Why Dynamics is not asked as usual. */
export interface Obstacle {
  readonly kind: "throttled" | "unavailable" | "signIn";
  readonly since: Date;
  /** Whether Dynamics or Entra ID named the time to wait: then nothing ends it earlier. */
  readonly isTimeNamed: boolean;
  /** Of a failed sign-in. */
  readonly code?: string | undefined;
}

/** A request that was sent at `sentAt` (`performance.now()`); `key` tells it from requests about other rows. */
export interface SentRequest {
  readonly key: string;
  readonly sentAt: number;
}

/** What the requests of one client have found out about Dynamics. */
export interface Gate {
  /** How many requests may be under way: 0 while it is closed, then 1 until one has shown that Dynamics answers. */
  limit(): number;
  /** 0 while it is open. */
  closedForMs(): number;
  /** Takes note of what became of a request. */
  observe(request: SentRequest, outcome: Outcome): void;
  /** Takes note of what an answer says of the limits. */
  observeLimits(head: HttpHead): void;
  /** Undefined while Dynamics is asked as usual. */
  obstacle(): Obstacle | undefined;
  /** Calls `listener` after each change, until the function that it returns is called. */
  onChange(listener: () => void): () => void;
}

/** Creates a gate, which is open, with a limit of 4. */
export function createGate(): Gate {
  const listeners = new Set<() => void>();
  const readAllowance = createAllowanceReader();
  const failed = new Set<string>();
  let recommended = initialLimit;
  let opensAt = 0;
  /** Why it was closed, until a request has succeeded. */
  let reason: Obstacle | undefined;
  let closings = 0;
  let scarceUntil = 0;
  let scarceSince: Date | undefined;

  const closedForMs = () => Math.max(0, opensAt - performance.now());
  const isScarce = () => performance.now() < scarceUntil;

  function close(kind: Obstacle["kind"], ms: number, code: string | undefined, isTimeNamed: boolean): void {
    // Answers to requests that were under way come in any order: a shorter pause never ends a longer one.
    opensAt = Math.max(opensAt, performance.now() + ms);
    reason = { kind, since: reason?.since ?? new Date(), code, isTimeNamed };
    failed.clear();
  }

  /** For 1, 2, 4 … seconds less up to a quarter: several workers are not to ask at the same moment. */
  function closeForGrowingTime(kind: Obstacle["kind"], code: string | undefined): void {
    const ms = Math.min(firstClosingMs * 2 ** closings, longestClosingMs[kind]);
    closings += 1;
    close(kind, ms * (1 - Math.random() / 4), code, false);
  }

  function noteAnswer(sentAt: number): void {
    failed.clear();
    if (reason === undefined) return;
    if (sentAt < opensAt) {
      // Sent before it was closed. It shows that Dynamics is there, but ends no pause that somebody asked for.
      if (reason.isTimeNamed || reason.kind !== "unavailable") return;
      opensAt = 0;
    }
    reason = undefined;
    closings = 0;
  }

  return {
    limit() {
      if (closedForMs() > 0) return 0;
      return reason !== undefined || isScarce() ? 1 : recommended;
    },
    closedForMs,
    observe({ key, sentAt }, outcome) {
      if (outcome.kind === "answered") noteAnswer(sentAt);
      if (outcome.kind === "pause")
        close(outcome.obstacle, Math.min(outcome.ms, longestPauseMs), outcome.code, true);
      // A failure of a request that was sent before it was closed is nothing new.
      if (outcome.kind === "failed" && sentAt >= opensAt) {
        failed.add(key);
        if (outcome.isCertain || reason !== undefined || failed.size >= failuresUntilAway)
          closeForGrowingTime(outcome.obstacle, outcome.code);
      }
      for (const listener of listeners) listener();
    },
    observeLimits(head) {
      const hint = Number(head.headers["x-ms-dop-hint"]);
      if (Number.isInteger(hint) && hint >= 1) recommended = Math.min(hint, highestLimit);
      const allowance = readAllowance(head);
      if (allowance === undefined) return;
      if (allowance.share >= scarceShare) {
        scarceUntil = 0;
        scarceSince = undefined;
        return;
      }
      scarceUntil = performance.now() + scarceForMs;
      scarceSince ??= new Date();
      opensAt = Math.max(opensAt, performance.now() + Math.min(allowance.gapMs, longestGapMs));
    },
    obstacle() {
      if (reason !== undefined) return reason;
      if (!isScarce() || scarceSince === undefined) return undefined;
      return { kind: "throttled", since: scarceSince, isTimeNamed: false };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
