/** How far a booked appointment has come on its way into Dynamics. Its Workflow is asked by a Query. */
import type { Client } from "@temporalio/client";
import { workflowIdFor } from "../appointments/ids.ts";
import type { Logger } from "../log.ts";
import { callTemporal } from "../temporal/calls.ts";
import { syncStateQuery } from "../workflows/messages.ts";

/**
 * How far a booking has come. `needs_attention`: a person has to decide, or has decided to skip it. `activityId`: the
 * appointment row in Dynamics, once it is there.
 */
export interface BookingSyncState {
  readonly state: "syncing" | "in_step" | "needs_attention";
  readonly activityId: string | null;
}

/** Never throws: where the Workflow cannot be asked, the state is `syncing`. */
export type ReadSyncState = (appointmentId: string) => Promise<BookingSyncState>;

/** Short, as the page asks again. */
const timeoutMs = 2_000;
const syncing: BookingSyncState = { state: "syncing", activityId: null };

/** Creates the reader; `tenant` is Coconut's, part of the Workflow Id. */
export function createSyncStateReader(options: {
  readonly temporal: Client;
  readonly tenant: string;
  readonly log: Logger;
}): ReadSyncState {
  const { temporal, tenant, log } = options;

  async function ask(appointmentId: string): Promise<BookingSyncState> {
    const handle = temporal.workflow.getHandle(workflowIdFor(tenant, appointmentId));
    const { syncState, saved } = await callTemporal(temporal.connection, timeoutMs, () =>
      handle.query(syncStateQuery),
    );
    const activityId = saved?.activityId ?? null;
    if (syncState === "InStep" && activityId !== null) return { state: "in_step", activityId };
    if (syncState === "NeedsAttention" || syncState === "Skipped")
      return { state: "needs_attention", activityId };
    return { ...syncing, activityId };
  }

  return async (appointmentId) => {
    try {
      return await ask(appointmentId);
    } catch (error) {
      // There is no Workflow yet, no Worker to answer the Query, or no Temporal.
      log.debug(
        { appointmentId, reason: error instanceof Error ? error.name : "unknown" },
        "booking progress",
      );
      return syncing;
    }
  };
}
