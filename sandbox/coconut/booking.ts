import { freeSlots, isFree } from "./calendar.ts";
import type { Desk } from "./desk.ts";
import { wireNowMs } from "./desk.ts";
import type { Appointment, Location, Person, Service, Staff } from "./entities.ts";
import { conflict, invalid } from "./errors.ts";

export interface Booking {
  readonly location: Location;
  readonly services: readonly Service[];
  /** null = nobody yet. */
  readonly staff: Staff | "anyone" | null;
  readonly additionalStaff: readonly Staff[];
  /** Left out: the next free business slot, or now for a walk-in. */
  readonly startMs?: number | undefined;
  readonly timezone: string;
  readonly meetingMethod: number;
  readonly bookedThrough: number;
  readonly people: readonly Person[];
  readonly notes: string | null;
  readonly walkIn: boolean;
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
  const durationMinutes = services.reduce((sum, service) => sum + service.durationMinutes, 0);
  const { startMs, staff } = place(desk, booking, durationMinutes);
  const createdAtMs = wireNowMs(desk);
  const status = booking.walkIn ? "Arrived" : "Confirmed";
  const appointment: Appointment = {
    id: desk.store.nextId(),
    code: desk.store.newCode(),
    walkIn: booking.walkIn,
    group,
    locationId: location.id,
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
    createdAtMs,
    updatedAtMs: createdAtMs,
  };
  desk.store.appointments.set(appointment.id, appointment);
  desk.emit(booking.walkIn ? "walkin.created" : "appointment.created", appointment);
  return appointment;
}

/** When it takes place and who does it. */
function place(
  desk: Desk,
  booking: Booking,
  durationMinutes: number,
): { startMs: number; staff: readonly Staff[] } {
  const taken = [...desk.store.appointments.values()];
  const { staff: wished, additionalStaff } = booking;
  const candidates =
    wished === "anyone" || wished === null ? staffAt(desk, booking.location, additionalStaff) : [wished];

  let startMs = booking.startMs;
  if (startMs === undefined && booking.walkIn) startMs = Math.floor(desk.nowMs() / 60_000) * 60_000;
  if (startMs === undefined) {
    const [slot] = freeSlots(taken, booking.location, candidates, durationMinutes, desk.nowMs());
    if (!slot) throw conflict("there is no free business slot within two years");
    startMs = slot.startMs;
  }

  const wanted = { startMs, endMs: startMs + durationMinutes * 60_000 };
  const busy = additionalStaff.find((member) => !isFree(taken, member.id, wanted));
  if (busy) throw slotTaken(busy, "/data/attributes/additional_staff_id");
  if (wished === null) return { startMs, staff: additionalStaff };
  const free = candidates.find((candidate) => isFree(taken, candidate.id, wanted));
  if (free) return { startMs, staff: [free, ...additionalStaff] };
  // Somebody who walks in is not sent away: they wait until one of the staff takes them.
  if (booking.walkIn && wished === "anyone") return { startMs, staff: additionalStaff };
  throw wished === "anyone"
    ? conflict("nobody at this location is free at that time", "/data/attributes/start")
    : slotTaken(wished, "/data/attributes/start");
}

function staffAt(desk: Desk, location: Location, except: readonly Staff[]): Staff[] {
  return [...desk.store.staff.values()].filter(
    (member) => member.locationIds.includes(location.id) && !except.includes(member),
  );
}

export function slotTaken(staff: Staff, pointer?: string): Error {
  return conflict(`${staff.firstName} ${staff.lastName} has another appointment at that time`, pointer);
}
