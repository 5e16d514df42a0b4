const mostWrong = 5;
const lockMs = 60_000;

/** Counts wrong passwords and locks usernames. */
export type Lockout = ReturnType<typeof createLockout>;

/** Locks a username for a minute after five wrong passwords in a row, whether or not there is such a user. */
export function createLockout(nowMs: () => number) {
  const wrong = new Map<string, { count: number; lockedUntilMs: number }>();

  return {
    /** How much longer the username is locked; 0 = not locked. */
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
