/** The fields that a mapping may use, read from one appointment and one of its clients. */
import {
  type Appointment,
  type AppointmentStatus,
  type Attendee,
  type MeetingMethod,
  personName,
} from "./appointment.ts";
import { effectiveStatus } from "./status.ts";

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

/** Their names, as a mapping spells them: `{client.email}`. */
export const fieldNames = [
  "appointment.id",
  "appointment.status",
  "appointment.start",
  "appointment.end",
  "appointment.timezone",
  "appointment.meetingMethod",
  "appointment.bookedThrough",
  "appointment.notes",
  "service.name",
  "service.id",
  "location.id",
  "location.externalId",
  "location.name",
  "location.place",
  "staff.firstName",
  "staff.lastName",
  "staff.email",
  "client.id",
  "client.externalId",
  "client.firstName",
  "client.lastName",
  "client.email",
  "client.phone",
  "client.cellPhone",
  "client.workPhone",
  "client.address",
  "client.city",
  "client.region",
  "client.postcode",
  "client.country",
  "client.locale",
  "client.notes",
] as const;
/** One of them. */
export type FieldName = (typeof fieldNames)[number];

/** Every field by name; a field the appointment does not have is undefined. */
export function fieldsOf(
  appointment: Appointment,
  client: Attendee | undefined,
): Record<FieldName, string | undefined> {
  const { location, services } = appointment;
  const staff = appointment.staff[0];
  const person = client === undefined ? {} : personName(client);
  return {
    "appointment.id": appointment.id,
    "appointment.status": statusLabels[effectiveStatus(appointment)],
    "appointment.start": appointment.start,
    "appointment.end": appointment.end,
    "appointment.timezone": appointment.timezone,
    "appointment.meetingMethod": meetingMethodLabels[appointment.meetingMethod],
    "appointment.bookedThrough": bookedThroughLabel(appointment.bookedThrough),
    "appointment.notes": appointment.notes,
    "service.name": joined(
      services.map(({ name }) => name),
      " + ",
    ),
    "service.id": joined(
      services.map(({ id }) => id),
      ",",
    ),
    "location.id": location?.id,
    "location.externalId": location?.externalId,
    "location.name": location?.name,
    "location.place": place(appointment),
    "staff.firstName": staff?.firstName,
    "staff.lastName": staff?.lastName,
    "staff.email": staff?.email,
    "client.id": client?.clientId,
    "client.externalId": client?.externalId,
    "client.firstName": person.firstName,
    "client.lastName": person.lastName,
    "client.email": client?.email,
    "client.phone": client?.phone,
    "client.cellPhone": client?.cellPhone,
    "client.workPhone": client?.workPhone,
    "client.address": client?.address,
    "client.city": client?.city,
    "client.region": client?.region,
    "client.postcode": client?.postcode,
    "client.country": client?.country,
    "client.locale": client?.locale,
    "client.notes": client?.notes,
  };
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
