// Runs a FetchXML query and takes one page of it.

import { badFetch } from "../errors/queries.ts";
import { badQuery } from "../errors/addresses.ts";
import type { Table } from "../model/metadata.ts";
import { maxPageSize, type View } from "../odata/run.ts";
import { formatCookie, parseInnerCookie, placeOf, readPlace, type PagingCookie } from "../paging/cookie.ts";
import { createLineRenderer } from "../tabular/render.ts";
import { compareKeys, runPlan, type Line } from "../tabular/run.ts";
import { rowId } from "../store/row.ts";
import { isTrue, planFetch, type FetchPlan } from "./plan.ts";
import { parseXml } from "./xml.ts";

/** One page of the answer to a FetchXML query. */
export interface FetchAnswer {
  readonly value: readonly Record<string, unknown>[];
  /** The number of rows on all pages. */
  readonly count: number;
  /** Whether the query asked for returntotalrecordcount. */
  readonly isCounted: boolean;
  /** The cookie of the next page; undefined on the last one. */
  readonly next: string | undefined;
}

/**
 * Answers a FetchXML query: for GET set?fetchXml=… and for the actions that take FetchXML. `pageSize` counts
 * where the query sets neither top nor count. Throws a DataverseError for a query that is wrong, or is not
 * about `table`.
 */
export function answerFetch(view: View, table: Table, source: string, pageSize?: number): FetchAnswer {
  const fetch = parseXml(source);
  const plan = planFetch(view, fetch);
  const [root] = plan.sources;
  if (root?.table.logicalName !== table.logicalName)
    throw badQuery(
      `The entity '${root?.table.logicalName}' of the FetchXML query is not the one of the entity set '${table.entitySet}'.`,
    );
  const number = (name: string): number | undefined => readNumber(name, fetch.attributes.get(name));
  const [top, count, page = 1] = [number("top"), number("count"), number("page")];
  if (top !== undefined && (count !== undefined || fetch.attributes.has("page")))
    throw badFetch("The top attribute cannot be used with paging attributes.");
  const lines = runPlan(view, plan);
  const size = Math.min(maxPageSize, top ?? count ?? pageSize ?? maxPageSize);
  const cookie = fetch.attributes.get("paging-cookie");
  const rest = afterPage(plan, lines, (page - 1) * size, cookie ? parseInnerCookie(cookie) : undefined);
  const shown = rest.slice(0, size);
  const hasMore = rest.length > shown.length && top === undefined;
  return {
    value: shown.map(createLineRenderer(view, plan, (index) => plan.isAliased[index] ?? false)),
    count: lines.length,
    isCounted: isTrue(fetch.attributes.get("returntotalrecordcount")),
    next: hasMore ? formatCookie(cookieAfter(plan, shown, page + 1), 2) : undefined,
  };
}

function readNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  if (!/^\d{1,9}$/.test(text) || (name !== "top" && Number(text) === 0))
    throw badFetch(`Invalid value '${text.slice(0, 60)}' of the attribute '${name}'.`);
  return Number(text);
}

/**
 * Whether a place in the order identifies one line, so that a cookie can say where the next page begins: only
 * if each row of the first table is one line.
 */
function isPlaceable(plan: FetchPlan): boolean {
  const isOfRoot = plan.orderBy.every(({ by }) => typeof by !== "string" && by.source === 0);
  const multiplies = plan.sources.some(({ table, join }) => {
    const isByKey = join?.from?.column.name === table.primaryId;
    return join !== undefined && join.type !== "exists" && !isByKey;
  });
  return isOfRoot && !multiplies && !plan.isGrouped && !plan.isDistinct;
}

/** The id of the row of the first table. */
function idOf(plan: FetchPlan, line: Line): string {
  const [[row], [root]] = [line.tuple, plan.sources];
  return row && root ? rowId(root.table, row) : "";
}

/**
 * The lines after the page that was answered last: by the cookie where it can say so, else by the number of
 * lines before.
 */
function afterPage(
  plan: FetchPlan,
  lines: readonly Line[],
  skip: number,
  cookie: PagingCookie | undefined,
): readonly Line[] {
  if (!cookie || cookie.last.length === 0 || !isPlaceable(plan)) return lines.slice(skip);
  const { keys, id } = readPlace(cookie, lines, (line) => line.keys);
  return lines.filter((line) => {
    const order = compareKeys(plan, line.keys, keys);
    return order > 0 || (order === 0 && idOf(plan, line) > id);
  });
}

/** The cookie of the next page, without places where they would not identify a line. */
function cookieAfter(plan: FetchPlan, lines: readonly Line[], page: number): PagingCookie {
  if (!isPlaceable(plan)) return { page, last: [], first: [] };
  const names = plan.orderBy.map(({ by }) => (typeof by === "string" ? by : by.column.name));
  const place = (line: Line | undefined): PagingCookie["last"] =>
    line ? placeOf(names, line.keys, plan.sources[0]?.table.primaryId ?? "id", idOf(plan, line)) : [];
  return { page, last: place(lines.at(-1)), first: place(lines[0]) };
}
