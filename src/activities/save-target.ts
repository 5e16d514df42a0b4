/** To which row an appointment is saved, in which form, and whether that row is to be put on the client's. */
import type { RowIds } from "../appointments/ids.ts";
import { isSameRow, type RowRef } from "../appointments/row-ref.ts";
import { isClosed } from "../appointments/status.ts";
import type { DataverseClient } from "../dataverse/client.ts";
import type { Form, SaveAppointmentInput } from "./appointments.ts";
import { appointmentQuery, rowQuery } from "./client-queries.ts";
import { rowsOf, toCandidate } from "./client-rows.ts";
import { activityIdsOf, chooseRow, describeRow, isOnClientTable } from "./standing-row.ts";

interface SaveTarget {
  readonly activityId: string;
  readonly firstForm: Form;
  /** For a row that exists; one that is made anew always is. */
  readonly isToBePutOnClient: boolean;
}

interface Dependencies {
  readonly dataverse: DataverseClient;
  readonly ids: RowIds;
}

/**
 * The row that this run has written, else the one that was found, else the one to be made. Dynamics is asked only where we
 * cannot know: when the client's row is another than at the last save, or the run was begun by code that did not look.
 */
export async function findTarget(
  { appointment, regarding, previous, standing }: SaveAppointmentInput,
  { dataverse, ids }: Dependencies,
): Promise<SaveTarget> {
  if (previous !== undefined) {
    const { activityId, regarding: before } = previous;
    const firstForm = isClosed(previous) ? "reopened" : "updated";
    const isToBePutOnClient =
      !isSameRow(before, regarding) && (await isOursToMove(activityId, before, dataverse));
    return { activityId, firstForm, isToBePutOnClient };
  }
  const row = standing === undefined ? await lookUp(appointment.id, { dataverse, ids }) : standing;
  if (row === null) {
    return { activityId: ids.activityIdFor(appointment.id), firstForm: "written", isToBePutOnClient: true };
  }
  const { activityId, replacedBy } = row;
  const firstForm = row.isClosed ? "reopened" : "updated";
  return { activityId, firstForm, isToBePutOnClient: isSameRow(replacedBy, regarding) };
}

async function lookUp(appointmentId: string, { dataverse, ids }: Dependencies) {
  const answer = await dataverse.send(appointmentQuery(activityIdsOf({ appointmentId }, ids)));
  const row = chooseRow(rowsOf(answer), undefined);
  return row ? describeRow(row) : null;
}

/**
 * Whether the row stands where we put it, on the client's row of the last save or the one that was merged into, or on nothing.
 * Where somebody else has put it, it stays.
 */
async function isOursToMove(
  activityId: string,
  before: RowRef | undefined,
  dataverse: DataverseClient,
): Promise<boolean> {
  const queries = [appointmentQuery([activityId]), ...(before ? [rowQuery(before)] : [])];
  const [appointments, clients] = (await dataverse.batch(queries)).map(rowsOf);
  const regarding = chooseRow(appointments ?? [], activityId)?.regarding;
  if (regarding === undefined) return true;
  if (before === undefined) return isOnClientTable(regarding);
  const [client] = (clients ?? []).map((row) => toCandidate(before.table, row));
  const { masterId } = client ?? {};
  const isMaster = masterId !== undefined && isSameRow(regarding, { table: before.table, id: masterId });
  return isMaster || isSameRow(regarding, before);
}
