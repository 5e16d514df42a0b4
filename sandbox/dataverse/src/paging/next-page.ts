// The size of a page, and the link to the next one.

import { badQuery } from "../errors/addresses.ts";
import type { Call } from "../call/call.ts";
import type { Table } from "../model/metadata.ts";
import type { Order } from "../odata/ordering.ts";
import { formatCookie, placeOf, type PagingCookie } from "./cookie.ts";
import type { Row } from "../store/row.ts";

/**
 * Reads Prefer: odata.maxpagesize; undefined where the request does not send it. Throws a DataverseError
 * (400) unless it is a positive whole number.
 */
export function readPageSize(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw badQuery("The odata.maxpagesize preference requires a positive integer value.");
  return Number(text);
}

/** The cookie for page `number`, made of the first and last row of the page before it. */
export function nextCookie(
  table: Table,
  page: readonly Row[],
  order: Order,
  number: number,
  trackedFrom: number | undefined,
): PagingCookie {
  const place = (row: Row | undefined): PagingCookie["last"] => {
    const position = row && order.positionOf(row);
    return position ? placeOf(order.names, position.keys, table.primaryId, position.id) : [];
  };
  return {
    page: number,
    last: place(page.at(-1)),
    first: place(page[0]),
    ...(trackedFrom === undefined ? {} : { trackedFrom }),
  };
}

/** The address of the next page: that of this request, as it was sent, with another $skiptoken. */
export function nextLink({ session, path, target }: Call, cookie: PagingCookie): string {
  const query = target.slice(path.length + 1);
  const kept = query.split("&").filter((pair) => pair !== "" && !/^(?:\$|%24)skiptoken=/i.test(pair));
  const token = encodeURIComponent(formatCookie(cookie, 1)).replaceAll("%3D", "=").replaceAll("%2F", "/");
  return `${session.serviceRoot}${path}?${[...kept, `$skiptoken=${token}`].join("&")}`;
}
