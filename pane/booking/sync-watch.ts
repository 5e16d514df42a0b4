import type { Answer } from "../server/api.ts";
import { pause } from "../server/pause.ts";
import type { SyncState } from "../../src/pane/contract.ts";

export interface SyncPollTiming {
  /** After this the pane says that it takes longer. */
  readonly patienceMs: number;
  readonly everyMs: number;
  readonly totalMs: number;
}

const usualPace: SyncPollTiming = { patienceMs: 6_000, everyMs: 1_000, totalMs: 120_000 };

/**
 * Asks until the appointment stands in Dynamics, or needs a person, or it took too long: then undefined.
 * A question that fails is asked again; the booking itself is safe.
 */
export async function watchSync(
  ask: (signal: AbortSignal) => Promise<Answer<SyncState>>,
  signal: AbortSignal,
  onSlow: () => void,
  { patienceMs, everyMs, totalMs }: SyncPollTiming = usualPace,
): Promise<SyncState | undefined> {
  const endsAt = Date.now() + totalMs;
  let isOver = false;
  const sayOnce = (): void => {
    if (!isOver) onSlow();
    isOver = true;
  };
  const patience = setTimeout(sayOnce, patienceMs);
  try {
    while (!signal.aborted && Date.now() < endsAt) {
      const answer = await ask(signal);
      if (answer.kind === "ok" && answer.value.state !== "syncing") return answer.value;
      if (answer.kind === "refused" && answer.code === "session_expired") break;
      const waitMs = answer.kind === "refused" ? (answer.retryAfterMs ?? everyMs) : everyMs;
      await pause(Math.max(waitMs, everyMs), signal);
    }
    if (!signal.aborted) sayOnce();
    return undefined;
  } finally {
    clearTimeout(patience);
  }
}
