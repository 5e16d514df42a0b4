/** Sessions of bankers, in the memory of this process: each under the SHA-256 of a token that only the page has. */
import { createHash, randomBytes } from "node:crypto";

/** The member of staff in Coconut who is logged in. */
export interface Banker {
  readonly staffId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  /** Entra's id of the person, where the identity provider gave one. */
  readonly objectId?: string;
}

/** One banker, logged in. */
export interface BankerSession {
  /** The hash of the token: names the session and is no secret. */
  readonly key: string;
  readonly banker: Banker;
  /** In ms, by the clock that `createSessions` was given. */
  readonly expiresAt: number;
  /** The appointments booked in this session: it may ask for the state of no other. */
  readonly appointmentIds: Set<string>;
}

/** What `createSessions` returns. */
export type Sessions = ReturnType<typeof createSessions>;

const lifetimeMs = 20 * 60_000;
/** Of one banker; one more ends the oldest. */
const maxPerBanker = 10;

/** At most `max` sessions of 20 minutes each; one more ends the oldest. `now` is in ms. */
export function createSessions({ now, max }: { readonly now: () => number; readonly max: number }) {
  // In the order in which they expire, as all last equally long.
  const byKey = new Map<string, BankerSession>();

  function makeRoom(staffId: string): void {
    for (const [key, { expiresAt }] of byKey) if (now() >= expiresAt) byKey.delete(key);
    const [oldestOfAll] = byKey.keys();
    if (byKey.size >= max && oldestOfAll !== undefined) byKey.delete(oldestOfAll);
    const own = [...byKey].filter(([, { banker }]) => banker.staffId === staffId);
    const oldest = own[0];
    if (own.length >= maxPerBanker && oldest) byKey.delete(oldest[0]);
  }

  return {
    /** The token is given here only. */
    begin(banker: Banker): { readonly token: string; readonly session: BankerSession } {
      makeRoom(banker.staffId);
      const token = randomBytes(32).toString("base64url");
      const key = keyOf(token);
      const session = { key, banker, expiresAt: now() + lifetimeMs, appointmentIds: new Set<string>() };
      byKey.set(key, session);
      return { token, session };
    },
    /** Undefined where there is no such session, or it has expired. */
    find(token: string): BankerSession | undefined {
      const session = byKey.get(keyOf(token));
      return session && now() < session.expiresAt ? session : undefined;
    },
    end: ({ key }: BankerSession): void => void byKey.delete(key),
  };
}

function keyOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
