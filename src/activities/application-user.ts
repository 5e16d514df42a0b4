/** Tells a refusal of the application user from one of a user whom the appointment names. */
import { DataverseError } from "../dataverse/errors.ts";
import type { WhoAmI } from "../dataverse/who-am-i.ts";
import { withinExplanationTime } from "./explanation-time.ts";
import { actionFor } from "./failure-table.ts";

/**
 * The application user's id, where a refusal may be about an owner: an appointment that is nobody's is the application user's, by
 * name. Undefined also where Dynamics does not tell; never throws.
 */
export async function applicationUserFor(
  refusal: unknown,
  whoAmI: Pick<WhoAmI, "userId">,
): Promise<string | undefined> {
  if (!(refusal instanceof DataverseError) || actionFor(refusal.facts).about === undefined) return undefined;
  try {
    return await withinExplanationTime(whoAmI.userId());
  } catch {
    return undefined;
  }
}
