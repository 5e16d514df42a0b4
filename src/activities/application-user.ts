/** The user that we are in Dynamics. A row without another owner is its own. */
import type { DataverseClient } from "../dataverse/client.ts";
import { DataverseError } from "../dataverse/errors.ts";

/** Tells the id of the application user, and asks Dynamics for it once. */
export interface ApplicationUser {
  /** @throws DataverseError, DataverseSignInError */
  id(): Promise<string>;
  /** To be called when Dynamics refuses what names the id: an administrator may have made the user anew. */
  forget(): void;
}

/** Asks nothing until the id is needed; callers at the same moment share one request. */
export function createApplicationUser(dataverse: DataverseClient): ApplicationUser {
  let asked: Promise<string> | undefined;
  return {
    async id() {
      asked ??= readUserId(dataverse);
      try {
        return await asked;
      } catch (error) {
        asked = undefined;
        throw error;
      }
    },
    forget: () => void (asked = undefined),
  };
}

async function readUserId(dataverse: DataverseClient): Promise<string> {
  const { body } = await dataverse.send({ method: "GET", path: "WhoAmI" });
  const { UserId: id } = (body ?? {}) as { readonly UserId?: unknown };
  if (typeof id === "string") return id.toLowerCase();
  throw new DataverseError({ kind: "protocol", operation: "GET WhoAmI without UserId" });
}
