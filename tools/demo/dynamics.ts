/** The demo's page of Dynamics, with the solution imported and links from appointment rows to their Workflows. */
import { Client, Connection } from "@temporalio/client";
import { applications, tenantId } from "@coconut-dynamics/sandbox-dataverse/identity";
import { type DynamicsHost, startDynamicsHost } from "@coconut-dynamics/sandbox-dynamics-host";
import { buildSolution } from "@coconut-dynamics/solution";
import { createRowIds } from "../../src/appointments/ids.ts";
import { searchAttributes } from "../../src/workflows/search-attributes.ts";
import { createCleanup } from "../cleanup.ts";
import type { StageOptions } from "./stage.ts";
import type { TemporalUi } from "./temporal-ui.ts";

/** Starts the page on the stack's port for it; without a Temporal UI its rows have no links to Workflows. */
export async function openDynamics(
  { stack, temporal, tenant }: StageOptions,
  ui: TemporalUi | undefined,
): Promise<DynamicsHost> {
  const cleanup = createCleanup();
  const connection = await Connection.connect({ address: temporal.address });
  cleanup.defer(() => connection.close());
  const client = new Client({ connection, namespace: temporal.namespace });
  const ids = createRowIds(stack.dataverseUrl, tenant);

  /** The appointment's id cannot be computed from the row's, so the row id of each Workflow is computed and compared. */
  async function workflowUrl(activityId: string): Promise<string | undefined> {
    if (ui === undefined) return undefined;
    for await (const workflow of client.workflow.list({ query: 'WorkflowType = "syncAppointment"' })) {
      const id = workflow.typedSearchAttributes.get(searchAttributes.appointmentId);
      if (id !== undefined && ids.activityIdFor(id) === activityId) {
        return ui.workflow(workflow.workflowId, workflow.runId);
      }
    }
    return undefined;
  }

  const host = await startDynamicsHost({
    zip: await buildSolution({ serviceUrl: stack.serverUrl }),
    dataverse: {
      url: stack.dataverseUrl,
      authorityHost: stack.dataverseUrl,
      tenantId,
      ...applications.administrator,
    },
    port: stack.dynamicsPort,
    workflowUrl,
    ...(ui !== undefined && { temporalUi: ui.all }),
  });
  cleanup.use(host);
  return { url: host.url, [Symbol.asyncDispose]: () => cleanup[Symbol.asyncDispose]() };
}
