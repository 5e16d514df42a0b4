/** Time limits that run out when the test says so, however slow the machine is. */
import { vi } from "vitest";

export interface HeldLimit {
  readonly ms: number;
  runOut(): void;
}

/** In place of AbortSignal.timeout, until `vi.restoreAllMocks()`: every limit that is set from now on, in order. */
export function holdTimeLimits(): readonly HeldLimit[] {
  const limits: HeldLimit[] = [];
  vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
    const controller = new AbortController();
    const reason = new DOMException("The operation was aborted due to timeout", "TimeoutError");
    limits.push({ ms, runOut: () => controller.abort(reason) });
    return controller.signal;
  });
  return limits;
}
