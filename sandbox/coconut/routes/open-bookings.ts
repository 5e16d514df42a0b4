import type { Request } from "express";
import { Router } from "express";
import { z } from "zod";
import type { Booking } from "../booking.ts";
import { book } from "../booking.ts";
import { addAttendee, cancelAttendee, reschedule } from "../changes.ts";
import type { Desk } from "../desk.ts";
import { appointmentDocument } from "../documents.ts";
import type { Appointment, Staff } from "../entities.ts";
import { invalid, notFound } from "../errors.ts";
import type { Store } from "../store.ts";
import { AttendeeBody } from "./attendee-body.ts";
import { Id, parseBody, parseStart, parseTimezone, referred, requiredQuery } from "./parse.ts";

const AT = "/data/attributes";
const bookedThroughApi = 4;

const Ids = z.union([Id.transform((id) => [id]), z.array(Id).min(1)], {
  error: "must be an id or a list of ids",
});

const BookingBody = z.looseObject({
  data: z.looseObject({
    type: z.literal("appointments").optional(),
    attributes: z.looseObject({
      start: z.string(),
      timezone: z.string().optional(),
      location_id: Id,
      service_id: Ids,
      staff_id: Id.nullish(),
      additional_staff_id: Ids.nullish(),
      meeting_method: z.int().min(1).max(4).default(1),
      booked_through: z.int().nonnegative().default(bookedThroughApi),
    }),
    relationships: z.looseObject({ attendees: z.looseObject({ data: z.array(AttendeeBody).max(100) }) }),
  }),
});

const RescheduleBody = z.looseObject({
  data: z.looseObject({
    attributes: z.looseObject({ start: z.string(), timezone: z.string().optional() }),
  }),
});

const AttendeesBody = z.looseObject({ data: z.array(AttendeeBody).min(1).max(100) });

/** The public booking surface. There is no sign-in: who knows an appointment's code may read and change it. */
export function openBookingRoutes(desk: Desk): Router {
  const { store } = desk;
  const router = Router();

  router.post("/appointments", (request, response) => {
    const appointment = book(desk, readBooking(store, request.body));
    response.status(201).json(withCode(store, appointment));
  });

  router.get("/appointments", (request, response) => {
    const appointment = withCodeOf(store, requiredQuery(request, "id"), request);
    response.json(withCode(store, appointment));
  });

  router.patch("/appointments/:id", (request, response) => {
    const appointment = withCodeOf(store, request.params.id, request);
    const { start, timezone } = parseBody(RescheduleBody, request.body).data.attributes;
    const zone = parseTimezone(timezone ?? appointment.timezone, `${AT}/timezone`);
    reschedule(desk, appointment, parseStart(start, zone, `${AT}/start`));
    response.json(withCode(store, appointment));
  });

  router.put("/appointments/:id/attendees", (request, response) => {
    const appointment = withCodeOf(store, request.params.id, request);
    for (const person of parseBody(AttendeesBody, request.body).data) addAttendee(desk, appointment, person);
    response.json(withCode(store, appointment));
  });

  router.delete("/appointments/:id/:attendee", (request, response) => {
    const appointment = withCodeOf(store, request.params.id, request);
    const attendee = appointment.attendees.find(({ id }) => id === request.params.attendee);
    if (!attendee) throw notFound(`this appointment has no attendee ${request.params.attendee}`);
    cancelAttendee(desk, appointment, attendee);
    response.status(204).end();
  });

  return router;
}

function readBooking(store: Store, body: unknown): Booking {
  const { attributes, relationships } = parseBody(BookingBody, body).data;
  const location = referred(store.locations, attributes.location_id, "location", `${AT}/location_id`);
  const staffOf = (id: string, pointer: string): Staff => {
    const staff = referred(store.staff, id, "staff", pointer);
    if (staff.locationIds.includes(location.id)) return staff;
    throw invalid([{ detail: `staff: ${id} does not work at location ${location.id}`, pointer }]);
  };
  const bookersZone = parseTimezone(attributes.timezone ?? location.timezone, `${AT}/timezone`);
  // A meeting at a place is told in the clock of that place, a call in the clock of who booked it.
  const isCall = attributes.meeting_method === 2 || attributes.meeting_method === 3;
  return {
    location,
    services: attributes.service_id.map((id) => referred(store.services, id, "service", `${AT}/service_id`)),
    staff: attributes.staff_id ? staffOf(attributes.staff_id, `${AT}/staff_id`) : "anyone",
    additionalStaff: (attributes.additional_staff_id ?? []).map((id) =>
      staffOf(id, `${AT}/additional_staff_id`),
    ),
    startMs: parseStart(attributes.start, bookersZone, `${AT}/start`),
    timezone: isCall ? bookersZone : location.timezone,
    meetingMethod: attributes.meeting_method,
    bookedThrough: attributes.booked_through,
    people: relationships.attendees.data,
    notes: null,
    walkIn: false,
  };
}

/** A wrong code is answered like a wrong id, so that ids cannot be found out. */
function withCodeOf(store: Store, id: string, request: Request): Appointment {
  const code = requiredQuery(request, "code");
  const appointment = store.appointments.get(id);
  if (!appointment || appointment.code !== code)
    throw notFound("there is no appointment with this id and code");
  return appointment;
}

function withCode(store: Store, appointment: Appointment) {
  return { ...appointmentDocument(store, appointment), meta: { code: appointment.code } };
}
