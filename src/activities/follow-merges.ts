/** Follows rows that were merged or qualified to what they have become. */
import { type Candidate, type ClientLink, linkTo } from "../appointments/matching.ts";
import type { ClientTable, RowRef } from "../appointments/row-ref.ts";
import type { DataverseClient } from "../dataverse/client.ts";
import { rowsQuery } from "./client-queries.ts";
import { toCandidate } from "./client-rows.ts";
import { question, readInParts } from "./read-in-parts.ts";

const maximumMerges = 5;
const tables = ["contact", "lead"] as const satisfies readonly ClientTable[];

/**
 * Each link, in the same order, at the row that it leads to now. The row into which one was merged or qualified may have been
 * merged too: reads on until none has, all links of a step in one request.
 */
export async function followMerges(
  links: readonly ClientLink[],
  dataverse: DataverseClient,
): Promise<readonly ClientLink[]> {
  const ends = [...links];
  let moved = links.flatMap((link, index) => (wasReplaced(link) ? [index] : []));
  for (let merges = 0; merges < maximumMerges && moved.length > 0; merges += 1) {
    const rows = await readRows(
      moved.flatMap((index) => ends[index] ?? []),
      dataverse,
    );
    moved = moved.filter((index) => {
      const link = ends[index];
      const row = link && rows.get(keyOf(link));
      const next = row && linkTo(row, link.basis, link.candidates);
      if (next === undefined || next.id === link?.id) return false;
      ends[index] = next;
      return true;
    });
  }
  return ends;
}

/** By `keyOf`; a row that is gone is not among them. */
async function readRows(
  refs: readonly RowRef[],
  dataverse: DataverseClient,
): Promise<ReadonlyMap<string, Candidate>> {
  const ask = (table: ClientTable) => {
    const ids = new Set(refs.filter((ref) => ref.table === table).map(({ id }) => id));
    return ids.size === 0 ? undefined : question([...ids], (some) => rowsQuery(table, some));
  };
  const rows = await readInParts(dataverse, { contact: ask("contact"), lead: ask("lead") });
  const found = tables.flatMap((table) => rows[table].map((row) => toCandidate(table, row)));
  return new Map(found.map((row) => [keyOf(row), row]));
}

function keyOf({ table, id }: RowRef): string {
  return `${table} ${id.toLowerCase()}`;
}

function wasReplaced({ basis }: ClientLink): boolean {
  return basis === "merged into" || basis === "qualified into contact";
}
