/** Activity `createLead`: creates a lead for a client whom Dynamics does not know. One request. */
import type { Appointment, Attendee } from "../appointments/appointment.ts";
import { fieldsOf } from "../appointments/fields.ts";
import type { RowIds } from "../appointments/ids.ts";
import { type Columns, type Mapping, toColumns } from "../appointments/mapping.ts";
import type { ClientLink } from "../appointments/matching.ts";
import { withKnownStatuses } from "../coconut/status.ts";
import type { DataverseClient } from "../dataverse/client.ts";
import { DataverseError } from "../dataverse/errors.ts";

/** The client, and the appointment that the lead is about. */
export interface CreateLeadInput {
  readonly client: Attendee;
  readonly appointment: Appointment;
}

/**
 * Creates the lead under an id that is derived from the client's, and never updates it: if several attempts, or several
 * appointments, create the lead of one client, one does and the others get the answer that it exists.
 *
 * @throws DataverseError, DataverseSignInError
 */
export async function createLead(
  { client, appointment }: CreateLeadInput,
  { dataverse, ids, mapping }: { dataverse: DataverseClient; ids: RowIds; mapping: Mapping },
): Promise<ClientLink> {
  const id = ids.leadIdFor(client);
  const known = withKnownStatuses(appointment, mapping.statusWords);
  const body = withoutNulls(toColumns(mapping.lead, fieldsOf(known, client)));
  try {
    await dataverse.send({ method: "PATCH", path: `leads(${id})`, headers: { "If-None-Match": "*" }, body });
  } catch (error) {
    if (!isAlreadyThere(error)) throw error;
  }
  return { table: "lead", id, basis: "created", candidates: 0 };
}

/** The 412 that answers `If-None-Match: *`; the 412 of another alternate key is another error. */
function isAlreadyThere(error: unknown): boolean {
  return (
    error instanceof DataverseError &&
    error.facts.status === 412 &&
    error.facts.dataverseCode !== "0x80060892"
  );
}

function withoutNulls(columns: Columns): Columns {
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== null));
}
