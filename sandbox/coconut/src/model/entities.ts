/** Every status of an appointment, as Coconut spells it. */
export const statuses = [
  "Confirmed",
  "Arrived",
  "In Progress",
  "Served",
  "Completed",
  "No Show",
  "Cancelled",
] as const;

/** One of `statuses`. */
export type Status = (typeof statuses)[number];

/** The language a client or a member of staff speaks, and that of a booking page. */
export type Language = "en" | "fr";

/** A text in each language. */
export type Words = Readonly<Record<Language, string>>;

/**
 * Working or opening hours that repeat every week, in local time: `{days: [1, 2], from: "09:00", to: "17:00"}`,
 * Monday is 1.
 */
export interface Shift {
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
}

/** A branch. */
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
  readonly phone: string;
  readonly meetingMethods: readonly number[];
  readonly hours: readonly Shift[];
  /** "MM-DD", every year. */
  readonly closedOn: readonly string[];
}

/** A group of services, as booking pages show them. */
export interface Category {
  readonly id: string;
  readonly name: Words;
}

/** What can be booked. */
export interface Service {
  readonly id: string;
  readonly name: Words;
  readonly description: Words;
  readonly categoryId: string;
  readonly durationMinutes: number;
  /** A group session may start with nobody in it. */
  readonly group: boolean;
  readonly meetingMethods: readonly number[];
}

/** How a question is answered. */
export type QuestionType = "text" | "textarea" | "select" | "multiselect" | "checkbox";

/** What attendees of some services are asked. */
export interface Question {
  readonly id: string;
  readonly serviceIds: readonly string[];
  readonly type: QuestionType;
  readonly required: boolean;
  readonly label: Words;
  readonly help: Words | null;
  /** Of a select or a multiselect. */
  readonly options: readonly { readonly value: string; readonly label: Words }[];
}

/** A member of staff; also called a user on the wire. */
export interface Staff {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly jobTitle: string | null;
  readonly languages: readonly Language[];
  /** The first is the home branch: its hours and time zone count for a call without a location. */
  readonly locationIds: readonly string[];
  readonly serviceIds: readonly string[];
  readonly hours: readonly Shift[];
  /** "MM-DD", every year. */
  readonly daysOff: readonly string[];
  /** May not sign in and cannot be booked. */
  readonly isDisabled: boolean;
}

/** A person the bank knows; each booking of theirs is an attendee of its own. */
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
  readonly answers?: readonly Answer[] | undefined;
}

/** The answer of one attendee to one question. */
export interface Answer {
  readonly questionId: string;
  readonly value: string | readonly string[];
}

/** One person in one appointment: a join row with an id of its own. */
export interface Attendee extends Required<
  Omit<Person, "email" | "cellPhone" | "lang" | "externalId" | "answers">
> {
  readonly id: string;
  readonly clientId: string;
  readonly answers: readonly Answer[];
  readonly email: string | null;
  readonly cellPhone: string | null;
  readonly lang: string;
  readonly externalId: string | null;
  status: Status;
}

/** Where a booking came from, as its caller says. It is stored and sent on, and decides nothing. */
export type Utm = Readonly<Partial<Record<"campaign" | "content" | "medium" | "source" | "term", string>>>;

/** Who is to be notified by mail. The stand-in sends no mail. */
export interface Notify {
  readonly client?: boolean | undefined;
  readonly user?: boolean | undefined;
}

/** A booking or a walk-in. Fields that are not readonly change by what staff and clients do. */
export interface Appointment {
  readonly id: string;
  /** Whoever knows the code may change the booking, as with the link in a confirmation mail. */
  readonly code: string;
  readonly walkIn: boolean;
  readonly group: boolean;
  /** null = a call without a location. */
  readonly locationId: string | null;
  readonly serviceIds: readonly string[];
  readonly meetingMethod: number;
  readonly bookedThrough: number;
  /** The IANA zone in which start and end are written on the wire. */
  readonly timezone: string;
  readonly durationMinutes: number;
  startMs: number;
  /** The first is the primary one; empty = unassigned. */
  staffIds: string[];
  attendees: Attendee[];
  notes: string | null;
  status: Status;
  /** The member of staff who booked it for the client. */
  readonly bookerId: string | null;
  readonly utm: Utm | null;
  readonly notify: Notify | null;
  readonly createdAtMs: number;
  updatedAtMs: number;
}

/** When an appointment ends, in milliseconds since 1970. */
export function endMs(appointment: Pick<Appointment, "startMs" | "durationMinutes">): number {
  return appointment.startMs + appointment.durationMinutes * 60_000;
}

/** A place on the waiting list: a client who would come if a time became free. */
export interface WaitRequest {
  readonly id: string;
  readonly clientId: string;
  readonly locationId: string | null;
  readonly serviceId: string;
  /** Everything else that was sent, in the Open API's own spelling. */
  attributes: Readonly<Record<string, unknown>>;
  readonly createdAtMs: number;
}
