import { badPayload } from "../errors/payloads.ts";
import { collectionNamed, navigationNamed, tableNamed } from "../model/metadata.ts";
import type { Collection, Table } from "../model/metadata.ts";
import type { Session } from "../call/session.ts";
import { associate } from "./associate.ts";
import { requireLink, type Changes } from "./changes.ts";
import { resolveMember } from "./find.ts";
import { decodePayload, type Payload } from "./payload.ts";
import { createRow } from "./write.ts";
import { rowId, type Reference, type Row } from "../store/row.ts";

/** How many levels of nested rows a payload may have. */
const maxDepth = 20;

/**
 * Creates a row and the rows nested in it (deep insert): first those it points at, last those of its
 * collections. `given` are values that do not come from the payload.
 * @throws DataverseError if any of the rows is refused; the caller then has to roll back
 */
export function insertRow(
  session: Session,
  table: Table,
  payload: Payload,
  given: Changes = {},
  depth = 0,
): Row {
  if (depth > maxDepth) throw badPayload(table, "The payload is nested too deeply.");
  const cells: Changes = { ...given };
  for (const [name, content] of payload.nested) {
    const target = nestedTable(session, table, name, content);
    const row = insertRow(session, target, decodePayload(target, content), {}, depth + 1);
    const column = navigationNamed(table, name)?.column;
    if (!column) continue;
    if (column.name !== "ownerid") requireLink(session, table, target);
    cells[column.name] = { table: target.logicalName, id: rowId(target, row) };
  }
  const isOwned = (name: string): boolean => collectionNamed(table, name)?.isOwned === true;
  const row = createRow(
    session,
    table,
    {
      ...payload,
      nested: new Map(),
      collections: new Map([...payload.collections].filter(([name]) => isOwned(name))),
      collectionBinds: new Map(),
    },
    cells,
  );
  const self = { table: table.logicalName, id: rowId(table, row) };
  for (const [name, entries] of payload.collections) {
    const collection = collectionNamed(table, name);
    if (collection && !collection.isOwned) insertMembers(session, self, collection, entries, depth + 1);
  }
  for (const [name, addresses] of payload.collectionBinds) {
    const collection = collectionNamed(table, name);
    for (const address of collection ? addresses : [])
      if (collection)
        associate(session, self, collection, resolveMember(session, table, collection, address));
  }
  return session.store.get(self.table, self.id) ?? row;
}

function insertMembers(
  session: Session,
  parent: Reference,
  collection: Collection,
  entries: readonly unknown[],
  depth: number,
): void {
  const table = tableNamed(session.model, collection.table);
  for (const entry of entries) {
    const link = collection.through ? {} : { [collection.column]: parent };
    if (!collection.through) requireLink(session, table, tableNamed(session.model, parent.table));
    const row = insertRow(session, table, decodePayload(table, entry), link, depth);
    if (collection.through)
      associate(session, parent, collection, { table: table.logicalName, id: rowId(table, row) });
  }
}

/** The table of a nested row: the only target of the property, or the one that @odata.type names. */
function nestedTable(session: Session, table: Table, name: string, content: Record<string, unknown>): Table {
  const targets = navigationNamed(table, name)?.targets ?? [];
  const type = content["@odata.type"];
  const named =
    typeof type === "string"
      ? type.replace(/^#?Microsoft\.Dynamics\.CRM\./, "")
      : targets.length === 1
        ? targets[0]
        : undefined;
  if (named === undefined || !targets.includes(named))
    throw badPayload(
      table,
      `The type of the row nested in '${name}' is not known: give it an '@odata.type'.`,
    );
  return tableNamed(session.model, named);
}
