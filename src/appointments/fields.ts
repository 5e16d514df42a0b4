/** The fields that a mapping may use, read from one appointment and one of its clients. */
import {
  type Appointment,
  type AppointmentStatus,
  type Attendee,
  type MeetingMethod,
  personName,
} from "./appointment.ts";
import { effectiveStatus } from "./status.ts";
import type { Fields } from "./template.ts";

const meetingMethodLabels: Readonly<Record<MeetingMethod, string | undefined>> = {
  at_location: "At location",
  phone_call: "Phone call",
  video_call: "Video call",
  off_site: "Off site",
  unknown: undefined,
};

const statusLabels: Readonly<Record<AppointmentStatus, string>> = {
  confirmed: "Confirmed",
  arrived: "Arrived",
  in_progress: "In Progress",
  served: "Served",
  completed: "Completed",
  no_show: "No Show",
  cancelled: "Cancelled",
  unknown: "Unknown",
};

const bookedThroughLabels: Readonly<Record<string, string>> = {
  "0": "Unknown",
  "4": "API",
  "9": "Modern Client View",
};

/** What fields are read from. */
interface Source {
  readonly appointment: Appointment;
  readonly client: Attendee | undefined;
}

/** How each field is read, by its name as a mapping spells it: `{client.email}`. */
const readers: Readonly<Record<string, (source: Source) => string | undefined>> = {
  "appointment.id": ({ appointment }) => appointment.id,
  "appointment.status": ({ appointment }) => statusLabels[effectiveStatus(appointment)],
  "appointment.start": ({ appointment }) => appointment.start,
  "appointment.end": ({ appointment }) => appointment.end,
  "appointment.timezone": ({ appointment }) => appointment.timezone,
  "appointment.meetingMethod": ({ appointment }) => meetingMethodLabels[appointment.meetingMethod],
  "appointment.bookedThrough": ({ appointment }) => bookedThroughLabel(appointment.bookedThrough),
  "appointment.notes": ({ appointment }) => appointment.notes,
  "service.name": ({ appointment }) =>
    joined(
      appointment.services.map(({ name }) => name),
      " + ",
    ),
  "service.id": ({ appointment }) =>
    joined(
      appointment.services.map(({ id }) => id),
      ",",
    ),
  "location.id": ({ appointment }) => appointment.location?.id,
  "location.externalId": ({ appointment }) => appointment.location?.externalId,
  "location.name": ({ appointment }) => appointment.location?.name,
  "location.place": ({ appointment }) => place(appointment),
  "staff.firstName": ({ appointment }) => appointment.staff[0]?.firstName,
  "staff.lastName": ({ appointment }) => appointment.staff[0]?.lastName,
  "staff.email": ({ appointment }) => appointment.staff[0]?.email,
  "client.id": ({ client }) => client?.clientId,
  "client.externalId": ({ client }) => client?.externalId,
  "client.firstName": ({ client }) => client && personName(client).firstName,
  "client.lastName": ({ client }) => client && personName(client).lastName,
  "client.email": ({ client }) => client?.email,
  "client.phone": ({ client }) => client?.phone,
  "client.cellPhone": ({ client }) => client?.cellPhone,
  "client.workPhone": ({ client }) => client?.workPhone,
  "client.address": ({ client }) => client?.address,
  "client.city": ({ client }) => client?.city,
  "client.region": ({ client }) => client?.region,
  "client.postcode": ({ client }) => client?.postcode,
  "client.country": ({ client }) => client?.country,
  "client.locale": ({ client }) => client?.locale,
  "client.notes": ({ client }) => client?.notes,
};

/** The names of all fields that a mapping may use. */
export const fieldNames: readonly string[] = Object.keys(readers);

/** Every field by name; a field the appointment does not have is undefined. */
export function fieldsOf(appointment: Appointment, client: Attendee | undefined): Fields {
  const fields = Object.entries(readers).map(
    ([name, read]) => [name, read({ appointment, client })] as const,
  );
  return Object.fromEntries(fields);
}

/** Coconut's number in words, where its Open API names it; else as it came. */
function bookedThroughLabel(code: string | undefined): string | undefined {
  return code === undefined ? undefined : (bookedThroughLabels[code] ?? code);
}

/** Branch name and address; nothing for a phone or video meeting, as in Coconut's other calendars. */
function place({ location, meetingMethod }: Appointment): string | undefined {
  if (meetingMethod === "phone_call" || meetingMethod === "video_call") return undefined;
  return joined([location?.name, location?.address, location?.city], ", ");
}

function joined(parts: readonly (string | undefined)[], separator: string): string | undefined {
  return parts.filter((part) => part !== undefined && part !== "").join(separator) || undefined;
}
