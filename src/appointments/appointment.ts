/** What a Coconut appointment is, in one spelling. Pure data: plain JSON, so that it travels in a Signal. */

import type { RowRef } from "./row-ref.ts";

/** An instant in UTC, `2026-03-10T14:00:00Z` (fractions of a second only where the sender gave them). */
export type IsoUtc = string;

/** Coconut's appointment statuses, plus `unknown` for a spelling that the wire map does not name. */
export const appointmentStatuses = [
  "confirmed",
  "arrived",
  "in_progress",
  "served",
  "completed",
  "no_show",
  "cancelled",
  "unknown",
] as const;
/** One of them. */
export type AppointmentStatus = (typeof appointmentStatuses)[number];

/** How the client and the bank meet; `unknown` for a word that Coconut does not document. */
export type MeetingMethod = "at_location" | "phone_call" | "video_call" | "off_site" | "unknown";

/** The branch. `timezone` is an IANA name, or an offset such as `UTC-05:00`. */
export interface Location {
  /** Empty where none was sent; so are those of services and staff. */
  readonly id: string;
  readonly externalId?: string;
  readonly name?: string;
  readonly address?: string;
  readonly city?: string;
  readonly region?: string;
  readonly postcode?: string;
  readonly country?: string;
  readonly timezone?: string;
}

/** What was booked. */
export interface Service {
  readonly id: string;
  readonly externalId?: string;
  readonly name?: string;
  readonly durationMinutes?: number;
}

/** A member of the bank's staff. */
export interface Staff {
  readonly id: string;
  readonly externalId?: string;
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
}

/** A client at one appointment. `id` names the attendance, `clientId` the person. */
export interface Attendee {
  readonly id: string;
  readonly clientId?: string;
  readonly externalId?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly cellPhone?: string;
  readonly workPhone?: string;
  readonly address?: string;
  readonly city?: string;
  readonly region?: string;
  readonly postcode?: string;
  readonly country?: string;
  readonly locale?: string;
  readonly notes?: string;
  readonly status?: AppointmentStatus;
  /** Coconut's own spelling of a status that is `unknown`. */
  readonly rawStatus?: string;
}

/** The row in Dynamics from which a banker booked: the appointment is written to it, whatever matching would find. */
export interface BookedFrom extends RowRef {
  /** Names the one booking that the banker confirmed, and who that was in Coconut. */
  readonly bookingKey: string;
  readonly bookerId: string;
}

/** The whole appointment, as Coconut has it at one moment. */
export interface Appointment {
  readonly id: string;
  readonly kind: "scheduled" | "walk_in";
  readonly group: boolean;
  readonly status: AppointmentStatus;
  /** Coconut's own spelling, empty where none was sent: by it the worker reads a status that is `unknown`. */
  readonly rawStatus: string;
  readonly start: IsoUtc;
  /** The start again, where the length is not known. */
  readonly end: IsoUtc;
  /** Zone in which the client sees the appointment: an IANA name, or an offset such as `UTC-05:00`. */
  readonly timezone: string;
  readonly meetingMethod: MeetingMethod;
  readonly bookedThrough?: string;
  readonly location?: Location;
  readonly services: readonly Service[];
  /** The first is the one responsible; empty = unassigned. */
  readonly staff: readonly Staff[];
  /** The first is the one the appointment is regarding; empty = a group nobody has joined. */
  readonly attendees: readonly Attendee[];
  readonly notes?: string;
  readonly bookedFrom?: BookedFrom;
  readonly createdAt?: IsoUtc;
  readonly updatedAt?: IsoUtc;
}

/** The attendees who have not cancelled, in Coconut's order. */
export function activeAttendees(appointment: Appointment): readonly Attendee[] {
  return appointment.attendees.filter((attendee) => attendee.status !== "cancelled");
}

/**
 * The client the appointment is regarding: the first attendee who has not cancelled, else the first
 * (an appointment that everybody cancelled still belongs to somebody).
 */
export function regardingClient(appointment: Appointment): Attendee | undefined {
  return activeAttendees(appointment)[0] ?? appointment.attendees[0];
}

/** A person's name as Dynamics has it: a last name is required there, so a single name is written as the last name. */
export function personName(attendee: Attendee): Partial<Record<"firstName" | "lastName", string>> {
  const { firstName, lastName } = attendee;
  if (lastName === undefined) return firstName === undefined ? {} : { lastName: firstName };
  return firstName === undefined ? { lastName } : { firstName, lastName };
}

/** The key of a client across appointments: Coconut's client id, else e-mail and name, else the id of the attendance. */
export function clientKey(attendee: Attendee): string {
  if (attendee.clientId !== undefined) return `client:${attendee.clientId}`;
  if (attendee.email === undefined) return `attendee:${attendee.id}`;
  const words = [attendee.email, attendee.firstName ?? "", attendee.lastName ?? ""];
  return `person:${words.map((word) => word.trim().toLowerCase()).join("|")}`;
}
