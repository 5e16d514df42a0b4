import { randomBytes } from "node:crypto";
import type { User } from "./users.ts";

/** Who signed in with a browser, and when. */
export interface Session {
  readonly user: User;
  readonly signedInAtMs: number;
}

/** The sessions of all browsers, in memory; a thousand at most. */
export interface Sessions {
  /** Answers the id that the browser keeps in its cookie. */
  begin(user: User): string;
  /** Undefined for an id that is unknown, ended or too old. */
  find(id: string | undefined): Session | undefined;
  end(id: string | undefined): void;
  clear(): void;
}

/** A working day, counted from the sign-in. */
export const sessionLifetimeMs = 8 * 3_600_000;

/** Above it the oldest session ends. */
const mostSessions = 1000;

/** Creates an empty store of sessions; `nowMs` is the clock by which they expire. */
export function createSessions(nowMs: () => number): Sessions {
  const sessions = new Map<string, Session>();
  return {
    begin(user) {
      const id = randomBytes(32).toString("base64url");
      sessions.set(id, { user, signedInAtMs: nowMs() });
      const [oldest] = sessions.keys();
      if (sessions.size > mostSessions && oldest !== undefined) sessions.delete(oldest);
      return id;
    },
    find(id = "") {
      const session = sessions.get(id);
      if (session === undefined || nowMs() < session.signedInAtMs + sessionLifetimeMs) return session;
      sessions.delete(id);
      return undefined;
    },
    end: (id = "") => void sessions.delete(id),
    clear: () => sessions.clear(),
  };
}
