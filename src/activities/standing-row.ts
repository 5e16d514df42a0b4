/** The row of an appointment that Dynamics has already: which it is, and what it is regarding. */
import type { RowIds } from "../appointments/ids.ts";
import { type Candidate, linkTo } from "../appointments/matching.ts";
import { isSameRow, type RowRef } from "../appointments/row-ref.ts";
import { tableAnnotation } from "./client-queries.ts";
import { type Row, toCandidate } from "./client-rows.ts";

/** An appointment's row as it was found. Kept by the Workflow until the row is saved. */
export interface StandingRow {
  readonly activityId: string;
  /** As Dynamics writes it: ISO 8601, in UTC. */
  readonly modifiedAt: string;
  readonly isClosed: boolean;
  /** The row that it is regarding, in whatever table; absent when it is regarding nothing. */
  readonly regarding?: { readonly table: string; readonly id: string };
  /** The row into which that lead or contact was merged or qualified since. */
  readonly replacedBy?: RowRef;
}

/** The row, and the lead or contact that it is regarding, if it is one. */
interface FoundRow extends Omit<StandingRow, "replacedBy"> {
  readonly client?: Candidate;
}

/** Under which ids an appointment's row is looked for. */
export function activityIdsOf(
  wanted: { readonly appointmentId: string; readonly activityId?: string },
  ids: RowIds,
): readonly string[] {
  return [
    ...new Set([
      ...(wanted.activityId ? [wanted.activityId] : []),
      ...ids.activityIdsFor(wanted.appointmentId),
    ]),
  ];
}

/**
 * The appointment's row among those that have one of its ids. There is more than one where an older version wrote it twice, by
 * two addresses of Dynamics: then it is the row that an earlier run told, else an open one, else the last modified.
 */
export function chooseRow(rows: readonly Row[], activityId: string | undefined): FoundRow | undefined {
  const order = (one: FoundRow) => [
    one.activityId === activityId,
    !one.isClosed,
    one.modifiedAt,
    one.activityId,
  ];
  return rows.map(toFoundRow).toSorted((a, b) => compare(order(b), order(a)))[0];
}

function compare(a: readonly (boolean | string)[], b: readonly (boolean | string)[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  const [one, other] = [a[at] ?? "", b[at] ?? ""];
  return one < other ? -1 : Number(one > other);
}

function toFoundRow(row: Row): FoundRow {
  const { activityid, modifiedon, statecode, _regardingobjectid_value: regardingId } = row;
  const table = row[`_regardingobjectid_value@${tableAnnotation}`];
  const client = clientOf(row);
  return {
    activityId: String(activityid),
    modifiedAt: String(modifiedon),
    isClosed: statecode === 1 || statecode === 2,
    ...(typeof regardingId === "string" && {
      regarding: { table: client?.table ?? (typeof table === "string" ? table : "unknown"), id: regardingId },
    }),
    ...(client && { client }),
  };
}

function clientOf(row: Row): Candidate | undefined {
  for (const table of ["lead", "contact"] as const) {
    const expanded = row[`regardingobjectid_${table}_appointment`];
    if (typeof expanded === "object" && expanded !== null) return toCandidate(table, expanded as Row);
  }
  return undefined;
}

/** What is told of the row. `now`: the lead or contact that it is regarding, after merges. */
export function describeRow(
  { client, ...row }: FoundRow,
  now: RowRef | undefined = client && linkTo(client, "stands on it"),
): StandingRow {
  if (now === undefined || isSameRow(now, client)) return row;
  return { ...row, replacedBy: { table: now.table, id: now.id } };
}

/** Whether a row is a lead or a contact. */
export function isOnClientTable({ table }: { readonly table: string }): boolean {
  return table === "lead" || table === "contact";
}
