/** Activity `findClient`: who the attendees and the staff of an appointment are in Dynamics. One request. */
import { type Attendee, type BookedFrom, clientKey } from "../appointments/appointment.ts";
import type { RowIds } from "../appointments/ids.ts";
import {
  type Candidate,
  type ClientLink,
  comparableName,
  linkTo,
  matchClient,
} from "../appointments/matching.ts";
import { emailKey, type UsersByEmail } from "../appointments/owner.ts";
import type { Answer, Operation } from "../dataverse/batch.ts";
import type { DataverseClient } from "../dataverse/client.ts";
import { DataverseError } from "../dataverse/errors.ts";
import { anyOf, literal, query } from "../dataverse/odata.ts";

export interface FindClientInput {
  readonly attendees: readonly Attendee[];
  readonly staffEmails: readonly string[];
  /** The row that the appointment was booked from, to be found as well. */
  readonly bookedFrom?: Pick<BookedFrom, "table" | "id">;
  /** An appointment that an earlier run may have written: its client, by `clientKey`, is on whose row it stands. */
  readonly standing?: { readonly appointmentId: string; readonly client: string };
}

/** By `clientKey` and by `emailKey`. `null` says that Dynamics was asked and knows nobody. */
export interface FindClientResult {
  readonly clients: Readonly<Record<string, ClientLink | null>>;
  readonly users: UsersByEmail;
  /** The row booked from, or the one it has become; absent when it was not asked for or is gone. */
  readonly bookedFrom?: ClientLink;
}

type Row = Readonly<Record<string, unknown>>;

/** A look-up that fails throws: "not found" is only ever an answer, never the lack of one. */
export async function findClient(
  { attendees, staffEmails, bookedFrom, standing }: FindClientInput,
  { dataverse, ids }: { readonly dataverse: DataverseClient; readonly ids: RowIds },
): Promise<FindClientResult> {
  const reads = [
    contactsQuery(attendees),
    leadsQuery(attendees, ids),
    usersQuery(staffEmails),
    bookedFrom && rowQuery(bookedFrom),
    standing && standingQuery(ids.activityIdFor(standing.appointmentId)),
  ];
  const asked = reads.filter((read) => read !== undefined);
  const answers = asked.length === 0 ? [] : await dataverse.batch(asked);
  const rowsOf = (read: Operation | undefined) => (read ? valueOf(answers[asked.indexOf(read)]) : []);

  const [contacts = [], leads = [], users = [], origins = [], appointments = []] = reads.map(rowsOf);
  const candidates = [...contacts.map(toContact), ...leads.map(toLead)];
  const matches = attendees.map(
    (attendee) => [clientKey(attendee), matchClient(attendee, ids.leadIdFor(attendee), candidates)] as const,
  );
  const stands = appointments.flatMap(regardingOf).map((row) => linkTo(row, "stands on it"));
  const links = [...matches, ...stands.map((link) => [standing?.client ?? "", link] as const)];
  const origin = bookedFrom && origins[0] && linkTo(toCandidate(bookedFrom.table, origins[0]), "booked from");
  return {
    ...(origin && { bookedFrom: await followOn(origin, dataverse) }),
    clients: Object.fromEntries(
      await Promise.all(
        links.map(async ([key, link]) => [key, link ? await followOn(link, dataverse) : null] as const),
      ),
    ),
    users: Object.fromEntries(staffEmails.map((email) => [emailKey(email), userIdOf(email, users)])),
  };
}

const longestChain = 5;

/** The row that another has become may have become another itself: followed to its end. */
async function followOn(link: ClientLink, dataverse: DataverseClient): Promise<ClientLink> {
  let last = link;
  for (let hops = 0; hops < longestChain && hasMoved(last); hops += 1) {
    const [row] = valueOf(await dataverse.send(rowQuery(last)));
    const next = row && linkTo(toCandidate(last.table, row), last.basis);
    if (next === undefined || next.id === last.id) break;
    last = { ...next, candidates: link.candidates };
  }
  return last;
}

function hasMoved({ basis }: ClientLink): boolean {
  return basis === "merged into" || basis === "qualified into contact";
}

/** Enough to see the lead we made ourselves among namesakes; more only say "many". */
const hitsPerPerson = 20;

const columns = {
  contact: "contactid,firstname,lastname,emailaddress1,statecode,merged,_masterid_value,createdon",
  lead: "leadid,firstname,lastname,emailaddress1,statecode,merged,_masterid_value,_parentcontactid_value,createdon",
} as const;

/** By itself: however many namesakes there are, they do not crowd it out. */
function rowQuery({ table, id }: Pick<BookedFrom, "table" | "id">): Operation {
  const path = query(`${table}s`, { select: columns[table], filter: `${table}id eq ${id}` });
  return { method: "GET", path };
}

/** The row of an appointment with the lead or contact that it regards. */
function standingQuery(activityId: string): Operation {
  const expand = (["lead", "contact"] as const).map(
    (table) => `regardingobjectid_${table}_appointment($select=${columns[table]})`,
  );
  const path = query("appointments", {
    select: "activityid",
    filter: `activityid eq ${activityId}`,
    expand: expand.join(","),
  });
  return { method: "GET", path };
}

function contactsQuery(attendees: readonly Attendee[]): Operation | undefined {
  const conditions = attendees.flatMap(samePerson);
  if (conditions.length === 0) return undefined;
  const path = query("contacts", {
    select: columns.contact,
    filter: anyOf(conditions),
    orderby: "createdon desc",
    top: String(hitsPerPerson * conditions.length),
  });
  return { method: "GET", path };
}

function leadsQuery(attendees: readonly Attendee[], ids: RowIds): Operation | undefined {
  const conditions = attendees.flatMap((attendee) => [
    `leadid eq ${ids.leadIdFor(attendee)}`,
    ...samePerson(attendee),
  ]);
  if (conditions.length === 0) return undefined;
  const path = query("leads", {
    select: columns.lead,
    filter: anyOf(conditions),
    orderby: "createdon desc",
    top: String(hitsPerPerson * conditions.length),
  });
  return { method: "GET", path };
}

function usersQuery(staffEmails: readonly string[]): Operation | undefined {
  if (staffEmails.length === 0) return undefined;
  const addresses = staffEmails.map((email) => `internalemailaddress eq ${literal(email.trim())}`);
  const path = query("systemusers", {
    select: "systemuserid,internalemailaddress",
    filter: `isdisabled eq false and (${anyOf(addresses)})`,
    orderby: "createdon asc",
    top: String(hitsPerPerson * staffEmails.length),
  });
  return { method: "GET", path };
}

/** The condition for e-mail and name, for a client who has an e-mail. */
function samePerson(attendee: Attendee): string[] {
  if (attendee.email === undefined) return [];
  const { firstName, lastName } = comparableName(attendee);
  return [
    [
      equals("emailaddress1", attendee.email),
      equals("firstname", firstName),
      equals("lastname", lastName),
    ].join(" and "),
  ];
}

function equals(column: string, words: string | undefined): string {
  return `${column} eq ${words === undefined ? "null" : literal(words)}`;
}

/** An answer without rows is no answer: it must not pass for "nobody". */
function valueOf(answer: Answer | undefined): readonly Row[] {
  const { value } = (answer?.body ?? {}) as { readonly value?: readonly Row[] };
  if (!Array.isArray(value))
    throw new DataverseError({ kind: "protocol", operation: "a query without rows" });
  return value;
}

function toCandidate(table: "lead" | "contact", row: Row): Candidate {
  return table === "lead" ? toLead(row) : toContact(row);
}

/** An appointment may regard something else, or nothing. */
function regardingOf(appointment: Row): readonly Candidate[] {
  return (["lead", "contact"] as const).flatMap((table) => {
    const row = appointment[`regardingobjectid_${table}_appointment`];
    return typeof row === "object" && row !== null ? [toCandidate(table, row as Row)] : [];
  });
}

function toContact(row: Row): Candidate {
  return { table: "contact", id: text(row["contactid"]), isOpen: row["statecode"] === 0, ...person(row) };
}

function toLead(row: Row): Candidate {
  const contactId = row["_parentcontactid_value"];
  const isQualified = row["statecode"] === 1;
  return {
    table: "lead",
    id: text(row["leadid"]),
    isOpen: row["statecode"] === 0,
    ...person(row),
    ...(isQualified && typeof contactId === "string" && { contactId }),
  };
}

function person(row: Row) {
  const masterId = row["merged"] === true ? row["_masterid_value"] : undefined;
  return {
    firstName: text(row["firstname"]),
    lastName: text(row["lastname"]),
    email: text(row["emailaddress1"]),
    createdAt: text(row["createdon"]),
    ...(typeof masterId === "string" && { masterId }),
  };
}

function userIdOf(email: string, users: readonly Row[]): string | null {
  const user = users.find((row) => emailKey(text(row["internalemailaddress"])) === emailKey(email));
  return user ? text(user["systemuserid"]) : null;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
