import { isFree } from "../availability/taken.ts";
import { slotTaken } from "./booking.ts";
import type { Desk } from "./desk.ts";
import { announce } from "./desk.ts";
import type { Appointment, Attendee, Person, Staff, Status } from "../model/entities.ts";
import { endMs } from "../model/entities.ts";
import { conflict } from "../model/refusal.ts";

/** Same appointment, new time. The staff stay, so they must be free then. */
export function reschedule(desk: Desk, appointment: Appointment, startMs: number): void {
  refuseIfCancelled(appointment);
  if (appointment.startMs === startMs) return;
  refuseIfBusy(desk, { ...appointment, startMs }, "/data/attributes/start");
  appointment.startMs = startMs;
  announce(desk, "appointment.rescheduled", appointment);
}

export function assign(desk: Desk, appointment: Appointment, staff: Staff | null): void {
  refuseIfCancelled(appointment);
  const [before, ...others] = appointment.staffIds;
  if (before === staff?.id) return;
  const staffIds = staff ? [staff.id, ...others.filter((id) => id !== staff.id)] : [];
  refuseIfBusy(desk, { ...appointment, staffIds });
  appointment.staffIds = staffIds;
  announce(desk, "appointment.updated", appointment);
}

export function edit(desk: Desk, appointment: Appointment, change: { notes: string | null }): void {
  if (appointment.notes === change.notes) return;
  appointment.notes = change.notes;
  announce(desk, "appointment.updated", appointment);
}

/** Attendees go along with the appointment, except those who are elsewhere already (one cancelled, one served). */
export function setStatus(desk: Desk, appointment: Appointment, status: Status): void {
  const before = appointment.status;
  if (before === status) return;
  if (before === "Cancelled") refuseIfBusy(desk, { ...appointment, status });
  appointment.status = status;
  for (const attendee of appointment.attendees) if (attendee.status === before) attendee.status = status;
  announce(
    desk,
    status === "Cancelled" ? "appointment.cancelled" : "appointment.status_changed",
    appointment,
  );
}

export function addAttendee(desk: Desk, appointment: Appointment, person: Person): Attendee {
  refuseIfCancelled(appointment);
  const attendee = desk.store.join(person, appointment.status);
  const there = appointment.attendees.find(
    (other) => other.clientId === attendee.clientId && other.status !== "Cancelled",
  );
  if (there) throw conflict(`${person.firstName} ${person.lastName} is in this appointment already`);
  appointment.attendees = [...appointment.attendees, attendee];
  announce(desk, "attendee.added", appointment);
  return attendee;
}

/** The last attendee who cancels takes the appointment along, unless it is a group session, which stands empty. */
export function cancelAttendee(desk: Desk, appointment: Appointment, attendee: Attendee): void {
  refuseIfCancelled(appointment);
  if (attendee.status === "Cancelled") throw conflict("this attendee has cancelled already");
  attendee.status = "Cancelled";
  announce(desk, "attendee.cancelled", appointment);
  const isEmpty = appointment.attendees.every((other) => other.status === "Cancelled");
  if (isEmpty && !appointment.group) setStatus(desk, appointment, "Cancelled");
}

function refuseIfCancelled(appointment: Appointment): void {
  if (appointment.status === "Cancelled") throw conflict("this appointment is cancelled");
}

function refuseIfBusy(desk: Desk, wanted: Appointment, pointer?: string): void {
  const interval = { startMs: wanted.startMs, endMs: endMs(wanted) };
  for (const id of wanted.staffIds) {
    const staff = desk.store.staff.get(id);
    if (staff && !isFree(desk.store.appointments.values(), id, interval, wanted.id))
      throw slotTaken(staff, pointer);
  }
}
