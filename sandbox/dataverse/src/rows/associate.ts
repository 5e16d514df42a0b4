// Adds and removes links between rows, in one-to-many and many-to-many relationships.

import { randomUUID } from "node:crypto";
import { tableNamed } from "../model/metadata.ts";
import type { Collection } from "../model/metadata.ts";
import type { Session } from "../call/session.ts";
import { requireLink } from "./changes.ts";
import { requireOpen } from "./state.ts";
import { amendRow } from "./write.ts";
import { isReference, rowId, type Reference, type Row } from "../store/row.ts";

/**
 * Puts a row into a collection of another: by the lookup of a one-to-many relationship, or by a row of the
 * intersect table of a many-to-many one. Does nothing if it is in the collection already.
 * @throws DataverseError if a privilege is missing or the row is closed
 */
export function associate(
  session: Session,
  parent: Reference,
  collection: Collection,
  member: Reference,
): void {
  const [above, below] = [tableNamed(session.model, parent.table), tableNamed(session.model, member.table)];
  requireLink(session, below, above);
  const row = session.store.get(member.table, member.id);
  if (!row) return;
  if (!collection.through) {
    session.privileges.require("Write", below, session.caller, row);
    requireOpen(below, row, {});
    amendRow(session, below, row, { [collection.column]: parent });
  } else if (linksOf(session, parent, collection, member).length === 0) {
    const { table, here, there } = collection.through;
    const id = randomUUID();
    const { primaryId } = tableNamed(session.model, table);
    session.store.put(table, id, { [primaryId]: id, [here]: parent, [there]: member });
  }
}

/**
 * Takes a row out of a collection of another; does nothing if it is not in it.
 * @throws DataverseError if a privilege is missing or the row is closed
 */
export function disassociate(
  session: Session,
  parent: Reference,
  collection: Collection,
  member: Reference,
): void {
  const [above, below] = [tableNamed(session.model, parent.table), tableNamed(session.model, member.table)];
  requireLink(session, below, above);
  const row = session.store.get(member.table, member.id);
  if (collection.through) {
    const intersect = tableNamed(session.model, collection.through.table);
    for (const link of linksOf(session, parent, collection, member))
      session.store.remove(intersect.logicalName, rowId(intersect, link));
  } else if (row && pointsAt(row, collection.column, parent)) {
    session.privileges.require("Write", below, session.caller, row);
    requireOpen(below, row, {});
    amendRow(session, below, row, { [collection.column]: null });
  }
}

function linksOf(session: Session, parent: Reference, collection: Collection, member: Reference): Row[] {
  if (!collection.through) return [];
  const { table, here, there } = collection.through;
  return session.store
    .where(table, here, parent.id)
    .filter((link) => pointsAt(link, here, parent) && pointsAt(link, there, member));
}

function pointsAt(row: Row, column: string, target: Reference): boolean {
  const cell = row[column];
  return isReference(cell) && cell.table === target.table && cell.id === target.id;
}
