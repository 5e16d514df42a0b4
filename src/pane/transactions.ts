/**
 * Logins under way. The pane knows the verifier, the login window its hash (the challenge): whoever finishes in the
 * window can fetch nothing, and whoever saw the window's address cannot either.
 */
import { createHash } from "node:crypto";
import type { PendingSignIn } from "./login.ts";

/** Why a login ended without a session. */
export type LoginRefusal =
  | "login_failed"
  | "login_cancelled"
  | "not_staff"
  | "login_unavailable"
  | "coconut_unavailable";

export type LoginResult<T> =
  | { readonly kind: "staff"; readonly staff: T }
  | { readonly kind: "refused"; readonly code: LoginRefusal };

interface Transaction<T> {
  /** Which browser it was bound to. */
  readonly browser: string;
  /** Who probably logs in. */
  readonly hint: string;
  readonly expiresAt: number;
  isUsed: boolean;
  pending?: PendingSignIn;
  result?: LoginResult<T>;
}

export type Transactions<T> = ReturnType<typeof createTransactions<T>>;

const lifetimeMs = 5 * 60_000;
/** So long after its end a transaction is still known to be over, rather than unknown. */
const rememberedMs = 10 * 60_000;

export function createTransactions<T>({ now, most }: { readonly now: () => number; readonly most: number }) {
  // In the order of their ends, as all live equally long.
  const byChallenge = new Map<string, Transaction<T>>();

  function forget(): void {
    for (const [challenge, { expiresAt }] of byChallenge) {
      if (now() < expiresAt + rememberedMs) return;
      byChallenge.delete(challenge);
    }
  }

  const isOver = ({ isUsed, expiresAt }: Transaction<T>) => isUsed || now() >= expiresAt;

  /** One that this browser may still finish. */
  function open(challenge: string, browser: string | undefined): Transaction<T> | undefined {
    const found = byChallenge.get(challenge);
    if (found === undefined || found.browser !== browser || isOver(found) || found.result) return undefined;
    return found;
  }

  return {
    bind(challenge: string, browser: string, hint: string): "bound" | "refused" {
      forget();
      if (byChallenge.has(challenge)) return open(challenge, browser) ? "bound" : "refused";
      // The oldest goes: turning new ones away would let a few strangers keep everybody out.
      const [oldest] = byChallenge.keys();
      if (byChallenge.size >= most && oldest !== undefined) byChallenge.delete(oldest);
      byChallenge.set(challenge, { browser, hint, expiresAt: now() + lifetimeMs, isUsed: false });
      return "bound";
    },

    isOpen: (challenge: string, browser: string | undefined) => open(challenge, browser) !== undefined,

    /** Undefined for one that this browser cannot finish. */
    hintOf: (challenge: string, browser: string | undefined) => open(challenge, browser)?.hint,

    leaveFor(challenge: string, browser: string | undefined, pending: PendingSignIn): boolean {
      const found = open(challenge, browser);
      if (found) found.pending = pending;
      return found !== undefined;
    },

    /** The way to the identity provider is good for one way back. */
    returned(challenge: string, browser: string | undefined, state: string): PendingSignIn | undefined {
      const found = open(challenge, browser);
      if (found?.pending?.state !== state) return undefined;
      const { pending } = found;
      delete found.pending;
      return pending;
    },

    /** False when it is over, or somebody was faster. */
    finish(challenge: string, browser: string | undefined, result: LoginResult<T>): boolean {
      const found = open(challenge, browser);
      if (found) found.result = result;
      return found !== undefined;
    },

    /** The result goes to whoever shows the verifier, once. */
    collect(verifier: string): LoginResult<T> | "pending" | "over" {
      forget();
      const found = byChallenge.get(challengeOf(verifier));
      if (found === undefined) return "pending";
      if (isOver(found)) return "over";
      if (found.result === undefined) return "pending";
      const { result } = found;
      found.isUsed = true;
      delete found.result;
      return result;
    },
  };
}

function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}
