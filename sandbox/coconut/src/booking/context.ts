import type { Appointment } from "../model/entities.ts";
import type { Store } from "../store/store.ts";
import type { EventName } from "../webhooks/event.ts";

/** Where appointments are made and changed: what booking and every change need. */
export interface BookingContext {
  readonly store: Store;
  readonly nowMs: () => number;
  /** Tells the outside; what is sent is the appointment as it stands at this moment. */
  readonly emit: (event: EventName, appointment: Appointment) => void;
}

/** Whole seconds, as the wire tells them. */
export function nowInSecondsMs(context: BookingContext): number {
  return Math.floor(context.nowMs() / 1000) * 1000;
}

/**
 * Marks one change and tells it. The wire has seconds only, so a second change within one second is dated a
 * second later: a receiver orders by updated_at, and each change must have its own.
 */
export function announceChange(context: BookingContext, event: EventName, appointment: Appointment): void {
  appointment.updatedAtMs = Math.max(nowInSecondsMs(context), appointment.updatedAtMs + 1000);
  context.emit(appointment.walkIn ? "walkin.updated" : event, appointment);
}
