import { formatLocal, formatUtc } from "./calendar.ts";
import type { Appointment, Attendee, Location, Service, Staff } from "./entities.ts";
import { endMs } from "./entities.ts";
import type { Store } from "./store.ts";

/** JSON:API. The member names are the wire's and stand nowhere else in the stand-in's own data. */
export interface Resource {
  readonly type: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly relationships?: Readonly<Record<string, unknown>>;
}

export interface AppointmentDocument {
  readonly data: Resource;
  readonly included: readonly Resource[];
}

export function appointmentDocument(store: Store, appointment: Appointment): AppointmentDocument {
  const { timezone, attendees, locationId, serviceIds, staffIds } = appointment;
  return {
    data: {
      type: "appointments",
      id: appointment.id,
      attributes: {
        status: appointment.status,
        start: formatLocal(appointment.startMs, timezone),
        end: formatLocal(endMs(appointment), timezone),
        timezone,
        meeting_method: appointment.meetingMethod,
        booked_through: appointment.bookedThrough,
        notes: appointment.notes,
        group: appointment.group,
        walk_in: appointment.walkIn,
        created_at: formatUtc(appointment.createdAtMs),
        updated_at: formatUtc(appointment.updatedAtMs),
      },
      relationships: {
        location: { data: { type: "locations", id: locationId } },
        services: { data: serviceIds.map((id) => ({ type: "services", id })) },
        staff: { data: staffIds.map((id) => ({ type: "users", id })) },
        attendees: { data: attendees.map(({ id }) => ({ type: "attendees", id })) },
      },
    },
    included: [
      ...known(store.locations, [locationId]).map(locationResource),
      ...known(store.services, serviceIds).map(serviceResource),
      ...known(store.staff, staffIds).map(userResource),
      ...attendees.map(attendeeResource),
    ],
  };
}

export function locationResource(location: Location): Resource {
  return {
    type: "locations",
    id: location.id,
    attributes: {
      name: location.name,
      address: location.address,
      city: location.city,
      prov_state: location.provState,
      zip_postal: location.zipPostal,
      country: location.country,
      timezone: location.timezone,
      external_id: location.externalId,
    },
  };
}

export function serviceResource({ id, name, durationMinutes }: Service): Resource {
  return { type: "services", id, attributes: { name, duration: durationMinutes } };
}

export function userResource({ id, firstName, lastName, email }: Staff): Resource {
  return { type: "users", id, attributes: { first_name: firstName, last_name: lastName, email } };
}

function attendeeResource(attendee: Attendee): Resource {
  return {
    type: "attendees",
    id: attendee.id,
    attributes: {
      client_id: attendee.clientId,
      first_name: attendee.firstName,
      last_name: attendee.lastName,
      email: attendee.email,
      cell_phone: attendee.cellPhone,
      lang: attendee.lang,
      external_id: attendee.externalId,
      ...attendee.more,
      status: attendee.status,
    },
  };
}

function known<T>(rows: ReadonlyMap<string, T>, ids: readonly string[]): T[] {
  return ids.flatMap((id) => rows.get(id) ?? []);
}
