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

/** A job is picked up a moment after it is due, and done a moment after that. */
const pickUpMs = 200;
const runMs = 400;

export function firstStateOf(session: Session, dueAt: number): Record<string, Cell> {
  return dueAt > session.now().getTime() ? postponed : waiting;
}

/** Takes every job as far as it is by now. Called before each operation, so that nobody sees one that is late. */
export function runDueJobs(session: Session): void {
  if (session.store.count("asyncoperation") === 0) return;
  for (const status of unfinished) {
    for (const job of session.store.where("asyncoperation", "statuscode", status)) {
      if (job.operationtype === 13) advance(session, job);
    }
  }
}

function advance(session: Session, job: Row): void {
  const lateMs = session.now().getTime() - orderOf(job).dueAt;
  if (lateMs >= runMs) finish(session, job);
  else if (lateMs >= pickUpMs && job.statuscode !== inProgress.statuscode)
    keep(session, job, { ...inProgress, startedon: formatMoment(session.now()) }, {});
}

function finish(session: Session, job: Row): void {
  const { deleted, failed } = deleteMatching(session, job);
  const now = formatMoment(session.now());
  keep(
    session,
    job,
    { ...succeeded, startedon: job.startedon ?? now, completedon: now },
    { successcount: deleted, failurecount: failed },
  );
}

/** What the job was asked to do, and when. */
function orderOf(job: Row): { dueAt: number; queries: readonly unknown[] } {
  const order: unknown = JSON.parse(typeof job.data === "string" ? job.data : "{}");
  const { dueAt, queries } = isJsonObject(order) ? order : {};
  return { dueAt: Number(dueAt), queries: Array.isArray(queries) ? queries : [] };
}

/** Whoever asked for the job deletes; rows that cannot be deleted are left and counted. */
function deleteMatching(session: Session, job: Row): { deleted: number; failed: number } {
  const owner = isReference(job.ownerid) ? job.ownerid.id : session.caller;
  const acting: Session = { ...session, caller: owner };
  let [deleted, failed] = [0, 0];
  for (const query of orderOf(job).queries) {
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

/** The job and the operation it belongs to go through the same states. */
function keep(session: Session, job: Row, cells: Record<string, Cell>, counts: Record<string, Cell>): void {
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
