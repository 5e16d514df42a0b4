/** Whoever was vouched for → the member of staff in Coconut, by e-mail. */
import type { CoconutClient } from "../coconut/client.ts";
import type { CoconutUser } from "../coconut/open-api.ts";
import { type BriefMemory, createBriefMemory } from "./brief-memory.ts";
import type { Verified } from "./login.ts";
import type { Banker } from "./sessions.ts";

/** @throws CoconutError */
export type FindStaff = (person: Verified) => Promise<Banker | undefined>;

export function createStaffFinder(coconut: Pick<CoconutClient, "users">, now: () => number): FindStaff {
  const memory: BriefMemory<readonly CoconutUser[]> = createBriefMemory({ now, keepMs: 10_000, most: 1 });
  return async ({ email, objectId }) => {
    const users = await memory.recall("all", () => coconut.users({}));
    const wanted = fold(email);
    const [user, ...others] = users.filter((one) => one.email !== null && fold(one.email.trim()) === wanted);
    // Two of one address: nobody can say which of them this is.
    if (user === undefined || others.length > 0) return undefined;
    const { id: staffId, firstName, lastName } = user;
    return { staffId, firstName, lastName, email, ...(objectId !== undefined && { objectId }) };
  };
}

/** Only of ASCII: in Unicode a letter of another alphabet can have the lower case of ours. */
function fold(email: string): string {
  return email.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
