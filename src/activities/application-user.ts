/** Tells a refusal of the application user from one of a user whom the appointment names. */
import { setTimeout as delay } from "node:timers/promises";
import { DataverseError } from "../dataverse/errors.ts";
import type { WhoAmI } from "../dataverse/who-am-i.ts";
import { actionFor } from "./failure-table.ts";

/** An Activity has 15 s, of which the refused request took some. */
const timeLimitMs = 3_000;

/**
 * The application user's id, where a refusal may be about an owner: an appointment that is nobody's is the application user's, by
 * name. Undefined also where Dynamics does not tell; never throws.
 */
export async function applicationUserFor(
  refusal: unknown,
  whoAmI: Pick<WhoAmI, "userId">,
): Promise<string | undefined> {
  if (!(refusal instanceof DataverseError) || actionFor(refusal.facts).about === undefined) return undefined;
  const late = delay(timeLimitMs, undefined, { ref: false });
  try {
    return await Promise.race([whoAmI.userId(), late]);
  } catch {
    return undefined;
  }
}
