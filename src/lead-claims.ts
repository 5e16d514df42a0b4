/** Who may create the lead of a person: asked of Temporal, where the first of several at the same moment decides. */
import { createHmac } from "node:crypto";
import { getClient } from "@temporalio/activity";
import type { Client } from "@temporalio/client";
import { LeadClaimError } from "./activities/failures.ts";
import type { ClaimLead } from "./activities/leads.ts";
import { leadClaimWorkflowIdFor } from "./appointments/ids.ts";
import { personKey } from "./appointments/matching.ts";
import type { WhoAmI } from "./dataverse/who-am-i.ts";
import { callTemporal, failureOf } from "./temporal/calls.ts";
import { taskQueues } from "./temporal/task-queues.ts";
import type { leadClaim, LeadClaim } from "./workflows/lead-claim.ts";

/** For each of at most two calls. An attempt that Temporal did not answer in time is repeated, and meets its own claim. */
const callTimeoutMs = 3_000;

/**
 * Creates the claims of one Dynamics environment. A claim is a Workflow `leadClaim`, of which Temporal starts one for each
 * Workflow Id; it holds nothing personal (decision 16).
 *
 * @param temporal left out, the client of the Worker that runs the Activity
 */
export function createLeadClaims({
  whoAmI,
  temporal = getClient,
}: {
  readonly whoAmI: Pick<WhoAmI, "organizationId">;
  readonly temporal?: () => Client;
}): ClaimLead {
  async function start(workflowId: string, claim: LeadClaim): Promise<LeadClaim> {
    const { workflow, connection } = temporal();
    const call = <T>(action: () => Promise<T>) => callTemporal(connection, callTimeoutMs, action);
    try {
      await call(() =>
        workflow.start<typeof leadClaim>("leadClaim", {
          workflowId,
          taskQueue: taskQueues.workflows,
          args: [claim],
          memo: { ...claim },
          // Whether the first claim is still running or has ended, it counts.
          workflowIdReusePolicy: "REJECT_DUPLICATE",
          workflowIdConflictPolicy: "FAIL",
          staticSummary: `Claim of lead ${claim.leadId}`,
        }),
      );
      return claim;
    } catch (error) {
      if (failureOf(error) !== "already started") throw error;
    }
    const { memo } = await call(() => workflow.getHandle(workflowId).describe());
    return memo as unknown as LeadClaim;
  }

  return async (client, ownLeadId, staleLeadId) => {
    const person = personKey(client);
    // Without an e-mail nobody is matched, so no other client can be the same person.
    if (person === undefined) return ownLeadId;
    const about = staleLeadId === undefined ? [person] : [person, staleLeadId];
    // The organisation's id is known to whoever may sign in to Dynamics, and not to whoever may look into Temporal.
    const digest = createHmac("sha256", await whoAmI.organizationId())
      .update(JSON.stringify(about))
      .digest("hex");
    try {
      return (await start(leadClaimWorkflowIdFor(digest), { leadId: ownLeadId })).leadId;
    } catch (error) {
      throw new LeadClaimError(failureOf(error) === "refused", error);
    }
  };
}
