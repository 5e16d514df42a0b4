import { isFree } from "../availability/taken.ts";
import { slotTaken } from "./booking.ts";
import type { BookingContext } from "./context.ts";
import { announceChange } from "./context.ts";
import type { Appointment, Attendee, Person, Staff, Status } from "../model/entities.ts";
import { endMs } from "../model/entities.ts";
import { conflict } from "../model/refusal.ts";

/** Moves the appointment to another time with the same staff. Throws a 409 if one of them is busy then. */
export function reschedule(context: BookingContext, appointment: Appointment, startMs: number): void {
  refuseIfCancelled(appointment);
  if (appointment.startMs === startMs) return;
  refuseIfBusy(context, { ...appointment, startMs }, "/data/attributes/start");
  appointment.startMs = startMs;
  announceChange(context, "appointment.rescheduled", appointment);
}

/** Gives the appointment to another member of staff, or with null to nobody. Throws a 409 if they are busy then. */
export function assign(context: BookingContext, appointment: Appointment, staff: Staff | null): void {
  refuseIfCancelled(appointment);
  const [before, ...others] = appointment.staffIds;
  if (before === staff?.id) return;
  const staffIds = staff ? [staff.id, ...others.filter((id) => id !== staff.id)] : [];
  refuseIfBusy(context, { ...appointment, staffIds });
  appointment.staffIds = staffIds;
  announceChange(context, "appointment.updated", appointment);
}

/** Replaces the notes. */
export function setNotes(
  context: BookingContext,
  appointment: Appointment,
  change: { notes: string | null },
): void {
  if (appointment.notes === change.notes) return;
  appointment.notes = change.notes;
  announceChange(context, "appointment.updated", appointment);
}

/** Sets the status of the appointment, and of the attendees who had the same status as it. */
export function setStatus(context: BookingContext, appointment: Appointment, status: Status): void {
  const before = appointment.status;
  if (before === status) return;
  if (before === "Cancelled") refuseIfBusy(context, { ...appointment, status });
  appointment.status = status;
  for (const attendee of appointment.attendees) if (attendee.status === before) attendee.status = status;
  announceChange(
    context,
    status === "Cancelled" ? "appointment.cancelled" : "appointment.status_changed",
    appointment,
  );
}

/** Adds a person. Throws a 409 if they take part already, or the appointment is cancelled. */
export function addAttendee(context: BookingContext, appointment: Appointment, person: Person): Attendee {
  refuseIfCancelled(appointment);
  const attendee = context.store.createAttendee(person, appointment.status);
  const there = appointment.attendees.find(
    (other) => other.clientId === attendee.clientId && other.status !== "Cancelled",
  );
  if (there) throw conflict(`${person.firstName} ${person.lastName} is in this appointment already`);
  appointment.attendees = [...appointment.attendees, attendee];
  announceChange(context, "attendee.added", appointment);
  return attendee;
}

/**
 * Cancels one attendance. With the last one the appointment is cancelled too, except a group session, which may be
 * empty.
 */
export function cancelAttendee(context: BookingContext, appointment: Appointment, attendee: Attendee): void {
  refuseIfCancelled(appointment);
  if (attendee.status === "Cancelled") throw conflict("this attendee has cancelled already");
  attendee.status = "Cancelled";
  announceChange(context, "attendee.cancelled", appointment);
  const isEmpty = appointment.attendees.every((other) => other.status === "Cancelled");
  if (isEmpty && !appointment.group) setStatus(context, appointment, "Cancelled");
}

function refuseIfCancelled(appointment: Appointment): void {
  if (appointment.status === "Cancelled") throw conflict("this appointment is cancelled");
}

function refuseIfBusy(context: BookingContext, wanted: Appointment, pointer?: string): void {
  const interval = { startMs: wanted.startMs, endMs: endMs(wanted) };
  for (const id of wanted.staffIds) {
    const staff = context.store.staff.get(id);
    if (staff && !isFree(context.store.appointments.values(), id, interval, wanted.id))
      throw slotTaken(staff, pointer);
  }
}
