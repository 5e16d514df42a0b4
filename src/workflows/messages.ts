/** The Signals and the Query of Workflows: one definition for sender and handler. */
import { defineQuery, defineSignal } from "@temporalio/workflow";
import type { CoconutEvent } from "../appointments/events.ts";
import type { SyncAppointmentState } from "./state.ts";

/** An event of this appointment, sent by Signal-With-Start for every delivery. */
export const appointmentChangedSignal = defineSignal<[CoconutEvent]>("appointmentChanged");

/** To the Workflow of a booking: Coconut's delivery proves that it made the appointment. */
export const bookingConfirmedByDeliverySignal = defineSignal<[CoconutEvent]>("bookingSeen");

/** From an operator, to a parked Workflow: try the same event again. */
export const retrySignal = defineSignal("retry");

/** From an operator, to a parked Workflow: do not write this event, and wait for the next. */
export const skipSignal = defineSignal("skip");

/** The whole state: which rows were matched and why, what was written, the outcome of each event. */
export const syncStateQuery = defineQuery<SyncAppointmentState>("syncState");
