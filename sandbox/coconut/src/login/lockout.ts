const mostWrong = 5;
const lockMs = 60_000;

/** Counts wrong passwords and locks usernames. */
export type Lockout = ReturnType<typeof createLockout>;

/** Five wrong passwords in a row close a username for a minute, whether or not there is such a user. */
export function createLockout(nowMs: () => number) {
  const wrong = new Map<string, { count: number; lockedUntilMs: number }>();

  return {
    /** 0 = may try. */
    lockedForMs(username: string): number {
      return Math.max(0, (wrong.get(username)?.lockedUntilMs ?? 0) - nowMs());
    },
    recordFailure(username: string): void {
      const count = (wrong.get(username)?.count ?? 0) + 1;
      const isLocked = count >= mostWrong;
      wrong.set(username, { count: isLocked ? 0 : count, lockedUntilMs: isLocked ? nowMs() + lockMs : 0 });
    },
    clear(username?: string): void {
      if (username === undefined) wrong.clear();
      else wrong.delete(username);
    },
  };
}
