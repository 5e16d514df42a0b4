import { randomUUID } from "node:crypto";
import { badPayload } from "../errors/payloads.ts";
import { badParty } from "../errors/values.ts";
import { tableNamed } from "../metadata.ts";
import type { Table } from "../metadata.ts";
import type { Database } from "../odata/evaluate.ts";
import { displayName } from "../odata/render.ts";
import type { Session } from "../session.ts";
import { isReference, rowId } from "../store.ts";
import type { Cell, Reference, Row } from "../store.ts";
import { resolveAddress } from "./find.ts";
import { decodePayload } from "./payload.ts";
import { validateCells } from "./validate.ts";

const regardingMask = 8;
const ownerMask = 9;

/** What a caller may say about an appointment: required, optional, organizer. */
const writableMasks: ReadonlySet<Cell | undefined> = new Set([5, 6, 7]);
const emailColumns = ["emailaddress1", "internalemailaddress", "emailaddress"];

export interface Party {
  readonly partyid: Reference | null;
  readonly participationtypemask: number;
  readonly addressused: string | null;
}

export function decodeParties(session: Session, entries: readonly unknown[]): Party[] {
  const table = tableNamed(session.model, "activityparty");
  return entries.map((entry) => {
    const { cells, binds, collections } = decodePayload(table, entry);
    validateCells(table, cells);
    if (collections.size > 0 || binds.size > 1) throw badPayload(table, "An activity party is one row.");
    const [bind] = binds;
    const partyid = bind && bind[1] !== null ? resolveAddress(session, table, bind[0], bind[1]) : null;
    const mask = cells.get("participationtypemask");
    const address = cells.get("addressused");
    if (typeof mask !== "number" || !writableMasks.has(mask)) throw badParty();
    if (!partyid && typeof address !== "string") throw badParty();
    return {
      partyid,
      participationtypemask: mask,
      addressused: typeof address === "string" ? address : null,
    };
  });
}

/** Replaces what callers wrote, and writes the regarding and owner parties anew from the row. */
export function writeParties(database: Database, activity: Row, parties: readonly Party[] | undefined): void {
  const table = tableNamed(database.model, "activityparty");
  const id = rowId({ primaryId: "activityid" }, activity);
  for (const party of partiesOf(database, id)) {
    if (parties || !writableMasks.has(party.participationtypemask)) {
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
  for (const party of [...(parties ?? []), ...own]) insertParty(database, table, id, party);
}

function insertParty(database: Database, table: Table, activityid: string, party: Party): void {
  const id = randomUUID();
  database.store.put(table.logicalName, id, {
    activitypartyid: id,
    activityid: { table: "appointment", id: activityid },
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

export function partiesOf({ store }: Pick<Database, "store">, activityid: string): Row[] {
  return store.all("activityparty").filter((party) => {
    const activity = party.activityid;
    return isReference(activity) && activity.id === activityid;
  });
}
