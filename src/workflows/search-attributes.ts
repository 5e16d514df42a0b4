/** The Search Attributes, by which operators find Workflows. Temporal never encrypts them: ids, states and times only. */
import { defineSearchAttributeKey, TypedSearchAttributes } from "@temporalio/common";
import type { CoconutEvent } from "../appointments/events.ts";

/**
 * The state of a Workflow `syncAppointment`. `Delayed`: Dynamics could not be written for some minutes, and is tried again
 * and again. `NeedsAttention`: parked, a person must decide.
 */
export type SyncState = "Syncing" | "Delayed" | "InStep" | "Waiting" | "NeedsAttention" | "Skipped";

/** The keys of all Search Attributes; their names have to be added to the namespace. */
export const searchAttributes = {
  appointmentId: defineSearchAttributeKey("AppointmentId", "KEYWORD"),
  syncState: defineSearchAttributeKey("SyncState", "KEYWORD"),
  /** Why a Workflow is `Delayed` or `NeedsAttention`: the type of the failure. */
  problemType: defineSearchAttributeKey("ProblemType", "KEYWORD"),
  lastEventKind: defineSearchAttributeKey("LastEventKind", "KEYWORD"),
  lastEventAt: defineSearchAttributeKey("LastEventAt", "DATETIME"),
  appointmentAt: defineSearchAttributeKey("AppointmentAt", "DATETIME"),
  /** Of a Workflow `bookAppointment`: how it ended. */
  bookingOutcome: defineSearchAttributeKey("BookingOutcome", "KEYWORD"),
} as const;

/** The values for an event that is being worked on. */
export function searchAttributesOf(event: CoconutEvent, syncState: SyncState) {
  return new TypedSearchAttributes([
    { key: searchAttributes.appointmentId, value: event.appointment.id },
    { key: searchAttributes.syncState, value: syncState },
    { key: searchAttributes.lastEventKind, value: event.type },
    { key: searchAttributes.lastEventAt, value: new Date(event.occurredAt) },
    { key: searchAttributes.appointmentAt, value: new Date(event.appointment.start) },
  ]);
}
