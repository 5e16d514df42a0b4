/**
 * Which fields of an appointment are written to which Dataverse columns, as data. To write another column, add a row here
 * (or to the file named by MAPPING_FILE); a field that no row can name yet is added in `fields.ts`.
 */
import type { AppointmentStatus } from "./appointment.ts";
import type { Owner } from "./owner.ts";
import { type Fields, fill, fillWithin } from "./template.ts";
import { defaultStatusMap, type StatusMap } from "./status.ts";

/** One column: a template such as `{service.name} - {client.lastName}`, or a constant. */
export interface ColumnMapping {
  readonly column: string;
  readonly value: string | number | boolean;
  /** Characters the column holds; Dataverse refuses longer text. */
  readonly maxLength?: number;
  /**
   * What to do with longer text: prose is cut, in a template of several parts its longest fields; an address or a number is
   * left out, as half of one would be wrong.
   */
  readonly tooLong?: "cut" | "leave out";
}

/** All that a deployment can decide about what is written. */
export interface Mapping {
  /** Written once, when the lead is made: a known client is never changed. */
  readonly lead: readonly ColumnMapping[];
  /** Written on every change of the appointment. */
  readonly appointment: readonly ColumnMapping[];
  readonly statuses: StatusMap;
  /** What Coconut's own words for a status mean, for events that were taken in before anybody had said so. */
  readonly statusWords?: Readonly<Record<string, AppointmentStatus>>;
  /** Who owns the row when no enabled user has the staff member's e-mail. */
  readonly fallbackOwner?: Owner;
}

/** Used where `MAPPING_FILE` says nothing else. */
export const defaultMapping: Mapping = {
  lead: [
    {
      column: "subject",
      value: "{service.name|'Appointment'} - {client.firstName} {client.lastName}",
      maxLength: 300,
    },
    { column: "firstname", value: "{client.firstName}", maxLength: 50 },
    { column: "lastname", value: "{client.lastName|client.email|'Unknown'}", maxLength: 50 },
    { column: "emailaddress1", value: "{client.email}", maxLength: 100, tooLong: "leave out" },
    { column: "mobilephone", value: "{client.cellPhone}", maxLength: 20, tooLong: "leave out" },
    { column: "telephone1", value: "{client.workPhone}", maxLength: 50, tooLong: "leave out" },
    { column: "telephone2", value: "{client.phone}", maxLength: 50, tooLong: "leave out" },
    { column: "address1_line1", value: "{client.address}", maxLength: 250 },
    { column: "address1_city", value: "{client.city}", maxLength: 80 },
    { column: "address1_stateorprovince", value: "{client.region}", maxLength: 50 },
    { column: "address1_postalcode", value: "{client.postcode}", maxLength: 20 },
    { column: "address1_country", value: "{client.country}", maxLength: 80 },
  ],
  appointment: [
    { column: "subject", value: "{service.name|'Appointment'}", maxLength: 200 },
    { column: "scheduledstart", value: "{appointment.start}" },
    { column: "scheduledend", value: "{appointment.end}" },
    { column: "location", value: "{location.place}", maxLength: 200 },
    {
      column: "description",
      value:
        "{appointment.notes}\n{client.notes}\nCoconut status: {appointment.status}\nMeeting: {appointment.meetingMethod}\nBooked through: {appointment.bookedThrough}",
      maxLength: 10_000,
    },
  ],
  statuses: defaultStatusMap,
};

/** Columns as they are sent: `null` clears a column whose fields are absent. */
export type Columns = Record<string, string | number | boolean | null>;

/** The value of each mapped column. */
export function toColumns(mappings: readonly ColumnMapping[], fields: Fields): Columns {
  return Object.fromEntries(mappings.map((mapping) => [mapping.column, toValue(mapping, fields)]));
}

function toValue({ value, maxLength, tooLong = "cut" }: ColumnMapping, fields: Fields): Columns[string] {
  if (typeof value !== "string") return value;
  if (maxLength !== undefined && tooLong === "cut") return fillWithin(value, fields, maxLength) ?? null;
  const text = fill(value, fields);
  return text === undefined || (maxLength !== undefined && text.length > maxLength) ? null : text;
}
