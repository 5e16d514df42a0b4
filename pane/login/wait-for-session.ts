import type { Api } from "../server/api.ts";
import { pause } from "../server/pause.ts";
import type { Session } from "../../src/pane/contract.ts";

/** One try to log in. The challenge travels in the login window's address, the verifier only to the server. */
export interface LoginAttempt {
  readonly verifier: string;
  readonly challenge: string;
}

export async function createLoginAttempt(): Promise<LoginAttempt> {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return { verifier, challenge: base64url(new Uint8Array(digest)) };
}

export function loginPath(challenge: string, lcid: number): string {
  return `/pane/login?${new URLSearchParams({ tx: challenge, lcid: String(lcid) }).toString()}`;
}

export type LoginOutcome =
  | { readonly kind: "logged_in"; readonly session: Session }
  | { readonly kind: "failed"; readonly code: string }
  | { readonly kind: "cancelled" };

/** Waits grow from the first to the last; the whole ends shortly after the server forgets the transaction. */
export interface Pace {
  readonly firstMs: number;
  readonly factor: number;
  readonly longestMs: number;
  readonly totalMs: number;
}

const usualPace: Pace = { firstMs: 800, factor: 1.2, longestMs: 3_000, totalMs: 310_000 };

/**
 * Asks the server, with growing waits, until the login is done. That the login window is gone means nothing:
 * an identity provider can cut us off from it while the login goes on.
 */
export async function waitForSession(
  api: Pick<Api, "session">,
  verifier: string,
  signal: AbortSignal,
  pace: Pace = usualPace,
): Promise<LoginOutcome> {
  const endsAt = Date.now() + pace.totalMs;
  let waitMs = pace.firstMs;
  while (Date.now() < endsAt) {
    await pause(waitMs, signal);
    if (signal.aborted) return { kind: "cancelled" };
    const answer = await api.session(verifier, signal);
    if (signal.aborted) return { kind: "cancelled" };
    waitMs = Math.min(waitMs * pace.factor, pace.longestMs);
    if (answer.kind === "ok") {
      if ("token" in answer.value) return { kind: "logged_in", session: answer.value };
    } else if (answer.code === "too_many") {
      waitMs = Math.max(waitMs, answer.retryAfterMs ?? pace.longestMs);
    } else if (answer.code !== "network_lost" && answer.code !== "unreadable") {
      return { kind: "failed", code: answer.code };
    }
  }
  return { kind: "failed", code: "login_expired" };
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
