import { randomBytes } from "node:crypto";
import type { User } from "./users.ts";

/** The sign-in and the request that a code was issued for. */
export interface Grant {
  readonly user: User;
  /** When they proved who they are, which may be long before the code was given. */
  readonly signedInAtMs: number;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string | undefined;
  readonly scope: string;
}

/** The authorization codes that were issued and not yet redeemed, in memory. */
export interface Codes {
  /** Answers a new code. */
  issue(grant: Grant): string;
  /** The code's grant, once and within a minute of its issue; undefined otherwise. */
  redeem(code: string): Grant | undefined;
  clear(): void;
}

const lifetimeMs = 60_000;

/** Creates an empty store of codes; `nowMs` is the clock by which they expire. */
export function createCodes(nowMs: () => number): Codes {
  const grants = new Map<string, Grant & { readonly until: number }>();
  return {
    issue(grant) {
      const code = randomBytes(32).toString("base64url");
      grants.set(code, { ...grant, until: nowMs() + lifetimeMs });
      return code;
    },
    redeem(code) {
      const grant = grants.get(code);
      grants.delete(code);
      return grant !== undefined && nowMs() < grant.until ? grant : undefined;
    },
    clear: () => grants.clear(),
  };
}
