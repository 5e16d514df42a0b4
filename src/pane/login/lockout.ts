/**
 * Limits wrong passwords: five lock the username for five minutes, the next five for ten, and so on up to an hour; a
 * right one clears that. A try counts from its start, so that tries at the same time count too.
 */
import { RateLimiterMemory } from "rate-limiter-flexible";
import { takePoint } from "../http/limits.ts";

const maxTries = 5;
const firstLockSeconds = 300;
const longestLockSeconds = 3_600;
/** For this long a lock makes the next one longer. */
const strikesKeptSeconds = 86_400;

/** A lockout with nothing counted yet. `address` is the rate-limit key of a request. */
export function createLockout() {
  const ofName = new RateLimiterMemory({ points: maxTries, duration: firstLockSeconds });
  const strikes = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: strikesKeptSeconds });
  // Many usernames from one address: somebody tries a list of them.
  const ofAddress = new RateLimiterMemory({ points: 60, duration: 900, blockDuration: 900 });

  return {
    /** Counts a try before it is made. Returns 0 where it may be made, else the ms to wait. */
    async startTry(username: string, address: string): Promise<number> {
      const addressWaitMs = await takePoint(ofAddress, address);
      return addressWaitMs > 0 ? addressWaitMs : takePoint(ofName, keyOf(username));
    },
    /** After a wrong password. Returns 0 where another try may be made, else the ms for which the username is locked. */
    async recordWrong(username: string): Promise<number> {
      const key = keyOf(username);
      const { consumedPoints: spent = 0, msBeforeNext = 0 } = (await ofName.get(key)) ?? {};
      if (spent < maxTries) return 0;
      // Another try of the same moment has locked it already.
      if (spent > maxTries) return msBeforeNext;
      const { consumedPoints: strike } = await strikes.penalty(key);
      const seconds = Math.min(longestLockSeconds, firstLockSeconds * 2 ** (strike - 1));
      await ofName.block(key, seconds);
      return seconds * 1000;
    },
    /** After the right password: forgets the wrong ones. */
    async recordRight(username: string, address: string): Promise<void> {
      await ofName.delete(keyOf(username));
      await strikes.delete(keyOf(username));
      await ofAddress.reward(address);
    },
    /** After a try that did not reach the password: it does not count. */
    async undoTry(username: string, address: string): Promise<void> {
      await ofName.reward(keyOf(username));
      await ofAddress.reward(address);
    },
  };
}

/**
 * One key for all spellings that Coconut's database may take for the same username: without accents, width, case and
 * invisible characters. Two people with one key is the smaller harm.
 */
function keyOf(username: string): string {
  const letters = username.normalize("NFKD").toUpperCase().normalize("NFKD");
  return letters.replaceAll(/[\p{M}\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, "");
}
