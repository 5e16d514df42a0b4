/** The people at an appointment, as rows of Dataverse's activityparty table. */
import { activeAttendees, type Appointment, clientKey } from "../appointments/appointment.ts";
import type { ClientLink } from "../appointments/matching.ts";
import { type UsersByEmail, userOf } from "../appointments/owner.ts";
import type { ClientTable } from "../appointments/row-ref.ts";

/** An appointment and its people's rows in Dynamics. `null` or absent: Dynamics does not know the person. */
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

/** The name of a table in the Web API: `leads`. */
export function entitySetNameOf(table: "lead" | "contact" | "systemuser" | "team"): string {
  return `${table}s`;
}

/**
 * Clients are required attendees; staff are optional ones, but for the first, who owns the row. A person whom Dynamics does
 * not know is written with the e-mail address alone. No organiser is written: with server-side sync Exchange would send
 * invitations of its own.
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
  // Coconut may list a person more than once.
  const distinct = new Map(parties.map((party) => [JSON.stringify(party), party]));
  return [...distinct.values()];
}

function partyFor(
  row: { readonly table: ClientTable | "systemuser"; readonly id: string } | null | undefined,
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
