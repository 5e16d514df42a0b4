import { openings } from "../availability/openings.ts";
import { isFree } from "../availability/taken.ts";
import type { Desk } from "./desk.ts";
import { wireNowMs } from "./desk.ts";
import type { Appointment, Location, Notify, Person, Service, Staff, Utm } from "../model/entities.ts";
import { conflict, invalid } from "../model/refusal.ts";
import { inTheirPlace } from "../availability/offers.ts";

const horizonDays = 730;

export interface Booking {
  /** null = a call at no place. */
  readonly location: Location | null;
  readonly services: readonly Service[];
  /** Somebody in particular, whoever of the candidates is free, or nobody yet. */
  readonly wish: "named" | "anyone" | "nobody";
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

export function book(desk: Desk, booking: Booking): Appointment {
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
  const { startMs, staff } = place(desk, booking, durationMinutes);
  const createdAtMs = wireNowMs(desk);
  const status = booking.walkIn ? "Arrived" : "Confirmed";
  const appointment: Appointment = {
    id: desk.store.nextId(),
    code: desk.store.newCode(),
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
    attendees: booking.people.map((person) => desk.store.join(person, status)),
    notes: booking.notes,
    status,
    bookerId: booking.booker?.id ?? null,
    utm: booking.utm ?? null,
    notify: booking.notify ?? null,
    createdAtMs,
    updatedAtMs: createdAtMs,
  };
  desk.store.appointments.set(appointment.id, appointment);
  desk.emit(booking.walkIn ? "walkin.created" : "appointment.created", appointment);
  return appointment;
}

export function durationOf(services: readonly Service[]): number {
  return services.reduce((sum, service) => sum + service.durationMinutes, 0);
}

/** When it takes place and who does it. */
function place(
  desk: Desk,
  booking: Booking,
  durationMinutes: number,
): { startMs: number; staff: readonly Staff[] } {
  const { wish, candidates, additionalStaff } = booking;
  const startMs = booking.startMs ?? nextStart(desk, booking, durationMinutes);
  const wanted = { startMs, endMs: startMs + durationMinutes * 60_000 };
  const taken = [...desk.store.appointments.values()];
  const busy = additionalStaff.find((member) => !isFree(taken, member.id, wanted));
  if (busy) throw slotTaken(busy, "/data/attributes/additional_staff_id");
  if (wish === "nobody") return { startMs, staff: additionalStaff };
  const free = candidates.find((candidate) => isFree(taken, candidate.id, wanted));
  if (free) return { startMs, staff: [free, ...additionalStaff] };
  // Somebody who walks in is not sent away: they wait until one of the staff takes them.
  if (booking.walkIn && wish === "anyone") return { startMs, staff: additionalStaff };
  const [only] = candidates;
  throw wish === "named" && only
    ? slotTaken(only, "/data/attributes/start")
    : conflict("nobody is free at that time", "/data/attributes/start");
}

function nextStart(desk: Desk, booking: Booking, durationMinutes: number): number {
  const { store } = desk;
  const now = desk.nowMs();
  if (booking.walkIn) return Math.floor(now / 60_000) * 60_000;
  const [opening] = openings({
    appointments: store.appointments.values(),
    candidates: inTheirPlace(store, booking.candidates, booking.location),
    together: inTheirPlace(store, booking.additionalStaff, booking.location),
    durationMinutes,
    fromMs: now,
    untilMs: now + horizonDays * 86_400_000,
  });
  if (!opening) throw conflict("there is no free business slot within two years");
  return opening.startMs;
}

export function slotTaken(staff: Staff, pointer?: string): Error {
  return conflict(`${staff.firstName} ${staff.lastName} has another appointment at that time`, pointer);
}
