export const statuses = [
  "Confirmed",
  "Arrived",
  "In Progress",
  "Served",
  "Completed",
  "No Show",
  "Cancelled",
] as const;

export type Status = (typeof statuses)[number];

export interface Location {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly city: string;
  readonly provState: string;
  readonly zipPostal: string;
  readonly country: string;
  readonly timezone: string;
  readonly externalId: string;
}

export interface Service {
  readonly id: string;
  readonly name: string;
  readonly durationMinutes: number;
  /** A group session may start with nobody in it. */
  readonly group: boolean;
}

export interface Staff {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly locationIds: readonly string[];
}

export interface Client {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
  readonly cellPhone: string | null;
  readonly lang: string;
  readonly externalId: string | null;
}

/** What a booking says of one person, before the person is recognised as a client. */
export interface Person {
  readonly firstName: string;
  readonly lastName: string;
  readonly email?: string | null | undefined;
  readonly cellPhone?: string | null | undefined;
  readonly lang?: string | null | undefined;
  readonly externalId?: string | null | undefined;
  /** The other attendee attributes of the Open API, in its own spelling; sent on only when given. */
  readonly more?: Readonly<Record<string, unknown>> | undefined;
}

/** One person in one appointment: a join row with an id of its own. */
export interface Attendee extends Required<Omit<Person, "email" | "cellPhone" | "lang" | "externalId">> {
  readonly id: string;
  readonly clientId: string;
  readonly email: string | null;
  readonly cellPhone: string | null;
  readonly lang: string;
  readonly externalId: string | null;
  status: Status;
}

export interface Appointment {
  readonly id: string;
  /** Whoever knows the code may change the booking, as with the link in a confirmation mail. */
  readonly code: string;
  readonly walkIn: boolean;
  readonly group: boolean;
  readonly locationId: string;
  readonly serviceIds: readonly string[];
  readonly meetingMethod: number;
  readonly bookedThrough: number;
  /** The IANA zone in which start and end are told. */
  readonly timezone: string;
  readonly durationMinutes: number;
  startMs: number;
  /** The first is the primary one; empty = unassigned. */
  staffIds: string[];
  attendees: Attendee[];
  notes: string | null;
  status: Status;
  readonly createdAtMs: number;
  updatedAtMs: number;
}

export function endMs(appointment: Pick<Appointment, "startMs" | "durationMinutes">): number {
  return appointment.startMs + appointment.durationMinutes * 60_000;
}
