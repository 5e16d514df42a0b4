/** Activity `saveAppointment`: writes the appointment row as the appointment is in Coconut now. One request, as a rule. */
import { createHash } from "node:crypto";
import { clientKey, regardingClient } from "../appointments/appointment.ts";
import { fieldsOf } from "../appointments/fields.ts";
import type { RowIds } from "../appointments/ids.ts";
import { type Mapping, toColumns } from "../appointments/mapping.ts";
import { chooseOwner, type Owner, type OwnerChoice } from "../appointments/owner.ts";
import type { RowRef } from "../appointments/row-ref.ts";
import type { StateAndReason } from "../appointments/status.ts";
import { withKnownStatuses } from "../coconut/status.ts";
import type { Operation } from "../dataverse/batch.ts";
import type { DataverseClient } from "../dataverse/client.ts";
import { DataverseError } from "../dataverse/errors.ts";
import type { WhoAmI } from "../dataverse/who-am-i.ts";
import { type Attendance, entitySetNameOf, partiesOf } from "./parties.ts";
import { findTarget } from "./save-target.ts";
import type { StandingRow } from "./standing-row.ts";
import { stateOf } from "./statuses.ts";

/** What to write, and what was written last. */
export interface SaveAppointmentInput extends Attendance {
  /** The result of the last save; absent when this run of the Workflow has not written the row. */
  readonly previous?: SavedAppointment;
  /**
   * The row as `findClient` found it, null when there was none. Absent from Workflows that version 0.2.0 began, which did not
   * look for it: then the save does.
   */
  readonly standing?: StandingRow | null;
}

/** What was written. `how`: a row that might not have been there, an open row, or a closed row that was opened for it. */
export interface SavedAppointment extends StateAndReason {
  readonly activityId: string;
  readonly how: "written" | "updated" | "reopened";
  readonly owner: OwnerChoice;
  /**
   * The client's row for which the row's regarding is right: it was written, or somebody had put the row elsewhere, where it
   * stays. Absent when that is not known: older code did not keep it, or a save of another client's row has failed since.
   */
  readonly regarding?: RowRef;
  /** The `clientKey` of the client whose row that is; absent from runs that older code began, and where there is no client. */
  readonly client?: string;
  /** SHA-256 of the parties. They are written again only when they change: Dynamics may send mail each time. */
  readonly partiesFingerprint: string;
}

/** In which of the ways that `how` tells a save is sent. */
export type Form = SavedAppointment["how"];

/** What the save works with. */
export interface SaveDependencies {
  readonly dataverse: DataverseClient;
  readonly ids: RowIds;
  readonly mapping: Mapping;
  readonly whoAmI: Pick<WhoAmI, "userId" | "forget">;
}

/** Writes the row, whatever its state in Dynamics. @throws DataverseError, DataverseSignInError, MappingError */
export async function saveAppointment(
  input: SaveAppointmentInput,
  { dataverse, ids, mapping, whoAmI }: SaveDependencies,
): Promise<SavedAppointment> {
  const { previous } = input;
  // The attendees' statuses stay as the Workflow has them: by them it chose the row that the appointment is regarding.
  const appointment = {
    ...input.appointment,
    status: withKnownStatuses(input.appointment, mapping.statusWords).status,
  };
  const state = stateOf(appointment, mapping);
  const owner = chooseOwner(appointment.staff, input.users, mapping.fallbackOwner);
  const client = regardingClient(appointment);
  const parties = partiesOf({ ...input, appointment });
  const partiesFingerprint = createHash("sha256").update(JSON.stringify(parties)).digest("hex");
  const { activityId, firstForm, isToBePutOnClient } = await findTarget(input, { dataverse, ids });
  const columns = {
    ...toColumns(mapping.appointment, fieldsOf(appointment, client)),
    // Named also where a new row would have it anyway: a row that exists may have another.
    "ownerid@odata.bind": pathOf(owner.owner ?? { table: "systemuser", id: await whoAmI.userId() }),
  };
  const { table, id } = input.regarding;
  const regarding = { [`regardingobjectid_${table}_appointment@odata.bind`]: pathOf({ table, id }) };
  const withParties = { appointment_activity_parties: parties };
  const bodies = {
    all: { ...columns, ...regarding, ...withParties },
    changed: {
      ...columns,
      ...(isToBePutOnClient && regarding),
      ...(previous?.partiesFingerprint !== partiesFingerprint && withParties),
    },
    state,
  };
  try {
    const how = await write(dataverse, `appointments(${activityId})`, bodies, firstForm);
    return {
      ...state,
      activityId,
      how,
      owner,
      partiesFingerprint,
      regarding: { table, id },
      ...(client && { client: clientKey(client) }),
    };
  } catch (error) {
    if (owner.owner === undefined && isRefused(error)) whoAmI.forget();
    throw error;
  }
}

/** Dynamics did not want what was sent; it was neither busy nor away. */
function isRefused(error: unknown): boolean {
  const { kind, status = 0 } = error instanceof DataverseError ? error.facts : {};
  return kind === "refused" && status < 500 && status !== 429;
}

function pathOf({ table, id }: Owner | RowRef): string {
  return `/${entitySetNameOf(table)}(${id})`;
}

interface Bodies {
  /** All columns, for a row that may not exist. */
  readonly all: object;
  /** All columns but parties and regarding row that were written before and have not changed. */
  readonly changed: object;
  readonly state: StateAndReason;
}

/**
 * Starts with the form that fits what we remember of the row, and takes another when Dataverse answers that the row is in
 * another state: closed (by a user, or by an attempt whose reply was lost), deleted (by a user), or existing already
 * (an earlier attempt, which we no longer wait for, has just created it).
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

/** Dataverse accepts a state only for an existing row, and changes of a closed row only after it was opened again. */
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
  // What is not Dynamics' own answer says nothing of the row.
  if (!(error instanceof DataverseError) || error.facts.kind !== "refused") return undefined;
  const { status, dataverseCode = "", dataverseMessage = "" } = error.facts;
  // Microsoft documents the text of this error, but not which of the codes comes with it.
  if (/closed or cancell?ed activity/i.test(dataverseMessage) || closedCodes.has(dataverseCode))
    return form === "reopened" ? undefined : "reopened";
  if (status === 404 && form !== "written") return "written";
  if (status === 412 && form === "written" && duplicateCodes.has(dataverseCode)) return "updated";
  return undefined;
}

const closedCodes = new Set(["0x8004022e", "0x80040230"]);
/** Of two upserts at the same moment one creates the row; the other gets an error with one of these codes. */
const duplicateCodes = new Set(["0x80040237", "0x80060892"]);
