/** The Signals, Updates and the Query of Workflows: one definition for sender and handler. */
import { defineQuery, defineSignal, defineUpdate } from "@temporalio/workflow";
import type { CoconutEvent } from "../appointments/events.ts";
import type { SyncAppointmentState } from "./state.ts";

/** An event of this appointment, sent by Signal-With-Start for every delivery. */
export const appointmentChangedSignal = defineSignal<[CoconutEvent]>("appointmentChanged");

/** To the Workflow of a booking: Coconut's delivery proves that it made the appointment. */
export const bookingConfirmedByDeliverySignal = defineSignal<[CoconutEvent]>("bookingSeen");

/** From an operator: look everybody up again and write the newest event, now. */
export const retrySignal = defineSignal("retry");

/** From an operator: do not write this event, and wait for the next. */
export const skipSignal = defineSignal("skip");

/** The same requests as Updates: the caller is told what they do, or in words why they mean nothing now. */
export const retryUpdate = defineUpdate<string>("retry");
/** As `retryUpdate`. */
export const skipUpdate = defineUpdate<string>("skip");

/** The whole state: which rows were matched and why, what was written, the outcome of each event. */
export const syncStateQuery = defineQuery<SyncAppointmentState>("syncState");
