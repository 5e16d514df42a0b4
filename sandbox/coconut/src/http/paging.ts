import type { Request } from "express";
import { invalid } from "../model/refusal.ts";
import { queryText } from "./parse.ts";

const mostPerPage = 100;

/**
 * One page of the rows, by the `limit` and `page` of the query, with the pagination that every list of the Open API
 * has.
 */
export function formatPage<T>(request: Request, rows: readonly T[], perPageAtMost = mostPerPage) {
  const limit = Math.min(wholeNumber(request, "limit") ?? perPageAtMost, perPageAtMost);
  const page = wholeNumber(request, "page") ?? 1;
  const data = rows.slice((page - 1) * limit, page * limit);
  const pagination = {
    total: rows.length,
    count: data.length,
    per_page: limit,
    current_page: page,
    total_pages: Math.max(1, Math.ceil(rows.length / limit)),
  };
  return { data, meta: { pagination } };
}

function wholeNumber(request: Request, parameter: string): number | undefined {
  const text = queryText(request, parameter);
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/u.test(text)) return Number(text);
  throw invalid([{ detail: `${parameter}: must be a whole number from 1 on`, parameter }]);
}
