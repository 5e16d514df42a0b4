/** The page's part of a login: names it, opens its window, and waits for its session. */
import type { Api } from "../server/api.ts";
import { pause } from "../server/pause.ts";
import type { Session } from "../contract.d.ts";

/**
 * Names one login. The challenge, a hash of the verifier, is in the login window's address; the verifier goes only to
 * the server, so nobody who reads the address can take the session.
 */
export interface LoginAttempt {
  readonly verifier: string;
  readonly challenge: string;
}

/** Creates a new random verifier and its challenge. */
export async function createLoginAttempt(): Promise<LoginAttempt> {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return { verifier, challenge: base64url(new Uint8Array(digest)) };
}

/** The path of the login window, in the language of `lcid`. */
export function loginPath(challenge: string, lcid: number): string {
  return `/pane/login?${new URLSearchParams({ tx: challenge, lcid: String(lcid) }).toString()}`;
}

/** How a login ended. `code` is a refusal's. */
export type LoginOutcome =
  | { readonly kind: "logged_in"; readonly session: Session }
  | { readonly kind: "failed"; readonly code: string }
  | { readonly kind: "cancelled" };

/** How long to wait between two calls. Each wait is `factor` times the one before, up to `maxMs`. */
export interface LoginPollTiming {
  readonly firstMs: number;
  readonly factor: number;
  readonly maxMs: number;
  readonly totalMs: number;
}

// The server keeps a login for five minutes.
const usualTiming: LoginPollTiming = { firstMs: 800, factor: 1.2, maxMs: 3_000, totalMs: 310_000 };

/**
 * Asks the server, with growing waits, until the login is done. Whether the login window is still open is not looked
 * at: an identity provider's page can make it look closed while the login goes on.
 */
export async function waitForSession(
  api: Pick<Api, "requestSession">,
  verifier: string,
  signal: AbortSignal,
  timing: LoginPollTiming = usualTiming,
): Promise<LoginOutcome> {
  const endsAt = Date.now() + timing.totalMs;
  let waitMs = timing.firstMs;
  while (Date.now() < endsAt) {
    await pause(waitMs, signal);
    if (signal.aborted) return { kind: "cancelled" };
    const result = await api.requestSession(verifier, signal);
    if (signal.aborted) return { kind: "cancelled" };
    waitMs = Math.min(waitMs * timing.factor, timing.maxMs);
    if (result.kind === "ok") {
      if ("token" in result.value) return { kind: "logged_in", session: result.value };
    } else if (result.code === "too_many") {
      waitMs = Math.max(waitMs, result.retryAfterMs ?? timing.maxMs);
    } else if (result.code !== "network_lost" && result.code !== "unreadable") {
      return { kind: "failed", code: result.code };
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
