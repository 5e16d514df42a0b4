/** Decides which Dataverse row a Coconut client is. Pure: the rows were read before. */
import { type Attendee, personName } from "./appointment.ts";
import type { RowRef } from "./row-ref.ts";
import { cut } from "./text.ts";

/** A client's row, and by what we know that it is theirs. Kept in the Workflow, shown by its query. */
export interface ClientLink extends RowRef {
  readonly basis:
    | "booked from"
    | "stands on it"
    | "own lead"
    | "qualified into contact"
    | "merged into"
    | "email and name"
    | "created";
  /** How many rows matched; more than one is worth a look by a person. */
  readonly candidates: number;
}

/** A contact or lead as far as matching needs it. Inactive contacts and closed leads are candidates too. */
export interface Candidate extends RowRef {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly isOpen: boolean;
  readonly createdAt: string;
  /** The row this one was merged into. */
  readonly masterId?: string;
  /** The contact that a lead was qualified into. */
  readonly contactId?: string;
}

/**
 * Order: the lead we made for this client earlier (its id is derived from the client's; of several, which older versions
 * made, an open one, then the one whose id comes first), then e-mail and name, an open contact before an open lead and the newest
 * first. A qualified lead leads to its contact, a merged one to its master. No match is `undefined`, and only that may lead to a new lead.
 */
export function matchClient(
  attendee: Attendee,
  ownLeadIds: readonly string[],
  candidates: readonly Candidate[],
): ClientLink | undefined {
  const ownLeads = ownLeadIds.flatMap(
    (ownId) => candidates.find(({ table, id }) => table === "lead" && id === ownId) ?? [],
  );
  const own = ownLeads.find(({ isOpen }) => isOpen) ?? ownLeads[0];
  if (own !== undefined) return linkTo(own, "own lead");

  const same = candidates.filter((candidate) => isSamePerson(attendee, candidate));
  const open = same.filter(({ isOpen }) => isOpen).toSorted(contactsThenNewest);
  const moved = same.find(({ masterId, contactId }) => masterId !== undefined || contactId !== undefined);
  const best = open[0] ?? moved;
  return best && linkTo(best, "email and name", same.length);
}

/** The link to a row, or to the one it was merged or qualified into. `candidates`: how many rows matched. */
export function linkTo(candidate: Candidate, basis: ClientLink["basis"], candidates = 1): ClientLink {
  const { table, id, masterId, contactId } = candidate;
  if (masterId !== undefined) return { table, id: masterId, basis: "merged into", candidates };
  if (contactId !== undefined) {
    return { table: "contact", id: contactId, basis: "qualified into contact", candidates };
  }
  return { table, id, basis, candidates };
}

function isSamePerson(attendee: Attendee, candidate: Candidate): boolean {
  const key = personKey(attendee);
  return key !== undefined && key === candidateKey(candidate);
}

/** Equal for two attendees whom matching takes for one person; undefined without an e-mail, which matches nobody. */
export function personKey(attendee: Attendee): string | undefined {
  const { firstName, lastName } = comparableName(attendee);
  return fold(attendee.email) === "" ? undefined : keyOf(attendee.email, firstName, lastName);
}

/** The key of a row, equal to that of the person it is: by it many are told apart in one pass. */
export function candidateKey({ email, firstName, lastName }: Candidate): string {
  return keyOf(email, firstName, lastName);
}

function keyOf(...words: readonly (string | undefined)[]): string {
  return JSON.stringify(words.map((word) => fold(word)));
}

/** The maximum length of first and last name in the tables contact and lead. */
const nameLength = 50;

/** The name as Dynamics has it: of a longer name only the first 50 characters were written. */
export function comparableName(attendee: Attendee): ReturnType<typeof personName> {
  const names = Object.entries(personName(attendee));
  return Object.fromEntries(names.map(([which, name]) => [which, cut(name, nameLength)]));
}

/** Compares as Dataverse's text columns do: without regard to case or accents. */
function fold(text = ""): string {
  return text.trim().normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
}

function contactsThenNewest(a: Candidate, b: Candidate): number {
  if (a.table !== b.table) return a.table === "contact" ? -1 : 1;
  return Date.parse(b.createdAt) - Date.parse(a.createdAt);
}
