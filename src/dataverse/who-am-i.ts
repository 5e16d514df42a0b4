/** Who we are in Dynamics, and in which organisation: its own answer to `WhoAmI`. */
import type { DataverseClient } from "./client.ts";
import { DataverseError } from "./errors.ts";

/** Asks Dynamics once, when it is needed for the first time. */
export interface WhoAmI {
  /** The application user's id, in lower case. @throws DataverseError, DataverseSignInError */
  userId(): Promise<string>;
  /** The organisation's id, in lower case. @throws DataverseError, DataverseSignInError */
  organizationId(): Promise<string>;
  /** To be called when Dynamics refuses what names the user: an administrator may have made them anew. */
  forget(): void;
}

/** Callers at the same moment share one request; one that failed is not remembered. */
export function createWhoAmI(dataverse: Pick<DataverseClient, "send">): WhoAmI {
  let asked: ReturnType<DataverseClient["send"]> | undefined;

  async function read(name: "UserId" | "OrganizationId"): Promise<string> {
    asked ??= dataverse.send({ method: "GET", path: "WhoAmI" });
    const mine = asked;
    try {
      const id = ((await mine).body as Readonly<Record<string, unknown>> | undefined)?.[name];
      if (typeof id === "string" && id !== "") return id.toLowerCase();
      throw new DataverseError({ kind: "protocol", operation: `GET WhoAmI without ${name}` });
    } catch (error) {
      // Unless another caller has asked again since.
      if (asked === mine) asked = undefined;
      throw error;
    }
  }

  return {
    userId: () => read("UserId"),
    organizationId: () => read("OrganizationId"),
    forget: () => void (asked = undefined),
  };
}
