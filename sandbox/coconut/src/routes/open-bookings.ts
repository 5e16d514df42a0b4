import type { Request } from "express";
import { Router } from "express";
import { z } from "zod";
import { answerProblems } from "../store/answers.ts";
import { book } from "../booking/booking.ts";
import { addAttendee, cancelAttendee, reschedule } from "../booking/changes.ts";
import type { BookingContext } from "../booking/context.ts";
import { appointmentDocument } from "../documents/appointment-document.ts";
import type { Appointment } from "../model/entities.ts";
import { invalid, notFound } from "../model/refusal.ts";
import { withPlaces } from "../availability/offers.ts";
import { filterAtWork } from "../availability/opening-rules.ts";
import type { Store } from "../store/store.ts";
import { AttendeeBody } from "./attendee-body.ts";
import { readOpenBooking } from "./booking-body.ts";
import { parseBody, parseStart, parseTimezone, requiredQuery } from "../http/parse.ts";

const at = "/data/attributes";

const RescheduleBody = z.looseObject({
  data: z.looseObject({
    attributes: z.looseObject({ start: z.string(), timezone: z.string().optional() }),
  }),
});

const AttendeesBody = z.looseObject({ data: z.array(AttendeeBody).min(1).max(100) });

/** The addresses of bookings. There is no log-in: whoever knows an appointment's code may read and change it. */
export function openBookingRoutes(context: BookingContext): Router {
  const { store } = context;
  const router = Router();

  router.post("/appointments", (request, response) => {
    const appointment = book(context, readOpenBooking(context, request.body));
    response.status(201).json(withCode(store, appointment));
  });

  router.get("/appointments", (request, response) => {
    const appointment = withCodeOf(store, requiredQuery(request, "id"), request);
    response.json(withCode(store, appointment));
  });

  router.patch("/appointments/:id", (request, response) => {
    const appointment = withCodeOf(store, request.params.id, request);
    const { start, timezone } = parseBody(RescheduleBody, request.body).data.attributes;
    const zone = parseTimezone(timezone ?? appointment.timezone, `${at}/timezone`);
    const startMs = parseStart(start, zone, `${at}/start`);
    if (startMs !== appointment.startMs) refuseUnlessAtWork(context, appointment, startMs);
    reschedule(context, appointment, startMs);
    response.json(withCode(store, appointment));
  });

  router.put("/appointments/:id/attendees", (request, response) => {
    const appointment = withCodeOf(store, request.params.id, request);
    const people = parseBody(AttendeesBody, request.body).data;
    const services = appointment.serviceIds.flatMap((id) => store.services.get(id) ?? []);
    const problems = answerProblems(store, services, people, "/data");
    if (problems.length > 0) throw invalid(problems);
    for (const person of people) addAttendee(context, appointment, person);
    response.json(withCode(store, appointment));
  });

  router.delete("/appointments/:id/:attendee", (request, response) => {
    const appointment = withCodeOf(store, request.params.id, request);
    const attendee = appointment.attendees.find(({ id }) => id === request.params.attendee);
    if (!attendee) throw notFound(`this appointment has no attendee ${request.params.attendee}`);
    cancelAttendee(context, appointment, attendee);
    response.status(204).end();
  });

  return router;
}

/** Throws a 422 unless all staff of the appointment work then; without staff, unless anybody there does. */
function refuseUnlessAtWork(
  { store, nowMs }: BookingContext,
  appointment: Appointment,
  startMs: number,
): void {
  const location = store.locations.get(appointment.locationId ?? "");
  const staff = appointment.staffIds.flatMap((id) => store.staff.get(id) ?? []);
  const everybody = staff.length > 0 ? staff : [...store.staff.values()];
  const [first, ...others] = withPlaces(store, everybody, location);
  if (!first) return;
  const candidates = staff.length > 0 ? [first] : [first, ...others];
  const additional = staff.length > 0 ? others : [];
  filterAtWork({ candidates, additional, startMs, durationMinutes: appointment.durationMinutes }, nowMs());
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
