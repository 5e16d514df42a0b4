// The paging cookie: where a page ended, written into @odata.nextLink ($skiptoken) and
// @Microsoft.Dynamics.CRM.fetchxmlpagingcookie, and read back.

import { badQuery } from "../errors/addresses.ts";
import type { Scalar } from "../store/row.ts";

/**
 * The values of a row in the columns it is ordered by, with their names; the last entry is the row's id in
 * braces. Null stands for no value.
 */
type Place = readonly (readonly [name: string, value: string | null])[];

/** Where a page ended: the number of the next page, and the places of the page's last and first row. */
export interface PagingCookie {
  readonly page: number;
  readonly last: Place;
  readonly first: Place;
  /** The version at which change tracking began, while its first answer takes several pages. */
  readonly trackedFrom?: number;
}

/**
 * Writes for example <cookie page="1"><lastname last="Roy" first="Chen" /><leadid last="{…}" first="{…}"
 * /></cookie>.
 */
function formatInnerCookie({ page, last, first, trackedFrom }: PagingCookie): string {
  const parts = last.map(([name, value], index) => {
    const firstValue = first[index]?.[1] ?? null;
    return `<${name}${attribute("last", value)}${attribute("first", firstValue)} />`;
  });
  const tracked = trackedFrom === undefined ? "" : ` tracked="${trackedFrom}"`;
  return `<cookie page="${page - 1}"${tracked}>${parts.join("")}</cookie>`;
}

function attribute(name: string, value: string | null): string {
  return value === null ? ` ${name}null="1"` : ` ${name}="${escapeXml(value)}"`;
}

/**
 * Writes a cookie with the inner one percent-encoded inside the outer: once for a link, twice for the
 * annotation of FetchXML.
 */
export function formatCookie(cookie: PagingCookie, times: 1 | 2): string {
  // A lone surrogate cannot be percent-encoded; going through UTF-8 bytes replaces it.
  const wellFormed = Buffer.from(formatInnerCookie(cookie)).toString();
  const inner = encodeURIComponent(wellFormed).replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  const text = times === 1 ? inner : encodeURIComponent(inner);
  const isTracking = cookie.trackedFrom === undefined ? "False" : "True";
  return `<cookie pagenumber="${cookie.page}" pagingcookie="${text}" istracking="${isTracking}" />`;
}

/**
 * Reads the outer cookie that came back in $skiptoken. Throws a DataverseError (400) if the service did not
 * write it.
 */
export function parseCookie(text: string): PagingCookie {
  const [, page, encoded = ""] =
    /^<cookie pagenumber="(\d{1,9})" pagingcookie="([^"]*)" istracking="(?:True|False)" \/>$/.exec(text) ??
    [];
  if (page === undefined) throw malformed();
  let inner = encoded;
  try {
    inner = decodeURIComponent(encoded);
  } catch {
    throw malformed();
  }
  return { ...parseInnerCookie(inner), page: Number(page) };
}

/**
 * Reads the inner cookie, which FetchXML sends back in its attribute paging-cookie. Throws a DataverseError
 * (400) if the service did not write it.
 */
export function parseInnerCookie(text: string): PagingCookie {
  const [, page, tracked, places = ""] =
    /^<cookie page="(\d{1,9})"(?: tracked="(\d{1,15})")?>((?:<\w+ [^<>]*\/>)*)<\/cookie>$/.exec(
      text.trim(),
    ) ?? [];
  if (page === undefined) throw malformed();
  const last: [string, string | null][] = [];
  for (const [, name = "", attributes = ""] of places.matchAll(/<(\w+) ([^<>]*)\/>/g)) {
    const value = /(?:^| )last="([^"]*)"/.exec(attributes)?.[1];
    last.push([name, value === undefined ? null : unescapeXml(value)]);
  }
  const trackedFrom = tracked === undefined ? {} : { trackedFrom: Number(tracked) };
  return { page: Number(page) + 1, last, first: [], ...trackedFrom };
}

/**
 * The place after which the next page begins. A cookie holds only text, so the type of each value is taken
 * from those that `rows` have in the same column.
 */
export function readPlace<T>(
  { last }: PagingCookie,
  rows: readonly T[],
  keysOf: (row: T) => readonly Scalar[],
): { keys: Scalar[]; id: string } {
  const texts = last.map(([, value]) => value);
  const id = (texts.pop() ?? "").replaceAll(/[{}]/g, "").toLowerCase();
  const types: (string | undefined)[] = texts.map(() => undefined);
  for (const row of rows) {
    for (const [index, key] of keysOf(row).entries()) if (key !== null) types[index] ??= typeof key;
    if (types.every((type) => type !== undefined)) break;
  }
  const keys = texts.map((text, index) => {
    if (text === null || types[index] === "string") return text;
    return types[index] === "boolean" ? text === "true" : Number(text);
  });
  return { keys, id };
}

/**
 * The place of a row in a cookie: the values it is ordered by under their names, then its id under `idName`.
 */
export function placeOf(
  names: readonly string[],
  keys: readonly Scalar[],
  idName: string,
  id: string,
): Place {
  const values = names.map((name, index) => [name, textOf(keys[index] ?? null)] as const);
  return [...values, [idName, `{${id.toUpperCase()}}`]];
}

function textOf(value: Scalar): string | null {
  return value === null ? null : String(value);
}

function malformed(): Error {
  return badQuery("Malformed XML Passed in the Paging Cookie.");
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}

function unescapeXml(text: string): string {
  return text.replaceAll(
    /&(?:amp|lt|gt|quot);/g,
    (entity) => Object.keys(entities).find((one) => entities[one] === entity) ?? entity,
  );
}
