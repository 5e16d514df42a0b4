/** Activity `findClient`: who the attendees and the staff of an appointment are in Dynamics. One request. */
import { type Attendee, clientKey } from "../appointments/appointment.ts";
import type { RowIds } from "../appointments/ids.ts";
import { type ClientLink, linkTo, matchClient } from "../appointments/matching.ts";
import type { RowRef } from "../appointments/row-ref.ts";
import { emailKey, type UsersByEmail } from "../appointments/owner.ts";
import type { Operation } from "../dataverse/batch.ts";
import type { DataverseClient } from "../dataverse/client.ts";
import { appointmentQuery, contactsQuery, leadsQuery, rowQuery, usersQuery } from "./client-queries.ts";
import { type Row, rowsOf, toCandidate, toContact, toLead, userIdOf } from "./client-rows.ts";
import { activityIdsOf, chooseRow, describeRow, type StandingRow } from "./standing-row.ts";

/** Whom to look for. */
export interface FindClientInput {
  readonly attendees: readonly Attendee[];
  readonly staffEmails: readonly string[];
  /** The row that the appointment was booked from, to be found as well. */
  readonly bookedFrom?: RowRef;
  /**
   * Also look for this appointment's row, in case an earlier run wrote it. The lead or contact that it is regarding is taken
   * for the row of `client` (a `clientKey`). `activityId`: the row's id, where an earlier run told it.
   */
  readonly standing?: {
    readonly appointmentId: string;
    readonly client: string;
    readonly activityId?: string;
  };
}

/** Keys are those of `clientKey` and `emailKey`; `null` = Dynamics was asked and knows nobody. */
export interface FindClientResult {
  readonly clients: Readonly<Record<string, ClientLink | null>>;
  readonly users: UsersByEmail;
  /** The row booked from, or the row it is now after merges; absent when it was not asked for or is gone. */
  readonly bookedFrom?: ClientLink;
  /** The appointment's row; `null` when there is none, absent when it was not asked for. */
  readonly standing?: StandingRow | null;
}

/** Finds each attendee's lead or contact, and each staff member's user. @throws DataverseError, DataverseSignInError */
export async function findClient(
  { attendees, staffEmails, bookedFrom, standing: wanted }: FindClientInput,
  { dataverse, ids }: { readonly dataverse: DataverseClient; readonly ids: RowIds },
): Promise<FindClientResult> {
  const found = await readTogether(dataverse, {
    contacts: contactsQuery(attendees),
    leads: leadsQuery(attendees, ids),
    users: usersQuery(staffEmails),
    origins: bookedFrom && rowQuery(bookedFrom),
    appointments: wanted && appointmentQuery(activityIdsOf(wanted, ids)),
  });
  const candidates = [...found.contacts.map(toContact), ...found.leads.map(toLead)];
  const matches = attendees.map(
    (attendee) => [clientKey(attendee), matchClient(attendee, ids.leadIdsFor(attendee), candidates)] as const,
  );
  const standing = wanted && chooseRow(found.appointments, wanted.activityId);
  const existing =
    standing?.client && (await followMerges(linkTo(standing.client, "stands on it"), dataverse));
  const links = [...matches, ...(wanted && existing ? [[wanted.client, existing] as const] : [])];
  const [originRow] = found.origins;
  const origin = bookedFrom && originRow && linkTo(toCandidate(bookedFrom.table, originRow), "booked from");
  return {
    ...(origin && { bookedFrom: await followMerges(origin, dataverse) }),
    ...(wanted && { standing: standing ? describeRow(standing, existing) : null }),
    clients: Object.fromEntries(
      await Promise.all(
        links.map(async ([key, link]) => [key, link ? await followMerges(link, dataverse) : null] as const),
      ),
    ),
    users: Object.fromEntries(staffEmails.map((email) => [emailKey(email), userIdOf(email, found.users)])),
  };
}

/** The rows of each query by its name, all read in one request; no rows for a query that is undefined. */
async function readTogether<Name extends string>(
  dataverse: DataverseClient,
  queries: Readonly<Record<Name, Operation | undefined>>,
): Promise<Readonly<Record<Name, readonly Row[]>>> {
  const entries = Object.entries<Operation | undefined>(queries);
  const asked = entries.flatMap(([name, query]) => (query ? [{ name, query }] : []));
  const answers = asked.length === 0 ? [] : await dataverse.batch(asked.map(({ query }) => query));
  const found = new Map(asked.map(({ name }, index) => [name, rowsOf(answers[index])]));
  return Object.fromEntries(entries.map(([name]) => [name, found.get(name) ?? []])) as Record<
    Name,
    readonly Row[]
  >;
}

const maximumMerges = 5;

/** The row into which a row was merged or qualified may have been merged too: reads on until a row has not. */
async function followMerges(link: ClientLink, dataverse: DataverseClient): Promise<ClientLink> {
  let last = link;
  for (let merges = 0; merges < maximumMerges && wasReplaced(last); merges += 1) {
    const [row] = rowsOf(await dataverse.send(rowQuery(last)));
    const next = row && linkTo(toCandidate(last.table, row), last.basis);
    if (next === undefined || next.id === last.id) break;
    last = { ...next, candidates: link.candidates };
  }
  return last;
}

function wasReplaced({ basis }: ClientLink): boolean {
  return basis === "merged into" || basis === "qualified into contact";
}
