import { Router } from "express";
import { z } from "zod";
import type { Booking } from "../booking/booking.ts";
import { book } from "../booking/booking.ts";
import { addAttendee, assign, cancelAttendee, setNotes, reschedule, setStatus } from "../booking/changes.ts";
import type { BookingContext } from "../booking/context.ts";
import { appointmentDocument } from "../documents/appointment-document.ts";
import type { Appointment, Location, Person, Service, Staff, Status } from "../model/entities.ts";
import { statuses } from "../model/entities.ts";
import { invalid, notFound } from "../model/refusal.ts";
import { staffOffering } from "../availability/offers.ts";
import type { Store } from "../store/store.ts";
import { PersonBody } from "./attendee-body.ts";
import { Id, parseBody, parseStart, readReference } from "../http/parse.ts";

const bookedThroughModernClientView = 9;

/** The fields that are not listed are those of the person. */
const BookingBody = z.looseObject({
  service: Id.default("7"),
  location: Id.default("12"),
  /** Left out: whoever is free. null: nobody yet. */
  staff: Id.nullish(),
  start: z.string().optional(),
  notes: z.string().max(5000).nullish(),
  meetingMethod: z.int().min(1).max(4).default(1),
  walkIn: z.boolean().default(false),
});

const StatusBody = z.strictObject({ status: z.string() });
const StartBody = z.strictObject({ start: z.string() });
const AssignBody = z.strictObject({ staff: Id.nullable() });
const NotesBody = z.strictObject({ notes: z.string().max(5000).nullable() });

/** The addresses for what staff do in Coconut's web application. They are no part of the Open API. */
export function staffActionRoutes(context: BookingContext): Router {
  const { store } = context;
  const router = Router();
  const find = (id: string): Appointment => {
    const appointment = store.appointments.get(id);
    if (!appointment) throw notFound(`there is no appointment ${id}`);
    return appointment;
  };
  /** Whom the booking notifies is on no document of the Open API; here tests can read it. */
  const show = (appointment: Appointment) => ({
    ...appointmentDocument(store, appointment),
    ...(appointment.notify && { meta: { notify: appointment.notify } }),
  });

  router.get("/", (_request, response) => {
    response.json({ data: [...store.appointments.values()].map(show) });
  });

  router.post("/", (request, response) => {
    response.status(201).json(show(book(context, readBooking(store, request.body))));
  });

  router.get("/:id", (request, response) => {
    response.json(show(find(request.params.id)));
  });

  router.post("/:id/status", (request, response) => {
    const appointment = find(request.params.id);
    setStatus(context, appointment, readStatus(parseBody(StatusBody, request.body).status));
    response.json(show(appointment));
  });

  router.post("/:id/cancel", (request, response) => {
    const appointment = find(request.params.id);
    setStatus(context, appointment, "Cancelled");
    response.json(show(appointment));
  });

  router.post("/:id/reschedule", (request, response) => {
    const appointment = find(request.params.id);
    const { start } = parseBody(StartBody, request.body);
    reschedule(context, appointment, parseStart(start, appointment.timezone, "/start"));
    response.json(show(appointment));
  });

  router.post("/:id/assign", (request, response) => {
    const appointment = find(request.params.id);
    const { staff } = parseBody(AssignBody, request.body);
    assign(context, appointment, staff === null ? null : staffAt(store, staff, appointment.locationId));
    response.json(show(appointment));
  });

  router.post("/:id/notes", (request, response) => {
    const appointment = find(request.params.id);
    setNotes(context, appointment, parseBody(NotesBody, request.body));
    response.json(show(appointment));
  });

  router.post("/:id/attendees", (request, response) => {
    const appointment = find(request.params.id);
    addAttendee(context, appointment, parseBody<Person>(PersonBody, request.body));
    response.status(201).json(show(appointment));
  });

  router.post("/:id/attendees/:attendee/cancel", (request, response) => {
    const appointment = find(request.params.id);
    const attendee = appointment.attendees.find(({ id }) => id === request.params.attendee);
    if (!attendee) throw notFound(`this appointment has no attendee ${request.params.attendee}`);
    cancelAttendee(context, appointment, attendee);
    response.json(show(appointment));
  });

  return router;
}

function readBooking(store: Store, body: unknown): Booking {
  const { service, location, staff, start, notes, meetingMethod, walkIn, ...person } = parseBody(
    BookingBody,
    body,
  );
  const branch = readReference(store.locations, location, "location", "/location");
  const services = [readReference(store.services, service, "service", "/service")];
  const isNobodyYet = services[0]?.group === true && Object.keys(person).length === 0;
  return {
    location: branch,
    services,
    ...(staff
      ? { staffChoice: "named", candidates: [staffAt(store, staff, branch.id)] }
      : { staffChoice: staff === null ? "nobody" : "anyone", candidates: whoMight(store, services, branch) }),
    additionalStaff: [],
    startMs: start === undefined ? undefined : parseStart(start, branch.timezone, "/start"),
    timezone: branch.timezone,
    meetingMethod,
    bookedThrough: bookedThroughModernClientView,
    people: isNobodyYet ? [] : [parseBody<Person>(PersonBody, person)],
    notes: notes ?? null,
    walkIn,
  };
}

/** Candidates: those who offer it, else everybody of the branch, since staff may book what nobody there offers. */
function whoMight(store: Store, services: readonly Service[], location: Location): readonly Staff[] {
  const offering = staffOffering(store, { services, location });
  return offering.length > 0 ? offering : staffOffering(store, { services: [], location });
}

/** The member of staff, who must work at the location if there is one. */
function staffAt(store: Store, id: string, locationId: string | null): Staff {
  const staff = readReference(store.staff, id, "staff", "/staff");
  if (locationId === null || staff.locationIds.includes(locationId)) return staff;
  const branch = store.locations.get(locationId)?.name ?? locationId;
  const detail = `staff: ${staff.firstName} ${staff.lastName} does not work at ${branch}`;
  throw invalid([{ detail, pointer: "/staff" }]);
}

function readStatus(text: string): Status {
  const status = statuses.find((name) => plain(name) === plain(text));
  if (!status) {
    throw invalid([{ detail: `status: must be one of ${statuses.join(", ")}`, pointer: "/status" }]);
  }
  return status;
}

/** "no_show", "No Show" and "no-show" are the same. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/gu, "");
}
