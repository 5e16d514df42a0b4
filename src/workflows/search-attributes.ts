/** What operators search Workflows by. Ids, states and times only: Search Attributes are not encrypted. */
import { defineSearchAttributeKey, TypedSearchAttributes } from "@temporalio/common";
import type { CoconutEvent } from "../appointments/events.ts";

/** `NeedsAttention` is the work queue of a person. */
export type SyncState = "Syncing" | "InStep" | "Waiting" | "NeedsAttention" | "Skipped";

export const searchAttributes = {
  appointmentId: defineSearchAttributeKey("AppointmentId", "KEYWORD"),
  syncState: defineSearchAttributeKey("SyncState", "KEYWORD"),
  lastEventKind: defineSearchAttributeKey("LastEventKind", "KEYWORD"),
  lastEventAt: defineSearchAttributeKey("LastEventAt", "DATETIME"),
  appointmentAt: defineSearchAttributeKey("AppointmentAt", "DATETIME"),
} as const;

export function searchAttributesOf(event: CoconutEvent, syncState: SyncState) {
  return new TypedSearchAttributes([
    { key: searchAttributes.appointmentId, value: event.appointment.id },
    { key: searchAttributes.syncState, value: syncState },
    { key: searchAttributes.lastEventKind, value: event.type },
    { key: searchAttributes.lastEventAt, value: new Date(event.occurredAt) },
    { key: searchAttributes.appointmentAt, value: new Date(event.appointment.start) },
  ]);
}
