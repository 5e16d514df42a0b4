import { methodNotAllowed } from "../errors/addresses.ts";
import type { ApiReply } from "../transport/http.ts";
import type { Table } from "../model/metadata.ts";
import { rowsAfter } from "../odata/ordering.ts";
import { readQueryOptions } from "../odata/query.ts";
import { createRenderer, maxPageSize, selectRows } from "../odata/run.ts";
import { parseCookie, readPlace } from "../paging/cookie.ts";
import { viewOf, type Call } from "../call/call.ts";
import { deltaLink, listChanges, requireTrackable } from "./change-tracking.ts";
import { countAnnotations, maxCount } from "../paging/counting.ts";
import { nextCookie, nextLink, readPageSize } from "../paging/next-page.ts";
import { annotationsWish, applied, jsonReply, selection, textReply } from "../call/replies.ts";
import { createInSet } from "./rows.ts";
import { handleTabular } from "./tabular.ts";
import type { Row } from "../store/row.ts";

/** Answers an operation on an entity set: GET lists its rows, POST creates one. */
export function handleSet(call: Call, table: Table): ApiReply {
  if (call.method === "POST") return createInSet(call, table);
  if (call.method !== "GET") throw methodNotAllowed(call.method);
  call.session.privileges.require("Read", table, call.session.caller);
  return list(call, table);
}

/** Answers one page of rows with a link to the next page: of `members` if given, else of the whole table. */
export function list(call: Call, table: Table, members?: readonly Row[]): ApiReply {
  return handleTabular(call, table, members) ?? listQuery(call, table, members);
}

function listQuery(call: Call, table: Table, members: readonly Row[] | undefined): ApiReply {
  const { session, preferences: wishes } = call;
  const raw = call.options();
  const options = readQueryOptions(raw);
  const view = viewOf(call);
  const cookie = options.skipToken === undefined ? undefined : parseCookie(options.skipToken);
  const isTracked = wishes.has("odata.track-changes") || cookie?.trackedFrom !== undefined;
  if (isTracked) requireTrackable(raw);
  if (options.deltaToken !== undefined) return listChanges(session, table, view, options);
  const trackedFrom = isTracked ? (cookie?.trackedFrom ?? session.store.version()) : undefined;

  const { rows: found, order } = selectRows(view, table, options, members);
  const render = createRenderer(view, table, options);
  const preferredSize = readPageSize(wishes.get("odata.maxpagesize"));
  // $top limits the answer itself, so the preferred page size does not apply.
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
      ...(next ? { "@odata.nextLink": nextLink(call, next) } : {}),
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

/** Answers set/$count: the number of rows that match, 5,000 at most, as text. */
export function handleCount(call: Call, table: Table): ApiReply {
  if (call.method !== "GET") throw methodNotAllowed(call.method);
  call.session.privileges.require("Read", table, call.session.caller);
  const { rows } = selectRows(viewOf(call), table, readQueryOptions(call.options()));
  return textReply(Math.min(rows.length, maxCount));
}
