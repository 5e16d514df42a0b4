/** Activity `findClient`: who the attendees and the staff of an appointment are in Dynamics. One request. */
import { type Attendee, type BookedFrom, clientKey } from "../appointments/appointment.ts";
import type { RowIds } from "../appointments/ids.ts";
import {
  type Candidate,
  type ClientLink,
  comparableName,
  findBookedFrom,
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
  { attendees, staffEmails, bookedFrom }: FindClientInput,
  { dataverse, ids }: { readonly dataverse: DataverseClient; readonly ids: RowIds },
): Promise<FindClientResult> {
  const reads = [
    contactsQuery(attendees, bookedFrom),
    leadsQuery(attendees, ids, bookedFrom),
    usersQuery(staffEmails),
  ];
  const asked = reads.filter((read) => read !== undefined);
  const answers = asked.length === 0 ? [] : await dataverse.batch(asked);
  const rowsOf = (read: Operation | undefined) => (read ? valueOf(answers[asked.indexOf(read)]) : []);

  const [contacts = [], leads = [], users = []] = reads.map(rowsOf);
  const candidates = [...contacts.map(toContact), ...leads.map(toLead)];
  const origin = bookedFrom && findBookedFrom(bookedFrom, candidates);
  return {
    ...(origin && { bookedFrom: origin }),
    clients: Object.fromEntries(
      attendees.map((attendee) => [
        clientKey(attendee),
        matchClient(attendee, ids.leadIdFor(attendee), candidates) ?? null,
      ]),
    ),
    users: Object.fromEntries(staffEmails.map((email) => [emailKey(email), userIdOf(email, users)])),
  };
}

/** Enough to see the lead we made ourselves among namesakes; more only say "many". */
const hitsPerPerson = 20;

function contactsQuery(
  attendees: readonly Attendee[],
  bookedFrom: FindClientInput["bookedFrom"],
): Operation | undefined {
  const conditions = [
    ...(bookedFrom?.table === "contact" ? [`contactid eq ${bookedFrom.id}`] : []),
    ...attendees.flatMap(samePerson),
  ];
  if (conditions.length === 0) return undefined;
  const path = query("contacts", {
    select: "contactid,firstname,lastname,emailaddress1,statecode,merged,_masterid_value,createdon",
    filter: anyOf(conditions),
    orderby: "createdon desc",
    top: String(hitsPerPerson * conditions.length),
  });
  return { method: "GET", path };
}

function leadsQuery(
  attendees: readonly Attendee[],
  ids: RowIds,
  bookedFrom: FindClientInput["bookedFrom"],
): Operation | undefined {
  const conditions = [
    ...(bookedFrom?.table === "lead" ? [`leadid eq ${bookedFrom.id}`] : []),
    ...attendees.flatMap((attendee) => [`leadid eq ${ids.leadIdFor(attendee)}`, ...samePerson(attendee)]),
  ];
  if (conditions.length === 0) return undefined;
  const path = query("leads", {
    select:
      "leadid,firstname,lastname,emailaddress1,statecode,merged,_masterid_value,_parentcontactid_value,createdon",
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
