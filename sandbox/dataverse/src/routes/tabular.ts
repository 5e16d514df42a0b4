import { badQuery } from "../errors/addresses.ts";
import { answerFetch } from "../fetchxml/answer.ts";
import { preferences, type ApiReply, type ApiRequest } from "../transport/http.ts";
import type { Table } from "../model/metadata.ts";
import { answerApply } from "../tabular/apply.ts";
import { readQueryOptions } from "../odata/query.ts";
import { wantsAnnotation } from "../odata/render.ts";
import { maxPageSize } from "../odata/run.ts";
import type { Row } from "../store/row.ts";
import type { Session } from "../call/session.ts";
import { answerSql } from "../sql/answer.ts";
import { countAnnotations } from "../paging/counting.ts";
import { jsonReply, viewOf } from "../call/replies.ts";
import { nextLink, readPageSize } from "../paging/next-page.ts";

type Raw = ReadonlyMap<string, string>;

/** Queries that answer with a table of values: FetchXML, SQL and $apply; undefined if it is none of these. */
export function handleTabular(
  session: Session,
  table: Table,
  request: ApiRequest,
  raw: Raw,
  members?: readonly Row[],
): ApiReply | undefined {
  if (raw.has("$apply")) return replyToApply(session, table, request, raw, members);
  // The others name their table themselves.
  if (members) return undefined;
  const fetch = raw.get("fetchXml") ?? raw.get("fetchxml");
  if (fetch !== undefined) return replyToFetch(session, table, request, raw, fetch);
  const sql = raw.get("sql");
  return sql === undefined ? undefined : replyToSql(session, table, request, raw, sql);
}

function requireAlone(raw: Raw, ...allowed: readonly string[]): void {
  const other = [...raw.keys()].find((name) => !allowed.includes(name));
  if (other !== undefined)
    throw badQuery(`The query parameter ${other.slice(0, 60)} cannot be used with ${allowed[0]}.`);
}

function contextOf(session: Session, table: Table): string {
  return `${session.serviceRoot}$metadata#${table.entitySet}`;
}

function replyToFetch(
  session: Session,
  table: Table,
  request: ApiRequest,
  raw: Raw,
  source: string,
): ApiReply {
  requireAlone(raw, "fetchXml", "fetchxml");
  const view = viewOf(session, request);
  const size = readPageSize(preferences(request.headers).get("odata.maxpagesize"));
  const { value, next, count, isCounted } = answerFetch(view, table, source, size);
  const paging = {
    "Microsoft.Dynamics.CRM.fetchxmlpagingcookie": next,
    "Microsoft.Dynamics.CRM.morerecords": next === undefined ? undefined : true,
  };
  const wanted = Object.entries(paging).filter(
    ([name, content]) => content !== undefined && wantsAnnotation(view.annotations, name),
  );
  return jsonReply(200, {
    "@odata.context": contextOf(session, table),
    ...countAnnotations(view, isCounted, count),
    ...Object.fromEntries(wanted.map(([name, content]) => [`@${name}`, content])),
    value,
  });
}

function replyToSql(session: Session, table: Table, request: ApiRequest, raw: Raw, source: string): ApiReply {
  requireAlone(raw, "sql", "$skiptoken");
  const view = viewOf(session, request);
  const size = Math.min(
    maxPageSize,
    readPageSize(preferences(request.headers).get("odata.maxpagesize")) ?? maxPageSize,
  );
  const { value, next } = answerSql(view, table, source, size, raw.get("$skiptoken"));
  return jsonReply(200, {
    "@odata.context": contextOf(session, table),
    value,
    ...(next ? { "@odata.nextLink": nextLink(session, request, next) } : {}),
  });
}

function replyToApply(
  session: Session,
  table: Table,
  request: ApiRequest,
  raw: Raw,
  members: readonly Row[] | undefined,
): ApiReply {
  const options = readQueryOptions(raw);
  const view = viewOf(session, request);
  return jsonReply(200, {
    "@odata.context": contextOf(session, table),
    value: answerApply(view, table, options, members),
  });
}
