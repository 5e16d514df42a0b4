/** Who may create the lead of a person: asked of Temporal, where the first of several at the same moment decides. */
import { createHmac } from "node:crypto";
import { getClient } from "@temporalio/activity";
import type { Client } from "@temporalio/client";
import { LeadClaimError } from "./activities/failures.ts";
import type { ClaimLead } from "./activities/leads.ts";
import { leadClaimWorkflowIdFor } from "./appointments/ids.ts";
import { personKey } from "./appointments/matching.ts";
import type { DataverseClient } from "./dataverse/client.ts";
import { DataverseError } from "./dataverse/errors.ts";
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
  dataverse,
  temporal = getClient,
}: {
  readonly dataverse: DataverseClient;
  readonly temporal?: () => Client;
}): ClaimLead {
  const organizationId = rememberOnce(() => readOrganizationId(dataverse));

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
    const digest = createHmac("sha256", await organizationId())
      .update(JSON.stringify(about))
      .digest("hex");
    try {
      return (await start(leadClaimWorkflowIdFor(digest), { leadId: ownLeadId })).leadId;
    } catch (error) {
      throw new LeadClaimError(failureOf(error) === "refused", error);
    }
  };
}

/** The organisation's id is known to whoever may sign in to Dynamics, and not to whoever may look into Temporal. */
async function readOrganizationId(dataverse: DataverseClient): Promise<string> {
  const { body } = await dataverse.send({ method: "GET", path: "WhoAmI" });
  const { OrganizationId: id } = (body ?? {}) as { readonly OrganizationId?: unknown };
  if (typeof id === "string" && id !== "") return id.toLowerCase();
  throw new DataverseError({ kind: "protocol", operation: "GET WhoAmI without OrganizationId" });
}

/** Asks until there is an answer, and then never again; callers at the same moment share one question. */
function rememberOnce<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask().catch((error: unknown) => {
      answer = undefined;
      throw error;
    });
    return answer;
  };
}
