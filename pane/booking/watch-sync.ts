/** Waits until the booked appointment is a row in Dynamics. */
import type { Result } from "../server/api.ts";
import { pause } from "../server/pause.ts";
import type { SyncState } from "../contract.d.ts";

/** When to ask for the state again, and when to stop. */
export interface SyncPollTiming {
  /** After this long the pane says that it takes longer than usual. */
  readonly slowAfterMs: number;
  readonly everyMs: number;
  readonly totalMs: number;
}

const usualTiming: SyncPollTiming = { slowAfterMs: 6_000, everyMs: 1_000, totalMs: 120_000 };

/**
 * Asks until the appointment is in Dynamics or needs a person, and returns that state. Returns undefined when the
 * time is over, the session has expired, or the signal aborts. A call that fails is repeated: the booking itself is
 * safe. `onSlow` is called at most once.
 */
export async function watchSync(
  ask: (signal: AbortSignal) => Promise<Result<SyncState>>,
  signal: AbortSignal,
  onSlow: () => void,
  { slowAfterMs, everyMs, totalMs }: SyncPollTiming = usualTiming,
): Promise<SyncState | undefined> {
  const endsAt = Date.now() + totalMs;
  let isSlow = false;
  const reportSlow = (): void => {
    if (!isSlow) onSlow();
    isSlow = true;
  };
  const slowTimer = setTimeout(reportSlow, slowAfterMs);
  try {
    while (!signal.aborted && Date.now() < endsAt) {
      const result = await ask(signal);
      if (result.kind === "ok" && result.value.state !== "syncing") return result.value;
      if (result.kind === "refused" && result.code === "session_expired") break;
      const waitMs = result.kind === "refused" ? (result.retryAfterMs ?? everyMs) : everyMs;
      await pause(Math.max(waitMs, everyMs), signal);
    }
    if (!signal.aborted) reportSlow();
    return undefined;
  } finally {
    clearTimeout(slowTimer);
  }
}
