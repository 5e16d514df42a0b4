/** What booking and changes have in common: their context, and how a change becomes an event. */
import type { Appointment } from "../model/entities.ts";
import type { Store } from "../store/store.ts";
import type { EventName } from "../webhooks/event.ts";

/** What booking and every change need: the rows, the time, and where events go. */
export interface BookingContext {
  readonly store: Store;
  readonly nowMs: () => number;
  /** Sends a webhook with the appointment as it is at this moment. */
  readonly emit: (event: EventName, appointment: Appointment) => void;
}

/** The time in milliseconds since 1970, rounded down to a whole second, as on the wire. */
export function nowInSecondsMs(context: BookingContext): number {
  return Math.floor(context.nowMs() / 1000) * 1000;
}

/**
 * Dates a change and emits its event. The wire has seconds only, so a second change within one second is dated a
 * second later: a receiver orders by updated_at, and each change must have its own.
 */
export function announceChange(context: BookingContext, event: EventName, appointment: Appointment): void {
  appointment.updatedAtMs = Math.max(nowInSecondsMs(context), appointment.updatedAtMs + 1000);
  context.emit(appointment.walkIn ? "walkin.updated" : event, appointment);
}
