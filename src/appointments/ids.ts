/** The ids that we choose: one appointment or client always gets the same one. */
import { v5 as uuidv5 } from "uuid";
import { type Attendee, clientKey } from "./appointment.ts";

/** One Workflow Id per appointment, so that its events are worked on one after the other. */
export function workflowIdFor(tenant: string, appointmentId: string): string {
  return `coconut-appointment:${tenant}:${appointmentId}`;
}

/** One Workflow Id per booking that a banker confirmed, so that asking again does not book again. */
export function bookingWorkflowIdFor(tenant: string, bookerId: string, bookingKey: string): string {
  return `coconut-booking:${tenant}:${bookerId}:${bookingKey}`;
}

/** The row ids for one Dataverse environment and one Coconut tenant. */
export interface RowIds {
  activityIdFor(appointmentId: string): string;
  leadIdFor(attendee: Attendee): string;
}

/**
 * Ids are uuid v5 in a namespace made of the environment's host name and the tenant: test and live differ, and
 * a retry, a replay or a lost reply addresses the row that the first attempt wrote. The port is left out, since
 * a stand-in on this machine may come back on another.
 */
export function createRowIds(dataverseUrl: string, tenant: string): RowIds {
  const namespace = uuidv5(`${new URL(dataverseUrl).hostname}/${tenant}`, uuidv5.URL);
  return {
    activityIdFor: (appointmentId) => uuidv5(`coconut:appointment:${appointmentId}`, namespace),
    leadIdFor: (attendee) => uuidv5(`coconut:${clientKey(attendee)}`, namespace),
  };
}
