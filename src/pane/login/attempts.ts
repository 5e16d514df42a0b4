/**
 * Login attempts that are under way, in the memory of this process. The pane keeps a verifier; the login window knows
 * only its SHA-256, the challenge. So who finishes in the window cannot claim the result, and neither can anybody who
 * has seen the window's address.
 */
import { createHash } from "node:crypto";
import type { LoginRefusal } from "@coconut-dynamics/pane/contract";
import type { PendingSignIn } from "./methods.ts";

/** How a try to log in ended, as it is counted and logged. */
export type LoginOutcome =
  | "logged_in"
  | "incomplete"
  | "wrong_password"
  | "disabled"
  | "locked"
  | LoginRefusal;

/** What the pane claims in the end: the person who is logged in, or why nobody is. */
export type LoginResult<Person> =
  | { readonly kind: "staff"; readonly staff: Person }
  | { readonly kind: "refused"; readonly code: LoginRefusal };

/** Where an attempt was begun. */
interface Binding {
  /** The hash of the browser's cookie: only this browser can finish the attempt. */
  readonly browser: string;
  /** What the person probably signs in with, for the identity provider; "" where that is not known. */
  readonly hint: string;
  /** The key of the browser's network, for which attempts are counted. */
  readonly network: string;
}

interface LoginAttempt<Person> extends Binding {
  readonly expiresAt: number;
  isClaimed: boolean;
  pending?: PendingSignIn;
  result?: LoginResult<Person>;
}

/** What `createLoginAttempts` returns. */
export type LoginAttempts<Person> = ReturnType<typeof createLoginAttempts<Person>>;

const lifetimeMs = 5 * 60_000;
/** For this long after its end an attempt is answered as over, and after that as if it had not begun. */
const rememberedMs = 10 * 60_000;

/** At most `max` attempts of five minutes each. `now` is in ms. */
export function createLoginAttempts<Person>({
  now,
  max,
}: {
  readonly now: () => number;
  readonly max: number;
}) {
  // In the order in which they expire, as all last equally long.
  const byChallenge = new Map<string, LoginAttempt<Person>>();
  const challengesByNetwork = new Map<string, Set<string>>();

  function remove(challenge: string, { network }: LoginAttempt<Person>): void {
    byChallenge.delete(challenge);
    const challenges = challengesByNetwork.get(network);
    challenges?.delete(challenge);
    if (challenges?.size === 0) challengesByNetwork.delete(network);
  }

  function removeOld(): void {
    for (const [challenge, attempt] of byChallenge) {
      if (now() < attempt.expiresAt + rememberedMs) return;
      remove(challenge, attempt);
    }
  }

  /** Removes the oldest attempt of the network that has most: a flood from one network must not end others' attempts. */
  function makeRoom(): void {
    const all = [...challengesByNetwork.values()];
    const largest = all.reduce((best, one) => (one.size > best.size ? one : best), new Set<string>());
    const [oldest = ""] = largest;
    const attempt = byChallenge.get(oldest);
    if (attempt) remove(oldest, attempt);
  }

  const isOver = ({ isClaimed, expiresAt }: LoginAttempt<Person>) => isClaimed || now() >= expiresAt;

  /** The attempt, if this browser may still finish it. */
  function findOpen(challenge: string, browser: string | undefined): LoginAttempt<Person> | undefined {
    const found = byChallenge.get(challenge);
    if (found === undefined || found.browser !== browser || isOver(found) || found.result) return undefined;
    return found;
  }

  return {
    /** Begins an attempt, or finds it begun by the same browser. Refused when it is over or another browser's. */
    bind(challenge: string, { browser, hint, network }: Binding): "bound" | "refused" {
      removeOld();
      if (byChallenge.has(challenge)) return findOpen(challenge, browser) ? "bound" : "refused";
      if (byChallenge.size >= max) makeRoom();
      byChallenge.set(challenge, { browser, hint, network, expiresAt: now() + lifetimeMs, isClaimed: false });
      challengesByNetwork.set(network, (challengesByNetwork.get(network) ?? new Set()).add(challenge));
      return "bound";
    },

    /** Whether this browser may still finish the attempt. */
    isOpen: (challenge: string, browser: string | undefined) => findOpen(challenge, browser) !== undefined,

    /** The hint of an attempt; undefined when this browser cannot finish it. */
    findHint: (challenge: string, browser: string | undefined) => findOpen(challenge, browser)?.hint,

    /** Keeps what is needed when the browser comes back from the identity provider. */
    storePending(challenge: string, browser: string | undefined, pending: PendingSignIn): void {
      const found = findOpen(challenge, browser);
      if (found) found.pending = pending;
    },

    /** Returns what `storePending` kept for this `state`, once; undefined the second time. */
    takePending(challenge: string, browser: string | undefined, state: string): PendingSignIn | undefined {
      const found = findOpen(challenge, browser);
      if (found?.pending?.state !== state) return undefined;
      const { pending } = found;
      delete found.pending;
      return pending;
    },

    /** Stores the result. False when the attempt is over, or has a result already. */
    finish(challenge: string, browser: string | undefined, result: LoginResult<Person>): boolean {
      const found = findOpen(challenge, browser);
      if (found) found.result = result;
      return found !== undefined;
    },

    /** The result, once, for whoever knows the verifier. Also `pending` for a verifier that nobody has begun with. */
    claimResult(verifier: string): LoginResult<Person> | "pending" | "over" {
      removeOld();
      const found = byChallenge.get(challengeOf(verifier));
      if (found === undefined) return "pending";
      if (isOver(found)) return "over";
      if (found.result === undefined) return "pending";
      const { result } = found;
      found.isClaimed = true;
      delete found.result;
      return result;
    },
  };
}

function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}
