import type { OutgoingEvent } from "./event.ts";
import { signedHeaders } from "./signing.ts";
import type { Timers } from "./timers.ts";

/** How long one attempt waits for an answer. */
export const tryLimitMs = 3000;
const longestWaitMs = 3_600_000;

/** Where webhooks go, and the secret they are signed with. */
export interface Target {
  readonly url: string;
  readonly secret: string;
}

/** One attempt as it is recorded: what the receiver answered, or why there was no answer. */
export type Attempt =
  | { readonly at: string; readonly status: number }
  | { readonly at: string; readonly error: string };

/** What became of one attempt. */
export interface Outcome {
  readonly attempt: Attempt;
  readonly isDelivered: boolean;
  readonly retryAfterMs?: number;
}

/** Makes one POST. It never rejects: whatever goes wrong is an outcome. */
export async function send(
  target: Target | undefined,
  event: OutgoingEvent,
  stop: AbortSignal,
  timers: Timers,
): Promise<Outcome> {
  const now = new Date(timers.nowMs());
  const at = now.toISOString();
  if (!target) return { attempt: { at, error: "no webhook address is set" }, isDelivered: false };
  const aborter = new AbortController();
  const abort = () => aborter.abort();
  const callOffLimit = timers.after(tryLimitMs, abort);
  stop.addEventListener("abort", abort, { once: true });
  try {
    const response = await fetch(target.url, {
      method: "POST",
      headers: signedHeaders(target.secret, event.id, event.body, now),
      body: event.body,
      redirect: "manual",
      signal: aborter.signal,
    });
    // Read to the end, so that the connection can serve the next delivery.
    await response.arrayBuffer();
    const outcome = { attempt: { at, status: response.status }, isDelivered: response.ok };
    const retryAfterMs = readRetryAfter(response.headers.get("retry-after"));
    return retryAfterMs === undefined ? outcome : { ...outcome, retryAfterMs };
  } catch (error) {
    const why = aborter.signal.aborted ? `no answer within ${tryLimitMs / 1000} s` : reason(error);
    return { attempt: { at, error: why }, isDelivered: false };
  } finally {
    callOffLimit();
    stop.removeEventListener("abort", abort);
  }
}

function readRetryAfter(header: string | null): number | undefined {
  if (header === null || !/^\d+$/u.test(header)) return undefined;
  return Math.min(Number(header) * 1000, longestWaitMs);
}

/** fetch says only "fetch failed"; what happened ("connect ECONNREFUSED …") is the cause. */
function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return "the request failed";
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "the request failed";
  return cause.message || code;
}
