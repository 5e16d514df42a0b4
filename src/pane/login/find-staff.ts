/** Whoever was vouched for → the member of staff in Coconut, by e-mail. */
import type { CoconutClient } from "../../coconut/client.ts";
import type { CoconutUser } from "../../coconut/open-api.ts";
import { type BriefMemory, createBriefMemory } from "../http/cache.ts";
import { isSameAddress } from "./e-mail.ts";
import type { Verified } from "./methods.ts";
import type { Banker } from "../session/sessions.ts";

/** @throws CoconutError */
export type FindStaff = (person: Verified) => Promise<Banker | undefined>;

export function createStaffFinder(coconut: Pick<CoconutClient, "users">, now: () => number): FindStaff {
  const memory: BriefMemory<readonly CoconutUser[]> = createBriefMemory({ now, keepMs: 10_000, most: 1 });
  return async ({ email, objectId }) => {
    const users = await memory.recall("all", () => coconut.users({}));
    const [user, ...others] = users.filter((one) => one.email !== null && isSameAddress(one.email, email));
    // Two of one address: nobody can say which of them this is.
    if (user === undefined || others.length > 0) return undefined;
    const { id: staffId, firstName, lastName } = user;
    return { staffId, firstName, lastName, email, ...(objectId !== undefined && { objectId }) };
  };
}
