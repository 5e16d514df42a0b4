// Runs an SQL query and takes one page of it.

import { badSql } from "../errors/queries.ts";
import type { Table } from "../model/metadata.ts";
import type { View } from "../odata/run.ts";
import { parseCookie, type PagingCookie } from "../paging/cookie.ts";
import { runPlan } from "../tabular/run.ts";
import { parseSql } from "./parse.ts";
import { planSql } from "./plan.ts";

/** One page of the answer to an SQL query, and the cookie of the next page; undefined on the last one. */
export interface SqlAnswer {
  readonly value: readonly Record<string, unknown>[];
  readonly next: PagingCookie | undefined;
}

/**
 * Answers GET set?sql=SELECT… with objects of the columns by their names or aliases. Throws a DataverseError
 * for a query that is wrong, or does not begin with `table`.
 */
export function answerSql(
  view: View,
  table: Table,
  source: string,
  pageSize: number,
  skipToken: string | undefined,
): SqlAnswer {
  const statement = parseSql(source);
  const plan = planSql(view, statement);
  if (plan.sources[0]?.table.logicalName !== table.logicalName)
    throw badSql(`The table of the query is not the one of the entity set '${table.entitySet}'.`);
  const lines = runPlan(view, plan);
  const wanted = lines.slice(statement.offset).slice(0, statement.top ?? statement.fetch);
  const page = skipToken === undefined ? 1 : parseCookie(skipToken).page;
  const shown = wanted.slice((page - 1) * pageSize, page * pageSize);
  const hasMore = wanted.length > page * pageSize;
  return {
    value: shown.map(({ values }) =>
      Object.fromEntries(plan.outputs.map(({ name }, index) => [name, values[index] ?? null])),
    ),
    next: hasMore ? { page: page + 1, last: [], first: [] } : undefined,
  };
}
