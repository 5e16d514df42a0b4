import { findOpenings } from "../availability/openings.ts";
import { isFree } from "../availability/taken.ts";
import type { BookingContext } from "./context.ts";
import { nowInSecondsMs } from "./context.ts";
import type { Appointment, Location, Notify, Person, Service, Staff, Utm } from "../model/entities.ts";
import { conflict, invalid } from "../model/refusal.ts";
import { withPlaces } from "../availability/offers.ts";

const horizonDays = 730;

/** What is to be booked, checked and with its rows looked up. */
export interface Booking {
  /** null = a call without a location. */
  readonly location: Location | null;
  readonly services: readonly Service[];
  /** A member of staff by name, any candidate who is free, or nobody yet. */
  readonly staffChoice: "named" | "anyone" | "nobody";
  readonly candidates: readonly Staff[];
  readonly additionalStaff: readonly Staff[];
  /** Left out: the next opening, or now for a walk-in. */
  readonly startMs?: number | undefined;
  readonly timezone: string;
  readonly meetingMethod: number;
  readonly bookedThrough: number;
  readonly people: readonly Person[];
  readonly notes: string | null;
  readonly walkIn: boolean;
  readonly booker?: Staff | null | undefined;
  readonly utm?: Utm | null | undefined;
  readonly notify?: Notify | null | undefined;
}

/** Books, and emits the event. Throws a 409 if nobody is free then, a 422 if only a group service may be empty. */
export function book(context: BookingContext, booking: Booking): Appointment {
  const { location, services } = booking;
  const group = services.some((service) => service.group);
  if (!group && booking.people.length === 0) {
    throw invalid([
      {
        detail: "only a group service can be booked with nobody in it",
        pointer: "/data/relationships/attendees",
      },
    ]);
  }
  const durationMinutes = durationOf(services);
  const { startMs, staff } = chooseTimeAndStaff(context, booking, durationMinutes);
  const createdAtMs = nowInSecondsMs(context);
  const status = booking.walkIn ? "Arrived" : "Confirmed";
  const appointment: Appointment = {
    id: context.store.nextId(),
    code: context.store.newCode(),
    walkIn: booking.walkIn,
    group,
    locationId: location?.id ?? null,
    serviceIds: services.map((service) => service.id),
    meetingMethod: booking.meetingMethod,
    bookedThrough: booking.bookedThrough,
    timezone: booking.timezone,
    durationMinutes,
    startMs,
    staffIds: staff.map(({ id }) => id),
    attendees: booking.people.map((person) => context.store.createAttendee(person, status)),
    notes: booking.notes,
    status,
    bookerId: booking.booker?.id ?? null,
    utm: booking.utm ?? null,
    notify: booking.notify ?? null,
    createdAtMs,
    updatedAtMs: createdAtMs,
  };
  context.store.appointments.set(appointment.id, appointment);
  context.emit(booking.walkIn ? "walkin.created" : "appointment.created", appointment);
  return appointment;
}

/** Minutes that the services take one after the other. */
export function durationOf(services: readonly Service[]): number {
  return services.reduce((sum, service) => sum + service.durationMinutes, 0);
}

/** When it takes place and who does it. */
function chooseTimeAndStaff(
  context: BookingContext,
  booking: Booking,
  durationMinutes: number,
): { startMs: number; staff: readonly Staff[] } {
  const { staffChoice, candidates, additionalStaff } = booking;
  const startMs = booking.startMs ?? nextStart(context, booking, durationMinutes);
  const wanted = { startMs, endMs: startMs + durationMinutes * 60_000 };
  const taken = [...context.store.appointments.values()];
  const busy = additionalStaff.find((member) => !isFree(taken, member.id, wanted));
  if (busy) throw slotTaken(busy, "/data/attributes/additional_staff_id");
  if (staffChoice === "nobody") return { startMs, staff: additionalStaff };
  const free = candidates.find((candidate) => isFree(taken, candidate.id, wanted));
  if (free) return { startMs, staff: [free, ...additionalStaff] };
  // A walk-in is booked even if nobody is free, and waits without staff.
  if (booking.walkIn && staffChoice === "anyone") return { startMs, staff: additionalStaff };
  const [only] = candidates;
  throw staffChoice === "named" && only
    ? slotTaken(only, "/data/attributes/start")
    : conflict("nobody is free at that time", "/data/attributes/start");
}

function nextStart(context: BookingContext, booking: Booking, durationMinutes: number): number {
  const { store } = context;
  const now = context.nowMs();
  if (booking.walkIn) return Math.floor(now / 60_000) * 60_000;
  const [opening] = findOpenings({
    appointments: store.appointments.values(),
    candidates: withPlaces(store, booking.candidates, booking.location),
    additional: withPlaces(store, booking.additionalStaff, booking.location),
    durationMinutes,
    fromMs: now,
    untilMs: now + horizonDays * 86_400_000,
  });
  if (!opening) throw conflict("there is no free business slot within two years");
  return opening.startMs;
}

/** The 409 for a member of staff who is busy then. */
export function slotTaken(staff: Staff, pointer?: string): Error {
  return conflict(`${staff.firstName} ${staff.lastName} has another appointment at that time`, pointer);
}
