import { z } from "zod";
import { answerProblems } from "../store/answers.ts";
import type { Booking } from "../booking/booking.ts";
import { durationOf } from "../booking/booking.ts";
import type { BookingContext } from "../booking/context.ts";
import type { Location, Service, Staff } from "../model/entities.ts";
import { invalid } from "../model/refusal.ts";
import { withPlaces, isCall, isMethodOffered, staffOffering } from "../availability/offers.ts";
import { filterAtWork } from "../availability/opening-rules.ts";
import type { Store } from "../store/store.ts";
import { AttendeeBody } from "./attendee-body.ts";
import { Id, parseBody, parseStart, parseTimezone, readReference } from "../http/parse.ts";

const at = "/data/attributes";
const attendeesAt = "/data/relationships/attendees/data";
const bookedThroughApi = 4;

const Ids = z.union([Id.transform((id) => [id]), z.array(Id).min(1).max(20)], {
  error: "must be an id or a list of ids",
});

const Tag = z.string().max(500).optional();

/** Where a booking came from, in the words of web analytics. */
export const UtmBody = z.object({ campaign: Tag, content: Tag, medium: Tag, source: Tag, term: Tag });

const BookingBody = z.looseObject({
  data: z.looseObject({
    type: z.literal("appointments").optional(),
    attributes: z.looseObject({
      start: z.string(),
      timezone: z.string().optional(),
      location_id: Id.nullish(),
      service_id: Ids,
      staff_id: Id.nullish(),
      additional_staff_id: Ids.nullish(),
      meeting_method: z.int().min(1).max(4).default(1),
      booked_through: z.int().nonnegative().default(bookedThroughApi),
      supported_locale: z.string().max(20).nullish(),
    }),
    relationships: z.looseObject({ attendees: z.looseObject({ data: z.array(AttendeeBody).max(100) }) }),
  }),
  meta: z
    .looseObject({
      booker: Id.nullish(),
      notify: z.object({ client: z.boolean().optional(), user: z.boolean().optional() }).nullish(),
      utm: UtmBody.nullish(),
    })
    .optional(),
});

/**
 * Reads a booking of the Open API. Throws a 422 for what is not offered, or at a time when nobody who offers it
 * works.
 */
export function readOpenBooking(context: BookingContext, body: unknown): Booking {
  const { store } = context;
  const { data, meta } = parseBody(BookingBody, body);
  const { attributes } = data;
  const people = data.relationships.attendees.data;
  const method = attributes.meeting_method;
  const services = attributes.service_id.map((id) =>
    readReference(store.services, id, "service", `${at}/service_id`),
  );
  const location = readPlace(store, attributes.location_id, method);
  const offering = whoOffers(store, services, location, method);

  const staffOf = (id: string, pointer: string): Staff => {
    const staff = readReference(store.staff, id, "staff", pointer);
    if (offering.includes(staff)) return staff;
    const where = location ? ` at location ${location.id}` : "";
    throw invalid([{ detail: `staff: ${id} does not offer this service${where}`, pointer }]);
  };
  const additional = (attributes.additional_staff_id ?? []).map((id) =>
    staffOf(id, `${at}/additional_staff_id`),
  );
  const named = attributes.staff_id ? staffOf(attributes.staff_id, `${at}/staff_id`) : undefined;
  const speaking = whoSpeaks(offering, attributes.supported_locale);

  const problems = answerProblems(store, services, people, attendeesAt);
  if (problems.length > 0) throw invalid(problems);

  const bookersZone = parseTimezone(attributes.timezone ?? location?.timezone ?? "", `${at}/timezone`);
  const startMs = parseStart(attributes.start, bookersZone, `${at}/start`);
  const candidates = (named ? [named] : speaking).filter((member) => !additional.includes(member));
  const there = filterAtWork(
    {
      candidates: withPlaces(store, candidates, location),
      additional: withPlaces(store, additional, location),
      startMs,
      durationMinutes: durationOf(services),
    },
    context.nowMs(),
  );
  return {
    location,
    services,
    staffChoice: named ? "named" : "anyone",
    candidates: there.map(({ staff }) => staff),
    additionalStaff: additional,
    startMs,
    // A visit is in the time zone of the branch, a call in that of its booker.
    timezone: location && !isCall(method) ? location.timezone : bookersZone,
    meetingMethod: method,
    bookedThrough: attributes.booked_through,
    people,
    notes: null,
    walkIn: false,
    booker: meta?.booker ? readReference(store.staff, meta.booker, "staff", "/meta/booker") : null,
    utm: meta?.utm && withoutUndefined(meta.utm),
    notify: meta?.notify,
  };
}

function readPlace(store: Store, id: string | null | undefined, method: number): Location | null {
  const pointer = `${at}/location_id`;
  if (id) return readReference(store.locations, id, "location", pointer);
  if (isCall(method)) return null;
  throw invalid([{ detail: "location_id: is needed unless you meet by phone or video", pointer }]);
}

function whoOffers(
  store: Store,
  services: readonly Service[],
  location: Location | null,
  method: number,
): readonly Staff[] {
  if (!isMethodOffered(method, services, location)) {
    const pointer = `${at}/meeting_method`;
    throw invalid([{ detail: "meeting_method: is not offered for this service there", pointer }]);
  }
  const offering = staffOffering(store, { services, location });
  if (offering.length > 0) return offering;
  throw invalid([{ detail: "service_id: nobody there offers this", pointer: `${at}/service_id` }]);
}

function whoSpeaks(offering: readonly Staff[], locale: string | null | undefined): readonly Staff[] {
  if (!locale) return offering;
  const speaking = offering.filter(({ languages }) => languages.some((language) => language === locale));
  if (speaking.length > 0) return speaking;
  const pointer = `${at}/supported_locale`;
  throw invalid([{ detail: "supported_locale: nobody who offers this speaks it", pointer }]);
}

/** The object without the members that are undefined. */
export function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members) as { [K in keyof T]: Exclude<T[K], undefined> };
}
