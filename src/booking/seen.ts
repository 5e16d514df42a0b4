/** An event that proves a booking → the Workflow of that booking, if one still waits to hear of it. */
import { type Client, WorkflowNotFoundError } from "@temporalio/client";
import { bookingWorkflowIdFor } from "../appointments/ids.ts";
import type { CoconutEvent } from "../appointments/events.ts";
import type { Logger } from "../log.ts";
import { bookingSeenSignal } from "../workflows/messages.ts";
import { tooLate, withinLimit } from "./time-limit.ts";

export interface SeenBookings {
  /** Never fails: Coconut tells of an appointment more than once. */
  tell(event: CoconutEvent): Promise<void>;
}

export function createSeenBookings({
  temporal,
  log,
  timeoutMs = 2_000,
}: {
  readonly temporal: Client;
  readonly log: Logger;
  readonly timeoutMs?: number | undefined;
}): SeenBookings {
  return {
    async tell(event) {
      const { bookedFrom } = event.appointment;
      if (bookedFrom === undefined) return;
      const workflowId = bookingWorkflowIdFor(event.tenant, bookedFrom.bookerId, bookedFrom.bookingKey);
      try {
        const handle = temporal.workflow.getHandle(workflowId);
        const signalled = temporal.connection.withDeadline(Date.now() + timeoutMs, () =>
          handle.signal(bookingSeenSignal, event),
        );
        if ((await withinLimit(signalled, timeoutMs)) === tooLate)
          log.warn({ workflowId }, "booking not told");
      } catch (error) {
        // Its Workflow has ended, as it does once Coconut has answered.
        if (!(error instanceof WorkflowNotFoundError))
          log.warn({ workflowId, err: error }, "booking not told");
      }
    },
  };
}
