// The parties of activities: callers write some; the service keeps those for the owner and for what the
// activity regards.

import { badPayload } from "../errors/payloads.ts";
import { badParty, participationMissing, partyMissing } from "../errors/values.ts";
import { guidOf } from "../ids.ts";
import { tableNamed } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import { displayName } from "../odata/render.ts";
import type { Session } from "../call/session.ts";
import { resolveAddress } from "./find.ts";
import { decodePayload } from "./payload.ts";
import { validateCells } from "./validate.ts";
import type { Database } from "../store/database.ts";
import { isReference, rowId, type Cell, type Reference, type Row } from "../store/row.ts";

const regardingMask = 8;
const ownerMask = 9;

/**
 * The participation types that callers may write: of an appointment required, optional and organizer; of
 * e-mails and phone calls the sender and recipients.
 */
const writableMasks: Readonly<Record<string, readonly Cell[]>> = {
  appointment: [5, 6, 7],
  email: [1, 2, 3, 4],
  phonecall: [1, 2],
};
const otherMasks: readonly Cell[] = [1, 2, 3, 4, 5, 6, 7, 10, 11];
const emailColumns = ["emailaddress1", "internalemailaddress", "emailaddress"];

/** A party as a caller writes it: a row, or only an e-mail address. */
export interface Party {
  readonly partyid: Reference | null;
  readonly participationtypemask: number;
  readonly addressused: string | null;
}

/**
 * Reads the parties in a payload.
 * @throws DataverseError if one has neither a row nor an address, or a participation type that callers may
 * not write
 */
export function decodeParties(session: Session, activities: Table, entries: readonly unknown[]): Party[] {
  const masks = writableMasks[activities.logicalName] ?? otherMasks;
  const table = tableNamed(session.model, "activityparty");
  return entries.map((entry) => {
    const { cells, binds, nested, collections } = decodePayload(table, entry);
    validateCells(table, cells);
    if (collections.size > 0 || nested.size > 0 || binds.size > 1)
      throw badPayload(table, "An activity party is one row.");
    const [bind] = binds;
    const partyid = bind && bind[1] !== null ? resolveAddress(session, table, bind[0], bind[1]) : null;
    const mask = cells.get("participationtypemask");
    const address = cells.get("addressused");
    if (typeof mask !== "number") throw participationMissing();
    if (!masks.includes(mask)) throw badParty();
    if (!partyid && typeof address !== "string") throw partyMissing();
    return {
      partyid,
      participationtypemask: mask,
      addressused: typeof address === "string" ? address : null,
    };
  });
}

/**
 * Replaces the parties that callers wrote, if `parties` is given, and writes the regarding and owner
 * parties anew from the activity.
 */
export function writeParties(
  database: Database,
  activities: Table,
  activity: Row,
  parties: readonly Party[] | undefined,
): void {
  const table = tableNamed(database.model, "activityparty");
  const id = rowId(activities, activity);
  for (const party of partiesOf(database, id)) {
    if (parties || isOwn(party)) {
      database.store.remove(table.logicalName, rowId(table, party));
    }
  }
  const own: Party[] = [];
  for (const [mask, cell] of [
    [regardingMask, activity.regardingobjectid],
    [ownerMask, activity.ownerid],
  ] as const) {
    if (isReference(cell)) own.push({ partyid: cell, participationtypemask: mask, addressused: null });
  }
  for (const [index, party] of [...(parties ?? []), ...own].entries())
    insertParty(database, table, { table: activities.logicalName, id }, party, index);
}

/** Whether the service writes this party itself. */
function isOwn(party: Row): boolean {
  return party.participationtypemask === regardingMask || party.participationtypemask === ownerMask;
}

function insertParty(
  database: Database,
  table: Table,
  activityid: Reference,
  party: Party,
  index: number,
): void {
  const who = party.partyid?.id ?? party.addressused ?? "";
  const id = guidOf(`activityparty:${activityid.id}:${index}:${party.participationtypemask}:${who}`);
  database.store.put(table.logicalName, id, {
    activitypartyid: id,
    activityid,
    partyid: party.partyid,
    partyidname: displayName(database, party.partyid ?? undefined) ?? null,
    participationtypemask: party.participationtypemask,
    addressused: party.addressused ?? emailOf(database, party.partyid),
    owninguser: null,
  });
}

function emailOf(database: Database, reference: Reference | null): string | null {
  const row = reference ? database.store.get(reference.table, reference.id) : undefined;
  for (const column of emailColumns) {
    const address = row?.[column];
    if (typeof address === "string") return address;
  }
  return null;
}

/** The parties of an activity, in no particular order. */
export function partiesOf({ store }: Pick<Database, "store">, activityid: string): Row[] {
  return [...store.where("activityparty", "activityid", activityid)];
}
