/** Rows that Dataverse answered → contacts, leads and users as matching needs them. */
import type { Candidate } from "../appointments/matching.ts";
import { emailKey } from "../appointments/owner.ts";
import type { OperationAnswer } from "../dataverse/batch.ts";
import { DataverseError } from "../dataverse/errors.ts";

/** A row as Dataverse sends it, column by column. */
export type Row = Readonly<Record<string, unknown>>;

/** The rows in the answer to a query. @throws DataverseError when it has no list of rows: that does not mean "nobody" */
export function rowsOf(answer: OperationAnswer | undefined): readonly Row[] {
  const { value } = (answer?.body ?? {}) as { readonly value?: readonly Row[] };
  if (!Array.isArray(value))
    throw new DataverseError({ kind: "protocol", operation: "a query without rows" });
  return value;
}

/** A contact or a lead. */
export function toCandidate(table: "lead" | "contact", row: Row): Candidate {
  return table === "lead" ? toLead(row) : toContact(row);
}

/** A contact; one that was merged has the id of the row it was merged into. */
export function toContact(row: Row): Candidate {
  return { table: "contact", id: text(row["contactid"]), isOpen: row["statecode"] === 0, ...person(row) };
}

/** A lead; a qualified one has the id of the contact it became. */
export function toLead(row: Row): Candidate {
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

/** The first user with this e-mail address, null if there is none. */
export function userIdOf(email: string, users: readonly Row[]): string | null {
  const user = users.find((row) => emailKey(text(row["internalemailaddress"])) === emailKey(email));
  return user ? text(user["systemuserid"]) : null;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
