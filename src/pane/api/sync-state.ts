/** How far a booked appointment has come on its way into Dynamics: asked of its Workflow. */
import type { Client } from "@temporalio/client";
import { workflowIdFor } from "../../appointments/ids.ts";
import type { Logger } from "../../log.ts";
import { callTemporal } from "../../temporal/calls.ts";
import type { SyncState } from "../contract.ts";
import { syncStateQuery } from "../../workflows/messages.ts";

export type AskProgress = (appointmentId: string) => Promise<SyncState>;

/** Shorter than the page's own patience: it asks again. */
const timeoutMs = 2_000;
const syncing: SyncState = { state: "syncing", activityId: null };

export function createProgressReader(options: {
  readonly temporal: Client;
  readonly tenant: string;
  readonly log: Logger;
}): AskProgress {
  const { temporal, tenant, log } = options;

  async function ask(appointmentId: string): Promise<SyncState> {
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
      // No Workflow yet, no Worker to answer, no Temporal: all that is known is that it is on its way.
      log.debug(
        { appointmentId, reason: error instanceof Error ? error.name : "unknown" },
        "booking progress",
      );
      return syncing;
    }
  };
}
