import { keptValue } from "../store/answers.ts";
import type { Appointment, Attendee, Location, Service, Staff } from "../model/entities.ts";
import { endMs } from "../model/entities.ts";
import { formatLocal, formatUtc } from "../model/local-time.ts";
import type { Store } from "../store/store.ts";

/** A JSON:API resource. Its attribute names are those of the wire. */
export interface Resource {
  readonly type: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly relationships?: Readonly<Record<string, unknown>>;
}

/** A JSON:API document: an appointment, and what it refers to. */
export interface AppointmentDocument {
  readonly data: Resource;
  readonly included: readonly Resource[];
}

/** An appointment on the wire. `withUtm` says whether it contains where the booking came from. */
export function appointmentDocument(
  store: Store,
  appointment: Appointment,
  { withUtm }: { readonly withUtm: boolean } = { withUtm: true },
): AppointmentDocument {
  const { timezone, attendees, locationId, serviceIds, staffIds, utm, bookerId } = appointment;
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
        ...(utm && withUtm && { utm }),
        ...(bookerId !== null && { booker: bookerId }),
        created_at: formatUtc(appointment.createdAtMs),
        updated_at: formatUtc(appointment.updatedAtMs),
      },
      relationships: {
        location: { data: locationId === null ? null : { type: "locations", id: locationId } },
        services: { data: serviceIds.map((id) => ({ type: "services", id })) },
        staff: { data: staffIds.map((id) => ({ type: "users", id })) },
        attendees: { data: attendees.map(({ id }) => ({ type: "attendees", id })) },
      },
    },
    included: [
      ...known(store.locations, locationId === null ? [] : [locationId]).map(locationResource),
      ...known(store.services, serviceIds).map(serviceResource),
      ...known(store.staff, staffIds).map(userResource),
      ...attendees.map(attendeeResource),
      ...attendees.flatMap((attendee) => answerResources(store, attendee)),
    ],
  };
}

/** A branch on the wire, as appointments include it. */
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

/** A service on the wire, as appointments include it. */
export function serviceResource({ id, name, durationMinutes }: Service): Resource {
  return { type: "services", id, attributes: { name: name.en, duration: durationMinutes } };
}

/** A member of staff on the wire. */
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
    ...(attendee.answers.length > 0 && {
      relationships: {
        answers: {
          data: attendee.answers.map(({ questionId }) => ({
            type: "answers",
            id: answerId(attendee, questionId),
          })),
        },
      },
    }),
  };
}

function answerResources(store: Store, attendee: Attendee): Resource[] {
  return attendee.answers.flatMap((answer) => {
    const question = store.questions.get(answer.questionId);
    if (!question) return [];
    const attributes = {
      question_id: question.id,
      question: question.label.en,
      value: keptValue(question, answer),
    };
    return [{ type: "answers", id: answerId(attendee, question.id), attributes }];
  });
}

function answerId(attendee: Attendee, questionId: string): string {
  return `${attendee.id}-${questionId}`;
}

function known<T>(rows: ReadonlyMap<string, T>, ids: readonly string[]): T[] {
  return ids.flatMap((id) => rows.get(id) ?? []);
}
