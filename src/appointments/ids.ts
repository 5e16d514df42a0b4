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

/** One Workflow Id per new person. `digest`: of their e-mail and name, with a key that is not in Temporal (decision 16). */
export function leadClaimWorkflowIdFor(digest: string): string {
  return `coconut-lead-claim:${digest}`;
}

/** The row ids for one Coconut tenant. */
export interface RowIds {
  activityIdFor(appointmentId: string): string;
  leadIdFor(attendee: Attendee): string;
  /** Under which the appointment's row may stand: its id, then those that version 0.2.0 and older would have given it. */
  activityIdsFor(appointmentId: string): readonly string[];
  /** Under which the lead that we made may stand, in the same order. */
  leadIdsFor(attendee: Attendee): readonly string[];
}

/**
 * Ids are uuid v5 in a namespace made of the tenant alone, in any case: a retry, a replay or a lost reply addresses the row that
 * the first attempt wrote, by whatever address Dynamics is reached. Up to 0.2.0 the host name of that address and the
 * spelling of the tenant were part of the namespace; rows from that time are found by the ids they have.
 */
export function createRowIds(dataverseUrl: string, tenantAsSpelt: string): RowIds {
  const tenant = tenantAsSpelt.toLowerCase();
  const hosts = hostNamesOf(new URL(dataverseUrl).hostname);
  const spellings = [...new Set([tenantAsSpelt, tenant])];
  const names = [
    `https://${tenant}.coconutcalendar.com`,
    ...hosts.flatMap((host) => spellings.map((spelling) => `${host}/${spelling}`)),
  ];
  const [namespace = "", ...former] = names.map((name) => uuidv5(name, uuidv5.URL));
  return {
    activityIdFor: (appointmentId) => uuidv5(nameOf(appointmentId), namespace),
    leadIdFor: (attendee) => uuidv5(leadNameOf(attendee), namespace),
    activityIdsFor: (appointmentId) =>
      [namespace, ...former].map((space) => uuidv5(nameOf(appointmentId), space)),
    leadIdsFor: (attendee) => [namespace, ...former].map((space) => uuidv5(leadNameOf(attendee), space)),
  };
}

function nameOf(appointmentId: string): string {
  return `coconut:appointment:${appointmentId}`;
}

function leadNameOf(attendee: Attendee): string {
  return `coconut:${clientKey(attendee)}`;
}

/** Dynamics has two addresses for one environment: `contoso.crm4.dynamics.com` and `contoso.api.crm4.dynamics.com`. */
function hostNamesOf(hostname: string): readonly string[] {
  const [, environment, region] = /^([^.]+)\.(?:api\.)?(crm\d*\..+)$/.exec(hostname) ?? [];
  if (environment === undefined || region === undefined) return [hostname];
  const other = hostname.startsWith(`${environment}.api.`)
    ? `${environment}.${region}`
    : `${environment}.api.${region}`;
  return [hostname, other];
}
