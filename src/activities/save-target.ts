/** To which row an appointment is saved, in which form, and whether that row is to be put on the client's. */
import { clientKey, regardingClient } from "../appointments/appointment.ts";
import type { RowIds } from "../appointments/ids.ts";
import { isSameRow } from "../appointments/row-ref.ts";
import { isClosed } from "../appointments/status.ts";
import type { DataverseClient } from "../dataverse/client.ts";
import type { Form, SaveAppointmentInput, SavedAppointment } from "./appointments.ts";
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
  input: SaveAppointmentInput,
  { dataverse, ids }: Dependencies,
): Promise<SaveTarget> {
  const { appointment, regarding, previous, standing } = input;
  if (previous !== undefined) {
    const isToBePutOnClient =
      !isSameRow(previous.regarding, regarding) && (await isOursToMove(previous, input, dataverse));
    const firstForm = isClosed(previous) ? "reopened" : "updated";
    return { activityId: previous.activityId, firstForm, isToBePutOnClient };
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
 * Whether the row may be put on the client's row, which is another than at the last save. It may where it stands on nothing;
 * and where we put it, on the row of the last save or the one that was merged into, if that was another client's or the
 * appointment turned out to be booked from a row. Where somebody else has put it, it stays.
 */
async function isOursToMove(
  { activityId, regarding: before, client }: SavedAppointment,
  { appointment, regarding }: SaveAppointmentInput,
  dataverse: DataverseClient,
): Promise<boolean> {
  const queries = [appointmentQuery([activityId]), ...(before ? [rowQuery(before)] : [])];
  const [appointments, beforeRows] = (await dataverse.batch(queries)).map(rowsOf);
  const now = chooseRow(appointments ?? [], activityId)?.regarding;
  if (now === undefined) return true;
  if (before === undefined) return isOnClientTable(now);
  const present = regardingClient(appointment);
  const isSameClient = present !== undefined && clientKey(present) === client;
  if (isSameClient && regarding.basis !== "booked from") return false;
  const [{ masterId } = {}] = (beforeRows ?? []).map((row) => toCandidate(before.table, row));
  const isMaster = masterId !== undefined && isSameRow(now, { table: before.table, id: masterId });
  return isMaster || isSameRow(now, before);
}
