import { badQuery, methodNotAllowed } from "../errors/addresses.ts";
import { preferences, type ApiReply, type ApiRequest } from "../http.ts";
import type { Table } from "../metadata.ts";
import { pagingCookie, parseQueryString, readQueryOptions } from "../odata/query.ts";
import { createRenderer, maxPageSize, selectRows } from "../odata/run.ts";
import type { Session } from "../session.ts";
import type { Row } from "../store.ts";
import { jsonReply, viewOf } from "./replies.ts";
import { createInSet, selection } from "./rows.ts";

/** The service counts no further than this. */
const maxCount = 5000;

export function handleSet(session: Session, table: Table, request: ApiRequest, query: string): ApiReply {
  if (request.method === "POST") return createInSet(session, table, request, query);
  if (request.method !== "GET") throw methodNotAllowed(request.method);
  session.privileges.require("Read", table, session.caller);
  return list(session, table, session.store.all(table.logicalName), request, query);
}

/** A page of rows, with a link to the next one. */
export function list(
  session: Session,
  table: Table,
  rows: readonly Row[],
  request: ApiRequest,
  query: string,
): ApiReply {
  const raw = parseQueryString(query);
  const options = readQueryOptions(raw);
  const found = selectRows(session, table, rows, options);
  const render = createRenderer(viewOf(session, request), table, options);
  const preferredSize = preferences(request.headers).get("odata.maxpagesize");
  const pageSize = Math.min(maxPageSize, readPageSize(preferredSize) ?? maxPageSize);
  const wanted = options.top === undefined ? found : found.slice(0, options.top);
  const size = options.top === undefined ? pageSize : maxPageSize;
  const page = wanted.slice(options.skip, options.skip + size);
  const next = options.skip + page.length;
  return jsonReply(
    200,
    {
      "@odata.context": `${session.serviceRoot}$metadata#${table.entitySet}${selection(options.select)}`,
      ...(options.isCounted ? { "@odata.count": Math.min(found.length, maxCount) } : {}),
      value: page.map(render),
      ...(next < wanted.length ? { "@odata.nextLink": nextLink(session, table, raw, next) } : {}),
    },
    preferredSize && options.top === undefined
      ? { "Preference-Applied": `odata.maxpagesize=${pageSize}` }
      : {},
  );
}

function readPageSize(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw badQuery("The odata.maxpagesize preference requires a positive integer value.");
  return Number(text);
}

function nextLink(session: Session, table: Table, raw: ReadonlyMap<string, string>, skip: number): string {
  const kept = [...raw].filter(([name]) => name !== "$skiptoken");
  const query = [
    ...kept.map(([name, value]) => `${name}=${encodeURIComponent(value)}`),
    `$skiptoken=${encodeURIComponent(pagingCookie(skip))}`,
  ];
  return `${session.serviceRoot}${table.entitySet}?${query.join("&")}`;
}

export function handleCount(session: Session, table: Table, request: ApiRequest, query: string): ApiReply {
  if (request.method !== "GET") throw methodNotAllowed(request.method);
  session.privileges.require("Read", table, session.caller);
  const options = readQueryOptions(parseQueryString(query));
  const found = selectRows(session, table, session.store.all(table.logicalName), options);
  return {
    status: 200,
    headers: { "Content-Type": "text/plain" },
    body: String(Math.min(found.length, maxCount)),
  };
}
