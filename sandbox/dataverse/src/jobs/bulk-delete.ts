// Bulk deletion: takes the system jobs that the action BulkDelete made through their states, and deletes the
// rows.

import { DataverseError } from "../errors/dataverse-error.ts";
import { deleteRow } from "../rows/remove.ts";
import type { Session } from "../call/session.ts";
import { formatMoment } from "../moments.ts";
import { compileQueryExpression } from "./query-expression.ts";
import { isReference, rowId, type Cell, type Row } from "../store/row.ts";
import { isJsonObject } from "../transport/json-text.ts";

const waiting = { statecode: 0, statuscode: 0 };
const postponed = { statecode: 1, statuscode: 10 };
const inProgress = { statecode: 2, statuscode: 20 };
const succeeded = { statecode: 3, statuscode: 30 };
const unfinished = [waiting.statuscode, postponed.statuscode, inProgress.statuscode];

// How long after its due time a job is started, and finished, in milliseconds.
const pickUpMs = 200;
const runMs = 400;

/** The state of a new job: waiting, or postponed if `dueAt` (milliseconds since 1970) is still to come. */
export function firstStateOf(session: Session, dueAt: number): Record<string, Cell> {
  return dueAt > session.now().getTime() ? postponed : waiting;
}

/**
 * Takes every bulk deletion as far as it is due by now. Called before each operation, so that nobody reads a
 * job that should already be further.
 */
export function runDueJobs(session: Session): void {
  if (session.store.count("asyncoperation") === 0) return;
  for (const status of unfinished) {
    for (const job of session.store.where("asyncoperation", "statuscode", status)) {
      if (job.operationtype === 13) advance(session, job);
    }
  }
}

/** Takes one job to the state it should be in by now. */
function advance(session: Session, job: Row): void {
  const lateMs = session.now().getTime() - readOrder(job).dueAt;
  if (lateMs >= runMs) finish(session, job);
  else if (lateMs >= pickUpMs && job.statuscode !== inProgress.statuscode)
    storeState(session, job, { ...inProgress, startedon: formatMoment(session.now()) }, {});
}

/** Deletes the rows, and completes the job with the numbers of rows deleted and not deleted. */
function finish(session: Session, job: Row): void {
  const { deleted, failed } = deleteMatching(session, job);
  const now = formatMoment(session.now());
  storeState(
    session,
    job,
    { ...succeeded, startedon: job.startedon ?? now, completedon: now },
    { successcount: deleted, failurecount: failed },
  );
}

/** What the job is to delete (QueryExpressions), and when, as BulkDelete stored it in the job's data. */
function readOrder(job: Row): { dueAt: number; queries: readonly unknown[] } {
  const order: unknown = JSON.parse(typeof job.data === "string" ? job.data : "{}");
  const { dueAt, queries } = isJsonObject(order) ? order : {};
  return { dueAt: Number(dueAt), queries: Array.isArray(queries) ? queries : [] };
}

/**
 * Deletes the matching rows with the rights of the job's owner; rows that cannot be deleted are left and
 * counted as failed.
 */
function deleteMatching(session: Session, job: Row): { deleted: number; failed: number } {
  const owner = isReference(job.ownerid) ? job.ownerid.id : session.caller;
  const acting: Session = { ...session, caller: owner };
  let [deleted, failed] = [0, 0];
  for (const query of readOrder(job).queries) {
    const { table, test } = compileQueryExpression(acting, "BulkDelete", query);
    for (const row of session.store.all(table.logicalName).filter(test)) {
      try {
        session.store.transaction(() => deleteRow(acting, table, rowId(table, row)));
        deleted += 1;
      } catch (error) {
        if (!(error instanceof DataverseError)) throw error;
        failed += 1;
      }
    }
  }
  return { deleted, failed };
}

/**
 * Stores the new state of the job, and the same state and the counts in the bulk delete operation that
 * belongs to it.
 */
function storeState(
  session: Session,
  job: Row,
  cells: Record<string, Cell>,
  counts: Record<string, Cell>,
): void {
  const id = rowId({ primaryId: "asyncoperationid" }, job);
  const modifiedon = formatMoment(session.now());
  session.store.put("asyncoperation", id, { ...job, ...cells, modifiedon });
  for (const operation of session.store.where("bulkdeleteoperation", "asyncoperationid", id)) {
    const { statecode = null, statuscode = null } = cells;
    const changed = { ...operation, statecode, statuscode, ...counts, modifiedon };
    session.store.put(
      "bulkdeleteoperation",
      rowId({ primaryId: "bulkdeleteoperationid" }, operation),
      changed,
    );
  }
}
