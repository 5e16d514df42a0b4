/** Who takes part, as Dataverse's activity parties. */
import { activeAttendees, type Appointment, clientKey } from "../appointments/appointment.ts";
import type { ClientLink } from "../appointments/matching.ts";
import { type UsersByEmail, userOf } from "../appointments/owner.ts";

/** An appointment and who its people are in Dynamics. `null` and absent: Dynamics does not know them. */
export interface Attendance {
  readonly appointment: Appointment;
  readonly regarding: ClientLink;
  /** By `clientKey`. */
  readonly clients: Readonly<Record<string, ClientLink | null>>;
  readonly users: UsersByEmail;
}

/** participationtypemask of Dataverse's activityparty table. */
const required = 5;
const optional = 6;

export function entitySetNameOf(table: "lead" | "contact" | "systemuser" | "team"): string {
  return `${table}s`;
}

/**
 * Clients are required attendees, staff beside the owner optional ones. Whoever Dynamics does not know is kept
 * by address. The organiser is left out: with server-side sync it would send Exchange's own invitations.
 */
export function partiesOf({ appointment, regarding, clients, users }: Attendance): readonly object[] {
  const [first, ...others] = activeAttendees(appointment);
  const parties = [
    ...(first === undefined ? [] : partyFor(regarding, undefined, required)),
    ...others.flatMap((attendee) => partyFor(clients[clientKey(attendee)], attendee.email, required)),
    ...appointment.staff.slice(1).flatMap((staff) => {
      const id = userOf(staff, users);
      return partyFor(id === undefined ? null : { table: "systemuser", id }, staff.email, optional);
    }),
  ];
  // One person may stand among the attendees more than once.
  const distinct = new Map(parties.map((party) => [JSON.stringify(party), party]));
  return [...distinct.values()];
}

function partyFor(
  row: { readonly table: "lead" | "contact" | "systemuser"; readonly id: string } | null | undefined,
  address: string | undefined,
  participationtypemask: number,
): readonly object[] {
  if (row) {
    return [
      {
        [`partyid_${row.table}@odata.bind`]: `/${entitySetNameOf(row.table)}(${row.id})`,
        participationtypemask,
      },
    ];
  }
  return address === undefined ? [] : [{ addressused: address, participationtypemask }];
}
