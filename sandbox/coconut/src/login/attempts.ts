const mostWrong = 5;
const lockMs = 60_000;

export type Attempts = ReturnType<typeof createAttempts>;

/** Five wrong passwords in a row close a username for a minute, whether or not there is such a user. */
export function createAttempts(nowMs: () => number) {
  const wrong = new Map<string, { count: number; closedUntilMs: number }>();

  return {
    /** 0 = may try. */
    closedForMs(username: string): number {
      return Math.max(0, (wrong.get(username)?.closedUntilMs ?? 0) - nowMs());
    },
    failed(username: string): void {
      const count = (wrong.get(username)?.count ?? 0) + 1;
      const isClosed = count >= mostWrong;
      wrong.set(username, { count: isClosed ? 0 : count, closedUntilMs: isClosed ? nowMs() + lockMs : 0 });
    },
    forget(username?: string): void {
      if (username === undefined) wrong.clear();
      else wrong.delete(username);
    },
  };
}
