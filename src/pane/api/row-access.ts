/** Whether a lead or contact is the banker's to see: Dynamics is asked as that banker. */
import type { DataverseClient } from "../../dataverse/client.ts";
import { DataverseError } from "../../dataverse/errors.ts";
import { literal, query } from "../../dataverse/odata.ts";
import type { RowRef } from "../contract.ts";
import { createBriefMemory } from "../http/cache.ts";
import { isSameAddress } from "../login/e-mail.ts";
import { Refusal } from "../http/refusal.ts";
import type { Banker, Session } from "../session/sessions.ts";

/** @throws Refusal 403 or 404 when it is not; DataverseError, DataverseSignInError when nobody knows */
export type RequireRow = (session: Session, row: RowRef) => Promise<void>;

const sets = { lead: ["leads", "leadid"], contact: ["contacts", "contactid"] } as const;

export function createRowAccess(dataverse: DataverseClient, now: () => number): RequireRow {
  const memory = createBriefMemory<void>({ now, keepMs: 60_000, most: 5_000 });
  return (session, { table, id }) =>
    memory.recall(`${session.key} ${table} ${id}`, async () => {
      const objectId = await objectIdOf(dataverse, session.banker);
      const [set, key] = sets[table];
      const path = query(`${set}(${id})`, { select: key });
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

/** The user in Dynamics who is this banker, by the id in Entra, which is also how we act for them. */
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
  // Dynamics compares without regard to accents.
  const users = found.filter(
    (row) => objectId !== undefined || isSameAddress(row.internalemailaddress ?? "", email),
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
  // That one is the application's lack, not the banker's.
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
