/** Checks every row that a drill has left in Dynamics. */
import { type Appointment, type Client, readMark } from "./bookings.ts";
import { differences, expectedColumns, type Row } from "./expected-row.ts";
import { checkEach, type Invariant } from "./invariant.ts";

/** All rows of the tables that the product writes to or reads from. */
export interface Rows {
  readonly appointments: readonly Row[];
  readonly leads: readonly Row[];
  readonly contacts: readonly Row[];
}

/** The rows as they were before the drill and as they are now, and what was told in between. */
export interface RowsToJudge {
  readonly before: Rows;
  readonly now: Rows;
  readonly appointments: readonly Appointment[];
}

/** participationtypemask of a required attendee. */
const requiredAttendee = 5;

/** One row for each appointment, as its last state alone gives it; one lead for each person; nothing else. */
export function judgeRows({ before, now, appointments }: RowsToJudge): Invariant[] {
  const old = new Set([...before.appointments, ...before.leads, ...before.contacts].map(idOf));
  const rows = now.appointments.filter((row) => !old.has(idOf(row)));
  const leads = now.leads.filter((row) => !old.has(idOf(row)));
  const rowsOf = groupBy(rows, ({ description }) => readMark(description)?.appointmentId ?? "");
  const leadsOf = groupBy(leads, ({ emailaddress1 }) => String(emailaddress1).toLowerCase());
  const written = appointments.filter(({ isWritten }) => isWritten);
  const standing = written.flatMap((appointment) =>
    (rowsOf.get(appointment.id) ?? []).map((row) => ({ appointment, row })),
  );
  const clients = [...new Map(written.map(({ client }) => [client.email, client])).values()];
  const ids = new Set(appointments.map(({ id }) => id));
  const addresses = new Set(clients.map(({ email }) => email));
  const isTold = (row: Row) =>
    ids.has(readMark(row["description"])?.appointmentId ?? "") || addresses.has(String(row["emailaddress1"]));
  const present = new Map(
    [...now.appointments, ...now.leads, ...now.contacts].map((row) => [idOf(row), row]),
  );

  return [
    checkEach("exactly one row for each appointment", appointments, ({ id, isWritten }) => {
      const found = rowsOf.get(id)?.length ?? 0;
      if (found === (isWritten ? 1 : 0)) return undefined;
      const should = isWritten ? "one row" : "no row, since nobody attends";
      return `appointment ${id} has ${found} rows and should have ${should}`;
    }),
    checkEach("the row is as the last state alone gives it", standing, ({ appointment, row }) => {
      const last = appointment.deliveries.at(-1);
      const wrong = last === undefined ? [] : differences(row, expectedColumns(last));
      return wrong.map((difference) => `appointment ${appointment.id}: ${difference}`);
    }),
    checkEach("the row belongs to the member of staff", standing, ({ appointment, row }) => {
      const { firstName, lastName } = appointment.staff;
      if (row["ownerName"] === `${firstName} ${lastName}`) return undefined;
      return `appointment ${appointment.id} belongs to ${String(row["ownerName"])} and not to ${firstName} ${lastName}`;
    }),
    checkEach("the row is regarding the client's lead, who attends", standing, ({ appointment, row }) => {
      const lead = leadsOf.get(appointment.client.email)?.find((one) => isRegarding(row, one));
      if (lead === undefined) return `appointment ${appointment.id} is not regarding a lead of its client`;
      const attends = partiesOf(row).some(
        (party) => party["participationtypemask"] === requiredAttendee && party["id"] === lead["leadid"],
      );
      return attends ? undefined : `the client of appointment ${appointment.id} is not among its attendees`;
    }),
    checkEach("exactly one lead for each person", clients, (client) => {
      const found = leadsOf.get(client.email) ?? [];
      if (found.length !== 1) return `${client.email} has ${found.length} leads and should have one`;
      return found.flatMap((lead) => wrongIn(lead, client));
    }),
    checkEach("no row that nobody told", [...rows, ...leads], (row) =>
      isTold(row) ? undefined : `row ${idOf(row)} belongs to no appointment and no person of the drill`,
    ),
    checkEach(
      "what was there before is as it was",
      [...before.appointments, ...before.leads, ...before.contacts],
      (row) => {
        if (JSON.stringify(present.get(idOf(row))) === JSON.stringify(row)) return undefined;
        return `row ${idOf(row)}, which was there before the drill, was changed or is gone`;
      },
    ),
  ];
}

/** The row's id: an activity, a lead or a contact. */
export function idOf(row: Row): string {
  return String(row["activityid"] ?? row["leadid"] ?? row["contactid"]);
}

function wrongIn(lead: Row, client: Client): string[] {
  return differences(lead, { firstname: client.firstName, lastname: client.lastName }).map(
    (difference) => `the lead of ${client.email}: ${difference}`,
  );
}

function isRegarding(row: Row, lead: Row): boolean {
  return row["regardingTable"] === "lead" && row["_regardingobjectid_value"] === lead["leadid"];
}

function partiesOf(row: Row): readonly Row[] {
  return Array.isArray(row["parties"]) ? (row["parties"] as Row[]) : [];
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
