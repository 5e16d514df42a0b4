/**
 * Tries at one password: five wrong ones lock the name for five minutes, the next five for ten, up to an hour; a
 * right one clears it. A try counts from its start, so that many at once are no way round.
 */
import { RateLimiterMemory } from "rate-limiter-flexible";
import { waitFor } from "../http/limits.ts";

const tries = 5;
const firstLockSeconds = 300;
const longestLockSeconds = 3_600;
const strikesKeptSeconds = 86_400;

export function createLockout() {
  const ofName = new RateLimiterMemory({ points: tries, duration: firstLockSeconds });
  const strikes = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: strikesKeptSeconds });
  // Many names from one address: a list of them is being tried.
  const ofAddress = new RateLimiterMemory({ points: 60, duration: 900, blockDuration: 900 });

  return {
    /** Before a try. 0: go ahead; else the wait. */
    async begin(username: string, address: string): Promise<number> {
      const addressWaitMs = await waitFor(ofAddress, address);
      return addressWaitMs > 0 ? addressWaitMs : waitFor(ofName, keyOf(username));
    },
    /** The try was wrong. 0: try again; else the wait, as the name is locked now. */
    async wrong(username: string): Promise<number> {
      const key = keyOf(username);
      const { consumedPoints: spent = 0, msBeforeNext = 0 } = (await ofName.get(key)) ?? {};
      if (spent < tries) return 0;
      // Another try of the same moment has locked it already.
      if (spent > tries) return msBeforeNext;
      const { consumedPoints: strike } = await strikes.penalty(key);
      const seconds = Math.min(longestLockSeconds, firstLockSeconds * 2 ** (strike - 1));
      await ofName.block(key, seconds);
      return seconds * 1000;
    },
    async right(username: string, address: string): Promise<void> {
      await ofName.delete(keyOf(username));
      await strikes.delete(keyOf(username));
      await ofAddress.reward(address);
    },
    /** The password was not looked at, so the try does not count. */
    async untried(username: string, address: string): Promise<void> {
      await ofName.reward(keyOf(username));
      await ofAddress.reward(address);
    },
  };
}

/**
 * One key for all spellings that whoever checks the password may take for one name: accents, width, case, and
 * characters that nobody sees. Two people under one key is the smaller harm.
 */
function keyOf(username: string): string {
  const letters = username.normalize("NFKD").toUpperCase().normalize("NFKD");
  return letters.replaceAll(/[\p{M}\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, "");
}
