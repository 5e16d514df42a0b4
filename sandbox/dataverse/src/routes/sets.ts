import { methodNotAllowed } from "../errors/addresses.ts";
import { preferences, type ApiReply, type ApiRequest } from "../transport/http.ts";
import type { Table } from "../model/metadata.ts";
import { rowsAfter } from "../odata/ordering.ts";
import { readQueryOptions } from "../odata/query.ts";
import { parseQueryString } from "../odata/query-string.ts";
import { createRenderer, maxPageSize, selectRows } from "../odata/run.ts";
import { parseCookie, readPlace } from "../paging/cookie.ts";
import type { Session } from "../call/session.ts";
import { deltaLink, listChanges, requireTrackable } from "./change-tracking.ts";
import { countAnnotations, maxCount } from "../paging/counting.ts";
import { nextCookie, nextLink, readPageSize } from "../paging/next-page.ts";
import { annotationsWish, applied, jsonReply, viewOf } from "../call/replies.ts";
import { createInSet, selection } from "./rows.ts";
import { handleTabular } from "./tabular.ts";
import type { Row } from "../store/row.ts";

export function handleSet(session: Session, table: Table, request: ApiRequest, query: string): ApiReply {
  if (request.method === "POST") return createInSet(session, table, request, query);
  if (request.method !== "GET") throw methodNotAllowed(request.method);
  session.privileges.require("Read", table, session.caller);
  return list(session, table, undefined, request, query);
}

/** A page of rows, of those given or of the whole table, with a link to the next one. */
export function list(
  session: Session,
  table: Table,
  rows: readonly Row[] | undefined,
  request: ApiRequest,
  query: string,
): ApiReply {
  const raw = parseQueryString(query);
  return handleTabular(session, table, request, raw, rows) ?? listQuery(session, table, rows, request, raw);
}

function listQuery(
  session: Session,
  table: Table,
  members: readonly Row[] | undefined,
  request: ApiRequest,
  raw: ReadonlyMap<string, string>,
): ApiReply {
  const options = readQueryOptions(raw);
  const view = viewOf(session, request);
  const wishes = preferences(request.headers);
  const cookie = options.skipToken === undefined ? undefined : parseCookie(options.skipToken);
  const isTracked = wishes.has("odata.track-changes") || cookie?.trackedFrom !== undefined;
  if (isTracked) requireTrackable(raw);
  if (options.deltaToken !== undefined) return listChanges(session, table, view, options);
  const trackedFrom = isTracked ? (cookie?.trackedFrom ?? session.store.version()) : undefined;

  const { rows: found, order } = selectRows(view, table, options, members);
  const render = createRenderer(view, table, options);
  const preferredSize = readPageSize(wishes.get("odata.maxpagesize"));
  // $top says itself how much is wanted.
  const size = Math.min(maxPageSize, (options.top === undefined && preferredSize) || maxPageSize);
  const seen = cookie ? (cookie.page - 1) * size : 0;
  const place = cookie && readPlace(cookie, found, (row) => order.positionOf(row).keys);
  const rest = place ? rowsAfter(found, order, place) : found;
  const wanted = options.top === undefined ? rest : rest.slice(0, Math.max(0, options.top - seen));
  const page = wanted.slice(0, size);
  const hasMore = wanted.length > page.length;
  const next = hasMore && nextCookie(table, page, order, (cookie?.page ?? 1) + 1, trackedFrom);
  return jsonReply(
    200,
    {
      "@odata.context": `${session.serviceRoot}$metadata#${table.entitySet}${selection(options)}`,
      ...(options.isCounted ? { "@odata.count": Math.min(found.length, maxCount) } : {}),
      ...countAnnotations(view, options.isCounted, found.length),
      value: page.map(render),
      ...(next ? { "@odata.nextLink": nextLink(session, request, next) } : {}),
      ...(!hasMore && trackedFrom !== undefined
        ? { "@odata.deltaLink": deltaLink(session, table, raw, trackedFrom) }
        : {}),
    },
    applied([
      annotationsWish(view),
      preferredSize === undefined || options.top !== undefined
        ? undefined
        : `odata.maxpagesize=${Math.min(preferredSize, maxPageSize)}`,
      isTracked ? "odata.track-changes" : undefined,
    ]),
  );
}

export function handleCount(session: Session, table: Table, request: ApiRequest, query: string): ApiReply {
  if (request.method !== "GET") throw methodNotAllowed(request.method);
  session.privileges.require("Read", table, session.caller);
  const { rows } = selectRows(viewOf(session, request), table, readQueryOptions(parseQueryString(query)));
  return {
    status: 200,
    headers: { "Content-Type": "text/plain" },
    body: String(Math.min(rows.length, maxCount)),
  };
}
