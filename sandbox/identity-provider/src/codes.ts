import { randomBytes } from "node:crypto";
import type { User } from "./users.ts";

/** What a code was given for. */
export interface Grant {
  readonly user: User;
  /** When they proved who they are, which may be long before the code was given. */
  readonly signedInAtMs: number;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string | undefined;
  readonly scope: string;
}

export interface Codes {
  issue(grant: Grant): string;
  /** Once, and within a minute. */
  redeem(code: string): Grant | undefined;
  clear(): void;
}

const lifetimeMs = 60_000;

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
