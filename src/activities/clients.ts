/** Activity `findClient`: who the attendees and the staff of an appointment are in Dynamics. One request. */
import { type Attendee, clientKey } from "../appointments/appointment.ts";
import type { RowIds } from "../appointments/ids.ts";
import {
  type Candidate,
  candidateKey,
  type ClientLink,
  linkTo,
  matchClient,
  personKey,
} from "../appointments/matching.ts";
import type { RowRef } from "../appointments/row-ref.ts";
import { emailKey, type UsersByEmail } from "../appointments/owner.ts";
import type { DataverseClient } from "../dataverse/client.ts";
import { appointmentQuery, contactsQuery, leadsQuery, rowQuery, usersQuery } from "./client-queries.ts";
import { toCandidate, toContact, toLead, userIdOf } from "./client-rows.ts";
import { followMerges } from "./follow-merges.ts";
import { question, readInParts } from "./read-in-parts.ts";
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
  const found = await readInParts(dataverse, {
    contacts: question(attendees, contactsQuery),
    leads: question(attendees, (some) => leadsQuery(some, ids)),
    users: question(staffEmails, usersQuery),
    origins: bookedFrom && question([bookedFrom], () => rowQuery(bookedFrom)),
    appointments: wanted && question([wanted], () => appointmentQuery(activityIdsOf(wanted, ids))),
  });
  const candidatesFor = indexCandidates([...found.contacts.map(toContact), ...found.leads.map(toLead)]);
  const matches = attendees.map((attendee) => {
    const ownLeadIds = ids.leadIdsFor(attendee);
    const link = matchClient(attendee, ownLeadIds, candidatesFor(attendee, ownLeadIds));
    return [clientKey(attendee), link] as const;
  });
  const standing = wanted && chooseRow(found.appointments, wanted.activityId);
  const existing = standing?.client && linkTo(standing.client, "stands on it");
  const links = [...matches, ...(wanted && existing ? [[wanted.client, existing] as const] : [])];
  const [originRow] = found.origins;
  const origin = bookedFrom && originRow && linkTo(toCandidate(bookedFrom.table, originRow), "booked from");
  const matched = links.flatMap(([, link]) => link ?? []);
  const ends = await followMerges([...matched, ...(origin ? [origin] : [])], dataverse);
  const endOf = new Map([...matched, origin].map((link, index) => [link, ends[index]]));
  const bookedFromNow = endOf.get(origin);
  return {
    ...(bookedFromNow && { bookedFrom: bookedFromNow }),
    ...(wanted && {
      standing: standing ? describeRow(standing, existing && endOf.get(existing)) : null,
    }),
    clients: Object.fromEntries(links.map(([key, link]) => [key, endOf.get(link) ?? null])),
    users: Object.fromEntries(staffEmails.map((email) => [emailKey(email), userIdOf(email, found.users)])),
  };
}

/** Of all rows those that may be an attendee's: thousands of guests are not compared with thousands of rows each. */
function indexCandidates(candidates: readonly Candidate[]) {
  const byId = new Map(candidates.map((candidate) => [`${candidate.table} ${candidate.id}`, candidate]));
  const byKey = new Map<string, Candidate[]>();
  // A row that was found by more than one question counts once.
  for (const candidate of byId.values()) {
    const key = candidateKey(candidate);
    byKey.set(key, [...(byKey.get(key) ?? []), candidate]);
  }
  return (attendee: Attendee, ownLeadIds: readonly string[]): readonly Candidate[] => {
    const own = ownLeadIds.flatMap((id) => byId.get(`lead ${id}`) ?? []);
    return own.length > 0 ? own : (byKey.get(personKey(attendee) ?? "") ?? []);
  };
}
