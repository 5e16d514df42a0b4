/** Activity `createLead`: a client that Dynamics does not know becomes one lead. One request. */
import type { Appointment, Attendee } from "../appointments/appointment.ts";
import { fieldsOf } from "../appointments/fields.ts";
import type { RowIds } from "../appointments/ids.ts";
import { type Columns, type Mapping, toColumns } from "../appointments/mapping.ts";
import type { ClientLink } from "../appointments/matching.ts";
import type { DataverseClient } from "../dataverse/client.ts";
import { DataverseError } from "../dataverse/errors.ts";

export interface CreateLeadInput {
  readonly client: Attendee;
  readonly appointment: Appointment;
}

/**
 * Create-only under an id that is derived from the client's: of any number of attempts, by any number of
 * appointments, one makes the lead and the others are told that it is there, which is as good.
 */
export async function createLead(
  { client, appointment }: CreateLeadInput,
  { dataverse, ids, mapping }: { dataverse: DataverseClient; ids: RowIds; mapping: Mapping },
): Promise<ClientLink> {
  const id = ids.leadIdFor(client);
  const body = withoutNulls(toColumns(mapping.lead, fieldsOf(appointment, client)));
  try {
    await dataverse.send({ method: "PATCH", path: `leads(${id})`, headers: { "If-None-Match": "*" }, body });
  } catch (error) {
    if (!isAlreadyThere(error)) throw error;
  }
  return { table: "lead", id, basis: "created", candidates: 0 };
}

/** A 412 on `If-None-Match: *` is the answer "it exists"; another alternate key's 412 is not. */
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
