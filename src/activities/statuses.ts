/** Activity `readStatuses`: what Coconut's words for a status mean by the mapping that the worker has now. No request. */
import type { Appointment } from "../appointments/appointment.ts";
import type { Mapping } from "../appointments/mapping.ts";
import { effectiveStatus, type StateAndReason } from "../appointments/status.ts";
import { withKnownStatuses } from "../coconut/status.ts";
import { MappingError } from "./failures.ts";

/** The appointment, some status of which is `unknown`. */
export interface ReadStatusesInput {
  readonly appointment: Appointment;
}

/** The appointment with its statuses read anew. @throws MappingError when its own is still unknown */
export async function readStatuses(
  { appointment }: ReadStatusesInput,
  { mapping }: { readonly mapping: Mapping },
): Promise<Appointment> {
  const known = withKnownStatuses(appointment, mapping.statusWords);
  stateOf(known, mapping);
  return known;
}

/** The state of the appointment's row. @throws MappingError when the status is unknown */
export function stateOf(appointment: Appointment, mapping: Mapping): StateAndReason {
  const status = effectiveStatus(appointment);
  const state = status === "unknown" ? undefined : mapping.statuses[status];
  if (state !== undefined) return state;
  const word = JSON.stringify(appointment.rawStatus);
  throw new MappingError(
    appointment.rawStatus === "" ? "Coconut sent no status" : `Coconut's status ${word} is not mapped`,
    `Say in MAPPING_FILE what it means, for example "wire": { "statuses": { ${word}: "arrived" } }, restart the worker and the server, then send the Signal \`retry\`.`,
  );
}
