import { badQuery } from "../errors/addresses.ts";
import { answerFetch } from "../fetchxml/answer.ts";
import type { ApiReply } from "../transport/http.ts";
import type { Table } from "../model/metadata.ts";
import { answerApply } from "../tabular/apply.ts";
import { readQueryOptions } from "../odata/query.ts";
import { wantsAnnotation } from "../odata/render.ts";
import { maxPageSize } from "../odata/run.ts";
import type { Row } from "../store/row.ts";
import { viewOf, type Call } from "../call/call.ts";
import { answerSql } from "../sql/answer.ts";
import { countAnnotations } from "../paging/counting.ts";
import { jsonReply } from "../call/replies.ts";
import { nextLink, readPageSize } from "../paging/next-page.ts";

/**
 * Answers queries whose result is a table of values: FetchXML, SQL and $apply; undefined if the query is
 * none of them.
 */
export function handleTabular(
  call: Call,
  table: Table,
  members: readonly Row[] | undefined,
): ApiReply | undefined {
  const options = call.options();
  if (options.has("$apply")) return replyToApply(call, table, members);
  // FetchXML and SQL name their tables themselves, so they cannot be asked of the members of a collection.
  if (members) return undefined;
  const fetch = options.get("fetchXml") ?? options.get("fetchxml");
  if (fetch !== undefined) return replyToFetch(call, table, fetch);
  const sql = options.get("sql");
  return sql === undefined ? undefined : replyToSql(call, table, sql);
}

function requireAlone(call: Call, ...allowed: readonly string[]): void {
  const other = [...call.options().keys()].find((name) => !allowed.includes(name));
  if (other !== undefined)
    throw badQuery(`The query parameter ${other.slice(0, 60)} cannot be used with ${allowed[0]}.`);
}

function contextOf({ session }: Call, table: Table): string {
  return `${session.serviceRoot}$metadata#${table.entitySet}`;
}

function replyToFetch(call: Call, table: Table, source: string): ApiReply {
  requireAlone(call, "fetchXml", "fetchxml");
  const view = viewOf(call);
  const size = readPageSize(call.preferences.get("odata.maxpagesize"));
  const { value, next, count, isCounted } = answerFetch(view, table, source, size);
  const paging = {
    "Microsoft.Dynamics.CRM.fetchxmlpagingcookie": next,
    "Microsoft.Dynamics.CRM.morerecords": next === undefined ? undefined : true,
  };
  const wanted = Object.entries(paging).filter(
    ([name, content]) => content !== undefined && wantsAnnotation(view.annotations, name),
  );
  return jsonReply(200, {
    "@odata.context": contextOf(call, table),
    ...countAnnotations(view, isCounted, count),
    ...Object.fromEntries(wanted.map(([name, content]) => [`@${name}`, content])),
    value,
  });
}

function replyToSql(call: Call, table: Table, source: string): ApiReply {
  requireAlone(call, "sql", "$skiptoken");
  const view = viewOf(call);
  const size = Math.min(maxPageSize, readPageSize(call.preferences.get("odata.maxpagesize")) ?? maxPageSize);
  const { value, next } = answerSql(view, table, source, size, call.options().get("$skiptoken"));
  return jsonReply(200, {
    "@odata.context": contextOf(call, table),
    value,
    ...(next ? { "@odata.nextLink": nextLink(call, next) } : {}),
  });
}

function replyToApply(call: Call, table: Table, members: readonly Row[] | undefined): ApiReply {
  const options = readQueryOptions(call.options());
  const view = viewOf(call);
  return jsonReply(200, {
    "@odata.context": contextOf(call, table),
    value: answerApply(view, table, options, members),
  });
}
