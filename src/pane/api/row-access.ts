/** Whether a banker may see a lead or contact. Dynamics is asked, on behalf of the banker (CallerObjectId). */
import type { DataverseClient } from "../../dataverse/client.ts";
import { DataverseError } from "../../dataverse/errors.ts";
import { literal, query } from "../../dataverse/odata.ts";
import type { RowRef } from "@coconut-dynamics/pane/contract";
import { createCache } from "../http/cache.ts";
import { isSameEmail } from "../login/e-mail.ts";
import { Refusal } from "../http/refusal.ts";
import type { Banker, BankerSession } from "../session/sessions.ts";

/**
 * Resolves when the banker of the session may see the row.
 * @throws Refusal 403 or 404 when not; DataverseError or DataverseSignInError when Dynamics cannot be asked
 */
export type RequireRow = (session: BankerSession, row: RowRef) => Promise<void>;

/** Answers are kept for a minute; failures are not. `now` is in ms. */
export function createRowAccess(dataverse: DataverseClient, now: () => number): RequireRow {
  const cache = createCache<void>({ now, ttlMs: 60_000, maxEntries: 5_000 });
  return (session, { table, id }) =>
    cache.get(`${session.key} ${table} ${id}`, async () => {
      const objectId = await objectIdOf(dataverse, session.banker);
      const path = query(`${table}s(${id})`, { select: `${table}id` });
      try {
        await dataverse.send({ method: "GET", path, headers: { CallerObjectId: objectId } });
      } catch (error) {
        throw refusalFor(error, table) ?? error;
      }
    });
}

interface UserRow {
  readonly azureactivedirectoryobjectid?: string | null;
  readonly internalemailaddress?: string | null;
}

/**
 * The Entra object id of the banker's user in Dynamics, found by that id or else by e-mail address.
 * @throws Refusal 403 unless there is exactly one enabled user
 */
async function objectIdOf(dataverse: DataverseClient, { objectId, email }: Banker): Promise<string> {
  const who =
    objectId === undefined
      ? `internalemailaddress eq ${literal(email)}`
      : `azureactivedirectoryobjectid eq ${objectId}`;
  const path = query("systemusers", {
    select: "azureactivedirectoryobjectid,internalemailaddress",
    filter: `${who} and isdisabled eq false`,
    top: "10",
  });
  const { body } = await dataverse.send({ method: "GET", path });
  const { value: found = [] } = body as { readonly value?: readonly UserRow[] };
  // Dynamics takes ê for e when it compares; a person's address is only that which is written the same.
  const users = found.filter(
    (row) => objectId !== undefined || isSameEmail(row.internalemailaddress ?? "", email),
  );
  const id = users[0]?.azureactivedirectoryobjectid;
  if (users.length === 1 && typeof id === "string") return id;
  throw new Refusal({
    status: 403,
    code: "not_in_dynamics",
    message:
      "Dynamics has no single enabled user with your e-mail address, so nobody can tell what you may see. Ask your Dynamics administrator.",
  });
}

function refusalFor(error: unknown, table: RowRef["table"]): Refusal | undefined {
  if (!(error instanceof DataverseError) || error.facts.kind !== "refused") return undefined;
  const { status, dataverseMessage = "" } = error.facts;
  // Without prvActOnBehalfOfAnotherUser it is our application user that lacks a privilege, not the banker.
  if (status === 403 && !dataverseMessage.includes("prvActOnBehalfOfAnotherUser")) {
    const message = `You may not see this ${table} in Dynamics. Ask its owner or your Dynamics administrator.`;
    return new Refusal({ status: 403, code: "row_not_yours", message }, { cause: error });
  }
  if (status === 404) {
    const message = `This ${table} is no longer in Dynamics. Close the pane and open another one.`;
    return new Refusal({ status: 404, code: "row_gone", message }, { cause: error });
  }
  return undefined;
}
