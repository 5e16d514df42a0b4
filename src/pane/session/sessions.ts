/** Who is logged in: in this process' memory only, under the hash of a token that only the page has. */
import { createHash, randomBytes } from "node:crypto";

/** A member of staff in Coconut, as whom the banker books. */
export interface Banker {
  readonly staffId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  /** Entra's id of the person, where the identity provider gave one. */
  readonly objectId?: string;
}

export interface Session {
  /** For counting by session; no secret. */
  readonly key: string;
  readonly banker: Banker;
  readonly expiresAt: number;
  /** What this session booked, and may ask about. */
  readonly appointmentIds: Set<string>;
}

export type Sessions = ReturnType<typeof createSessions>;

const lifetimeMs = 20 * 60_000;
/** Of one banker; the eleventh ends the first. */
const mostOfOne = 10;

export function createSessions({ now, most }: { readonly now: () => number; readonly most: number }) {
  // In the order of their ends, as all live equally long.
  const byKey = new Map<string, Session>();

  function makeRoom(staffId: string): void {
    for (const [key, { expiresAt }] of byKey) if (now() >= expiresAt) byKey.delete(key);
    const [oldestOfAll] = byKey.keys();
    if (byKey.size >= most && oldestOfAll !== undefined) byKey.delete(oldestOfAll);
    const own = [...byKey].filter(([, { banker }]) => banker.staffId === staffId);
    const oldest = own[0];
    if (own.length >= mostOfOne && oldest) byKey.delete(oldest[0]);
  }

  return {
    begin(banker: Banker): { readonly token: string; readonly session: Session } {
      makeRoom(banker.staffId);
      const token = randomBytes(32).toString("base64url");
      const key = keyOf(token);
      const session = { key, banker, expiresAt: now() + lifetimeMs, appointmentIds: new Set<string>() };
      byKey.set(key, session);
      return { token, session };
    },
    find(token: string): Session | undefined {
      const session = byKey.get(keyOf(token));
      return session && now() < session.expiresAt ? session : undefined;
    },
    end: ({ key }: Session): void => void byKey.delete(key),
  };
}

function keyOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
