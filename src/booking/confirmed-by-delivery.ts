/** Tells the Workflow of a booking that Coconut has made the appointment, in case Coconut's answer to it was lost. */
import type { Client } from "@temporalio/client";
import { bookingWorkflowIdFor } from "../appointments/ids.ts";
import type { CoconutEvent } from "../appointments/events.ts";
import type { Logger } from "../log.ts";
import { createTurns } from "../http/turns.ts";
import { callTemporal, failureOf } from "../temporal/calls.ts";
import { bookingConfirmedByDeliverySignal } from "../workflows/messages.ts";

/** Hears of every event; those of appointments that were booked from Dynamics are passed on. */
export interface BookingConfirmer {
  /** Never throws: Coconut tells of an appointment more than once. */
  confirm(event: CoconutEvent): Promise<void>;
}

/** As many as deliveries call Temporal at a time; a delivery is answered when both calls are. */
const callsAtATime = { limit: () => 16 };

/** Sends the Signal `bookingSeen` within the time limit. */
export function createBookingConfirmer({
  temporal,
  log,
  timeoutMs = 2_000,
}: {
  readonly temporal: Client;
  readonly log: Logger;
  readonly timeoutMs?: number | undefined;
}): BookingConfirmer {
  const turns = createTurns(callsAtATime);
  return {
    async confirm(event) {
      const { bookedFrom } = event.appointment;
      if (bookedFrom === undefined) return;
      const workflowId = bookingWorkflowIdFor(event.tenant, bookedFrom.bookerId, bookedFrom.bookingKey);
      const handle = temporal.workflow.getHandle(workflowId);
      using turn = await turns.acquire(AbortSignal.timeout(timeoutMs));
      if (turn === undefined) {
        return log.warn({ workflowId }, "booking was not told that a delivery confirms it: too many at once");
      }
      try {
        await callTemporal(temporal.connection, timeoutMs, () =>
          handle.signal(bookingConfirmedByDeliverySignal, event),
        );
      } catch (error) {
        // Not found is usual: the Workflow has ended, as it does once Coconut has answered.
        if (failureOf(error) !== "not found")
          log.warn({ workflowId, err: error }, "booking was not told that a delivery confirms it");
      }
    },
  };
}
