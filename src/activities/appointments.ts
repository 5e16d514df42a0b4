/** Activity `saveAppointment`: the one row of an appointment, as it stands in Coconut now. One request. */
import { createHash } from "node:crypto";
import { type Appointment, regardingClient } from "../appointments/appointment.ts";
import { fieldsOf } from "../appointments/fields.ts";
import type { RowIds } from "../appointments/ids.ts";
import { type Mapping, stateFor, toColumns } from "../appointments/mapping.ts";
import type { ClientLink } from "../appointments/matching.ts";
import { chooseOwner, type OwnerChoice } from "../appointments/owner.ts";
import { effectiveStatus, isClosed, type StateAndReason } from "../appointments/status.ts";
import type { Operation } from "../dataverse/batch.ts";
import type { DataverseClient } from "../dataverse/client.ts";
import { DataverseError } from "../dataverse/errors.ts";
import { MappingError } from "./failures.ts";
import { type Attendance, entitySetNameOf, partiesOf } from "./parties.ts";

export interface SaveAppointmentInput extends Attendance {
  /** What the last save left behind; absent when this run of the Workflow has not written the row. */
  readonly previous?: SavedAppointment;
}

export interface SavedAppointment extends StateAndReason {
  readonly activityId: string;
  readonly how: "written" | "updated" | "reopened";
  readonly owner: OwnerChoice;
  /** The row it was last set regarding; runs begun by older code did not note it. */
  readonly regarding?: Pick<ClientLink, "table" | "id">;
  /** SHA-256 of the parties: they are sent again only when they change, as each sending may mail people. */
  readonly partiesFingerprint: string;
}

type Form = SavedAppointment["how"];

export async function saveAppointment(
  input: SaveAppointmentInput,
  { dataverse, ids, mapping }: { dataverse: DataverseClient; ids: RowIds; mapping: Mapping },
): Promise<SavedAppointment> {
  const { appointment, previous } = input;
  const state = stateOf(appointment, mapping);
  const activityId = ids.activityIdFor(appointment.id);
  const owner = chooseOwner(appointment.staff, input.users, mapping.fallbackOwner);
  const parties = partiesOf(input);
  const partiesFingerprint = createHash("sha256").update(JSON.stringify(parties)).digest("hex");
  const columns = {
    ...toColumns(mapping.appointment, fieldsOf(appointment, regardingClient(appointment))),
    ...(owner.owner && { "ownerid@odata.bind": `/${entitySetNameOf(owner.owner.table)}(${owner.owner.id})` }),
  };
  const { table, id } = input.regarding;
  const regarding = {
    [`regardingobjectid_${table}_appointment@odata.bind`]: `/${entitySetNameOf(table)}(${id})`,
  };
  const withParties = { appointment_activity_parties: parties };
  const { regarding: stands } = previous ?? {};
  const bodies = {
    all: { ...columns, ...regarding, ...withParties },
    changed: {
      ...columns,
      // Where it stands already Dynamics may have moved it since, when it merged two rows.
      ...((stands?.table !== table || stands.id !== id) && regarding),
      ...(previous?.partiesFingerprint !== partiesFingerprint && withParties),
    },
    state,
  };
  const how = await write(dataverse, `appointments(${activityId})`, bodies, firstForm(previous));
  return { ...state, activityId, how, owner, partiesFingerprint, regarding: { table, id } };
}

interface Bodies {
  /** Everything, for a row that may not be there. */
  readonly all: object;
  /** Everything but parties, and a row regarded, that stand already. */
  readonly changed: object;
  readonly state: StateAndReason;
}

function firstForm(previous: SavedAppointment | undefined): Form {
  if (previous === undefined) return "written";
  return isClosed(previous) ? "reopened" : "updated";
}

/**
 * Starts with the form that fits what we remember of the row, and goes on to another when Dataverse says that
 * the row is not so: closed (by a user, or by an attempt whose reply was lost), gone (deleted by a user), or there
 * already (made this moment by an attempt that was given up).
 */
async function write(dataverse: DataverseClient, path: string, bodies: Bodies, first: Form): Promise<Form> {
  let form = first;
  for (const isLastTry of [false, false, true]) {
    try {
      await send(dataverse, path, bodies, form);
      return form;
    } catch (error) {
      const next = nextForm(error, form);
      if (next === undefined || isLastTry) throw error;
      form = next;
    }
  }
  return form;
}

/** Dataverse takes the state on update only, and any change of a closed row only once it is open again. */
async function send(dataverse: DataverseClient, path: string, { all, changed, state }: Bodies, form: Form) {
  const patch = (body: unknown): Operation => ({ method: "PATCH", path, body });
  const existing = (body: unknown): Operation => ({ ...patch(body), headers: { "If-Match": "*" } });
  switch (form) {
    case "written":
      return dataverse.batch([{ changeSet: [patch(all), patch(state)] }]);
    case "updated":
      return dataverse.send(existing({ ...changed, ...state }));
    case "reopened":
      return dataverse.batch([{ changeSet: [existing(reopen), patch(changed), patch(state)] }]);
  }
}

const reopen: StateAndReason = { statecode: 0, statuscode: 1 };

function nextForm(error: unknown, form: Form): Form | undefined {
  if (!(error instanceof DataverseError)) return undefined;
  const { status, dataverseCode = "", dataverseMessage = "" } = error.facts;
  // The text of this refusal is documented; which of the codes comes with it is not.
  if (/closed or cancell?ed activity/i.test(dataverseMessage) || closedCodes.has(dataverseCode))
    return form === "reopened" ? undefined : "reopened";
  if (status === 404 && form !== "written") return "written";
  if (status === 412 && form === "written" && duplicateCodes.has(dataverseCode)) return "updated";
  return undefined;
}

const closedCodes = new Set(["0x8004022e", "0x80040230"]);
/** Of two first upserts at the same moment one makes the row; the other is told that it is there. */
const duplicateCodes = new Set(["0x80040237", "0x80060892"]);

function stateOf(appointment: Appointment, mapping: Mapping): StateAndReason {
  const state = stateFor(mapping.statuses, effectiveStatus(appointment));
  if (state !== undefined) return state;
  throw new MappingError(
    `Coconut's status "${appointment.rawStatus}" is not mapped`,
    "Add it to the wire map's statuses, or let Coconut send a known one; then send the Signal `retry`.",
  );
}
