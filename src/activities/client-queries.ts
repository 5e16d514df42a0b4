/**
 * What `findClient` asks Dataverse, as OData queries of any length: `read-in-parts.ts` asks about fewer at a time. Undefined where
 * there is nobody to ask for. Pure.
 */
import type { Attendee } from "../appointments/appointment.ts";
import type { RowIds } from "../appointments/ids.ts";
import { comparableName } from "../appointments/matching.ts";
import type { ClientTable, RowRef } from "../appointments/row-ref.ts";
import type { Operation } from "../dataverse/batch.ts";
import { anyOf, literal, query } from "../dataverse/odata.ts";

const columns = {
  contact: "contactid,firstname,lastname,emailaddress1,statecode,merged,_masterid_value,createdon",
  lead: "leadid,firstname,lastname,emailaddress1,statecode,merged,_masterid_value,_parentcontactid_value,createdon",
} as const;

/** By which Dataverse says to which table the id in a lookup belongs. */
export const tableAnnotation = "Microsoft.Dynamics.CRM.lookuplogicalname";

/** One row by its id. */
export function rowQuery({ table, id }: RowRef): Operation {
  return read(`${table}s`, { select: columns[table], filter: `${table}id eq ${id}` });
}

/** Rows by their ids. */
export function rowsQuery(table: ClientTable, ids: readonly string[]): Operation {
  const filter = anyOf(ids.map((id) => `${table}id eq ${id}`));
  return read(`${table}s`, { select: columns[table], filter });
}

/** The appointment rows with these ids, each with the lead or contact that it is regarding, and the table of whatever it is. */
export function appointmentQuery(activityIds: readonly string[]): Operation {
  const expand = (["lead", "contact"] as const).map(
    (table) => `regardingobjectid_${table}_appointment($select=${columns[table]})`,
  );
  const operation = read("appointments", {
    select: "activityid,modifiedon,statecode,_regardingobjectid_value",
    filter: activityIds.map((id) => `activityid eq ${id}`).join(" or "),
    expand: expand.join(","),
  });
  return { ...operation, headers: { Prefer: `odata.include-annotations="${tableAnnotation}"` } };
}

/** The contacts with the name and e-mail of an attendee, newest first. */
export function contactsQuery(attendees: readonly Attendee[]): Operation | undefined {
  return peopleQuery("contact", attendees.flatMap(samePerson));
}

/** The leads with the name and e-mail of an attendee, or with an id that our own lead for them can have; newest first. */
export function leadsQuery(attendees: readonly Attendee[], ids: RowIds): Operation | undefined {
  const conditions = attendees.flatMap((attendee) => [
    ids
      .leadIdsFor(attendee)
      .map((id) => `leadid eq ${id}`)
      .join(" or "),
    ...samePerson(attendee),
  ]);
  return peopleQuery("lead", conditions);
}

function peopleQuery(table: ClientTable, conditions: readonly string[]): Operation | undefined {
  if (conditions.length === 0) return undefined;
  return read(`${table}s`, {
    select: columns[table],
    filter: anyOf(conditions),
    orderby: "createdon desc",
  });
}

/** The enabled users with one of these e-mail addresses, oldest first. */
export function usersQuery(staffEmails: readonly string[]): Operation | undefined {
  if (staffEmails.length === 0) return undefined;
  const addresses = staffEmails.map((email) => `internalemailaddress eq ${literal(email.trim())}`);
  return read("systemusers", {
    select: "systemuserid,internalemailaddress",
    filter: `isdisabled eq false and (${anyOf(addresses)})`,
    orderby: "createdon asc,systemuserid asc",
  });
}

function read(entitySetName: string, options: Readonly<Record<string, string>>): Operation {
  return { method: "GET", path: query(entitySetName, options) };
}

/** The condition for e-mail and name; none for an attendee without an e-mail. */
function samePerson(attendee: Attendee): string[] {
  if (attendee.email === undefined) return [];
  const { firstName, lastName } = comparableName(attendee);
  const conditions = [
    equals("emailaddress1", attendee.email),
    equals("firstname", firstName),
    equals("lastname", lastName),
  ];
  return [conditions.join(" and ")];
}

function equals(column: string, words: string | undefined): string {
  return `${column} eq ${words === undefined ? "null" : literal(words)}`;
}
