/** Input and result of the Workflow `syncAppointment`: one definition for the Workflow and its callers. */
import type { CoconutEvent } from "../appointments/events.ts";
import type { Memory } from "../appointments/memory.ts";
import type { SyncAppointmentState } from "./state.ts";

/** What a bank decides for all its Workflows. */
export interface SyncPeriods {
  /** How long to stay open after the later of the appointment's end and its last event. */
  readonly settlePeriodMs: number;
  /** How long an Activity is tried before the appointment is `Delayed`. Left out by versions up to 0.2.0. */
  readonly delayedAfterMs?: number;
}

/** What the Workflow starts with. */
export interface SyncAppointmentInput extends SyncPeriods {
  readonly tenant: string;
  readonly appointmentId: string;
  /** 2: by a server that knows of earlier runs and of `newest first`. Left out by versions up to 0.2.0. */
  readonly rules?: 2;
  /** The run of this Workflow that had ended before, if there was one. Not told by versions up to 0.2.0. */
  readonly previousRunId?: string;
  /** What the run before this one handed over by continue-as-new. `pending`: not written yet; `newest`: last taken up. */
  readonly carried?: {
    readonly state: SyncAppointmentState;
    readonly pending: readonly CoconutEvent[];
    readonly newest?: CoconutEvent;
  };
}

/** How the Workflow ended. `activityId`: the appointment row's id, null if no row was written. */
export interface SyncAppointmentResult {
  readonly syncState: SyncAppointmentState["syncState"];
  readonly activityId: string | null;
  /** For the next run, if an event comes after this one has ended. Left out by versions up to 0.2.0. */
  readonly memory?: Memory;
}
