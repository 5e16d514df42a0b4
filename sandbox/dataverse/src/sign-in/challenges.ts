import type { Grant } from "./tokens.ts";

/**
 * Continuous access evaluation: while a claims challenge is on, tokens that were requested before it are
 * refused.
 */
export function createChallenges(now: () => Date) {
  let since: number | undefined;
  let isForEverybody = false;

  return {
    /** Starts a challenge now: for clients that declared cp1, or for all. */
    arm(everybody: boolean): void {
      since = Math.floor(now().getTime() / 1000);
      isForEverybody = everybody;
    },
    reset(): void {
      since = undefined;
    },
    /** The claims that a new token must be requested with, as JSON; undefined if this token is accepted. */
    demanded(grant: Grant): string | undefined {
      if (since === undefined || (!isForEverybody && !grant.isChallengeable)) return undefined;
      if (grant.notBefore >= since) return undefined;
      return JSON.stringify({ access_token: { nbf: { essential: true, value: String(since) } } });
    },
  };
}
