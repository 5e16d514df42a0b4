/** Coconut's status → Dataverse's state and reason, and when an appointment is ready to be written. */
import { activeAttendees, type Appointment, type AppointmentStatus } from "./appointment.ts";

/** `statecode` and `statuscode` of Dataverse's appointment table. */
export interface StateAndReason {
  readonly statecode: number;
  readonly statuscode: number;
}

/** What is written for each of Coconut's statuses. */
export type StatusMap = Readonly<Record<Exclude<AppointmentStatus, "unknown">, StateAndReason>>;

const scheduledBusy = { statecode: 3, statuscode: 5 };
const completed = { statecode: 1, statuscode: 3 };
const canceled = { statecode: 2, statuscode: 4 };

/** Dataverse has no state for a no-show: it is Canceled, and the description says No Show (see `mapping.ts`). */
export const defaultStatusMap: StatusMap = {
  confirmed: scheduledBusy,
  arrived: scheduledBusy,
  in_progress: scheduledBusy,
  served: scheduledBusy,
  completed,
  no_show: canceled,
  cancelled: canceled,
};

/** Completed and Canceled rows are read-only in Dataverse until they are reopened. */
export function isClosed({ statecode }: StateAndReason): boolean {
  return statecode === completed.statecode || statecode === canceled.statecode;
}

/** Coconut cancels per attendee: an appointment that nobody attends any more is cancelled. */
export function effectiveStatus(appointment: Appointment): AppointmentStatus {
  return activeAttendees(appointment).length === 0 ? "cancelled" : appointment.status;
}

const finalStatuses: readonly AppointmentStatus[] = ["completed", "cancelled", "no_show"];

/** Why an appointment that was never written is not to be written yet; undefined when it is. */
export function holdReason(appointment: Appointment): string | undefined {
  if (appointment.attendees.length === 0) return "nobody has joined the group yet";
  if (appointment.kind === "walk_in" && !finalStatuses.includes(effectiveStatus(appointment))) {
    return "a walk-in is written once it is completed, cancelled or a no-show";
  }
  return undefined;
}
