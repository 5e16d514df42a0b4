/** Activity `createLead`: creates a lead for a client whom Dynamics does not know. One request, if nobody else does too. */
import { type Appointment, type Attendee, clientKey } from "../appointments/appointment.ts";
import { fieldsOf } from "../appointments/fields.ts";
import type { RowIds } from "../appointments/ids.ts";
import { type Columns, type Mapping, toColumns } from "../appointments/mapping.ts";
import type { ClientLink } from "../appointments/matching.ts";
import { withKnownStatuses } from "../coconut/status.ts";
import type { DataverseClient } from "../dataverse/client.ts";
import { DataverseError } from "../dataverse/errors.ts";
import { findClient } from "./clients.ts";

/**
 * Under which id the lead of this person is to be created: of several who ask for one person at the same moment all get the
 * own id of the first. `staleLeadId`: what was claimed before is another's lead by now, or closed.
 *
 * @throws LeadClaimError, DataverseError, DataverseSignInError
 */
export type ClaimLead = (client: Attendee, ownLeadId: string, staleLeadId?: string) => Promise<string>;

/** The client, and the appointment that the lead is about. */
export interface CreateLeadInput {
  readonly client: Attendee;
  readonly appointment: Appointment;
}

/**
 * Creates the lead under the claimed id, and never updates it: if several attempts, or several appointments, create the lead
 * of one person, one does and the others get the answer that it exists. The id of a client's own lead is derived from the
 * client's; a person who has several clients in Coconut has several of those, of which the claim chooses one.
 *
 * @throws LeadClaimError, DataverseError, DataverseSignInError
 */
export async function createLead(
  { client, appointment }: CreateLeadInput,
  {
    dataverse,
    ids,
    mapping,
    claimLead,
  }: { dataverse: DataverseClient; ids: RowIds; mapping: Mapping; claimLead: ClaimLead },
): Promise<ClientLink> {
  const ownId = ids.leadIdFor(client);
  const known = withKnownStatuses(appointment, mapping.statusWords);
  const body = withoutNulls(toColumns(mapping.lead, fieldsOf(known, client)));
  let id = await claimLead(client, ownId);
  for (let claims = 1; !(await isCreated(id)) && id !== ownId; claims += 1) {
    // Another's claim, whose lead is there. Who asks after a long time may meet one that has become something else since:
    // the look-up decides as it did before, and knows of this lead now.
    const { clients } = await findClient({ attendees: [client], staffEmails: [] }, { dataverse, ids });
    const found = clients[clientKey(client)];
    if (found) return found;
    id = claims < maximumClaims ? await claimLead(client, ownId, id) : ownId;
  }
  return { table: "lead", id, basis: "created", candidates: 0 };

  async function isCreated(leadId: string): Promise<boolean> {
    const headers = { "If-None-Match": "*" };
    try {
      await dataverse.send({ method: "PATCH", path: `leads(${leadId})`, headers, body });
      return true;
    } catch (error) {
      if (isAlreadyThere(error)) return false;
      throw error;
    }
  }
}

/** A lead that was claimed can be disqualified, and so can the next one within the retention of the first claim. */
const maximumClaims = 5;

/**
 * The 412 that answers `If-None-Match: *`. Others mean another row: of an alternate key, by a duplicate detection rule, or a page
 * that is not Dynamics' answer. Microsoft documents the text, and two codes for it.
 */
function isAlreadyThere(error: unknown): boolean {
  if (!(error instanceof DataverseError)) return false;
  const { kind, status, dataverseCode = "" } = error.facts;
  return kind === "refused" && status === 412 && alreadyThereCodes.has(dataverseCode);
}

/** DuplicateRecord, or no code. */
const alreadyThereCodes: ReadonlySet<string> = new Set(["0x80040237", "", "0x0"]);

function withoutNulls(columns: Columns): Columns {
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== null));
}
