/** Finds the staff member in Coconut by the e-mail address of the person who logged in. */
import type { CoconutClient } from "../../coconut/client.ts";
import type { CoconutUser } from "../../coconut/open-api.ts";
import { createCache } from "../http/cache.ts";
import { isSameEmail } from "./e-mail.ts";
import type { VerifiedPerson } from "./methods.ts";
import type { Banker } from "../session/sessions.ts";

/** Resolves with undefined where no staff member, or more than one, has the address. @throws CoconutError */
export type FindStaff = (person: VerifiedPerson) => Promise<Banker | undefined>;

/** Coconut's staff are remembered for ten seconds. `now` is in ms. */
export function createStaffFinder(coconut: Pick<CoconutClient, "users">, now: () => number): FindStaff {
  const cache = createCache<readonly CoconutUser[]>({ now, ttlMs: 10_000, maxEntries: 1 });
  return async ({ email, objectId }) => {
    const users = await cache.get("all", () => coconut.users({}));
    const [user, ...others] = users.filter((one) => one.email !== null && isSameEmail(one.email, email));
    // Where two have the address, it does not tell which of them logs in.
    if (user === undefined || others.length > 0) return undefined;
    const { id: staffId, firstName, lastName } = user;
    return { staffId, firstName, lastName, email, ...(objectId !== undefined && { objectId }) };
  };
}
