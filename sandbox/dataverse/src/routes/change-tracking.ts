// Change tracking: the first answer has every row and a delta link; the link then answers what changed since.

import { badQuery } from "../errors/addresses.ts";
import type { ApiReply } from "../transport/http.ts";
import type { Table } from "../model/metadata.ts";
import type { QueryOptions } from "../odata/query.ts";
import { createRenderer, type View } from "../odata/run.ts";
import type { Session } from "../call/session.ts";
import { jsonReply, selection } from "../call/replies.ts";

const excluded = ["$filter", "$orderby", "$expand", "$top", "$apply"];

/**
 * Refuses query options that change tracking does not support.
 * @throws DataverseError
 */
export function requireTrackable(raw: ReadonlyMap<string, string>): void {
  const option = excluded.find((name) => raw.has(name));
  if (option !== undefined)
    throw badQuery(`The query option ${option} is not supported when changes are tracked.`);
}

/** The delta link for changes after `version`, a version number of the store. */
export function deltaLink(
  session: Session,
  table: Table,
  raw: ReadonlyMap<string, string>,
  version: number,
): string {
  const select = raw.get("$select");
  const [day = "", time = ""] = session.now().toISOString().split(/[T.]/);
  const [year, month, date] = day.split("-");
  const token = encodeURIComponent(`${version}!${month}/${date}/${year} ${time}`);
  const query = select === undefined ? "" : `$select=${encodeURIComponent(select)}&`;
  return `${session.serviceRoot}${table.entitySet}?${query}$deltatoken=${token}`;
}

/**
 * Answers a delta link: the rows written after its version, as they are now, and the ids of deleted rows.
 * @throws DataverseError if the token is malformed or too old
 */
export function listChanges(session: Session, table: Table, view: View, options: QueryOptions): ApiReply {
  const version = Number(/^(\d{1,15})!/.exec(options.deltaToken ?? "")?.[1] ?? NaN);
  const removed = session.store.removedSince(table.logicalName, version);
  if (Number.isNaN(version) || version > session.store.version())
    throw badQuery("The delta token is not valid.");
  if (!removed) throw badQuery("The delta token has expired. Retrieve all rows again.");
  const mayRead = view.readFilter(table);
  const rows = session.store
    .all(table.logicalName)
    .filter((row) => Number(row.versionnumber) > version && (!mayRead || mayRead(row)))
    .toSorted((a, b) => Number(a.versionnumber) - Number(b.versionnumber));
  const gone = removed.filter((id) => !session.store.get(table.logicalName, id));
  const context = `${session.serviceRoot}$metadata#${table.entitySet}`;
  const select: [string, string][] = options.select ? [["$select", options.select.join(",")]] : [];
  return jsonReply(200, {
    "@odata.context": `${context}${selection(options)}/$delta`,
    "@odata.deltaLink": deltaLink(session, table, new Map(select), session.store.version()),
    value: [
      ...rows.map(createRenderer(view, table, options)),
      ...gone.map((id) => ({ "@odata.context": `${context}/$deletedEntity`, id, reason: "deleted" })),
    ],
  });
}
