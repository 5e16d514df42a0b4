/**
 * Logins under way. The pane knows the verifier, the login window its hash (the challenge): whoever finishes in the
 * window can fetch nothing, and whoever saw the window's address cannot either.
 */
import { createHash } from "node:crypto";
import type { LoginRefusal } from "../contract.ts";
import type { PendingSignIn } from "./methods.ts";

/** How a try to log in ended, as it is counted and logged. */
export type LoginOutcome =
  | "logged_in"
  | "incomplete"
  | "wrong_password"
  | "disabled"
  | "locked"
  | LoginRefusal;

export type LoginResult<T> =
  | { readonly kind: "staff"; readonly staff: T }
  | { readonly kind: "refused"; readonly code: LoginRefusal };

interface Bound {
  /** Which browser it was bound to. */
  readonly browser: string;
  /** Who probably logs in. */
  readonly hint: string;
  readonly holder: string;
}

interface Transaction<T> extends Bound {
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
  const byHolder = new Map<string, Set<string>>();

  function drop(challenge: string, { holder }: Transaction<T>): void {
    byChallenge.delete(challenge);
    const held = byHolder.get(holder);
    held?.delete(challenge);
    if (held?.size === 0) byHolder.delete(holder);
  }

  function forget(): void {
    for (const [challenge, transaction] of byChallenge) {
      if (now() < transaction.expiresAt + rememberedMs) return;
      drop(challenge, transaction);
    }
  }

  /** Whoever holds most loses their oldest. Else a stranger could keep everybody out, or end what they have begun. */
  function makeRoom(): void {
    const held = [...byHolder.values()];
    const largest = held.reduce((best, one) => (one.size > best.size ? one : best), new Set<string>());
    const [oldest = ""] = largest;
    const transaction = byChallenge.get(oldest);
    if (transaction) drop(oldest, transaction);
  }

  const isOver = ({ isUsed, expiresAt }: Transaction<T>) => isUsed || now() >= expiresAt;

  /** One that this browser may still finish. */
  function open(challenge: string, browser: string | undefined): Transaction<T> | undefined {
    const found = byChallenge.get(challenge);
    if (found === undefined || found.browser !== browser || isOver(found) || found.result) return undefined;
    return found;
  }

  return {
    /** `holder`: whose address asks, a network's as a whole. */
    bind(challenge: string, { browser, hint, holder }: Bound): "bound" | "refused" {
      forget();
      if (byChallenge.has(challenge)) return open(challenge, browser) ? "bound" : "refused";
      if (byChallenge.size >= most) makeRoom();
      byChallenge.set(challenge, { browser, hint, holder, expiresAt: now() + lifetimeMs, isUsed: false });
      byHolder.set(holder, (byHolder.get(holder) ?? new Set()).add(challenge));
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
