import type { Grant } from "./tokens.ts";

/** Continuous access evaluation: tokens from before a moment are not enough any more, however long they are good. */
export function createChallenges(now: () => Date) {
  let since: number | undefined;
  let isForEverybody = false;

  return {
    arm(everybody: boolean): void {
      since = Math.floor(now().getTime() / 1000);
      isForEverybody = everybody;
    },
    reset(): void {
      since = undefined;
    },
    /** The claims a new token must be asked for with; undefined if this one will do. */
    demanded(grant: Grant): string | undefined {
      if (since === undefined || (!isForEverybody && !grant.isChallengeable)) return undefined;
      if (grant.notBefore >= since) return undefined;
      return JSON.stringify({ access_token: { nbf: { essential: true, value: String(since) } } });
    },
  };
}
