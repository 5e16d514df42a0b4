/** Whether Temporal would take a delivery that came now. */
import type { Connection } from "@temporalio/client";

/** grpc.health.v1.HealthCheckResponse.ServingStatus */
const serving = 1;

/** Creates a check that asks Temporal at most every 5 s, and takes no answer within `timeoutMs` for a no. */
export function createReadinessCheck(connection: Connection, timeoutMs = 2_000): () => Promise<boolean> {
  let last = { at: 0, isReady: Promise.resolve(false) };
  async function ask(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), timeoutMs);
    });
    const asked = connection
      .withDeadline(Date.now() + timeoutMs, () =>
        connection.healthService.check({ service: "temporal.api.workflowservice.v1.WorkflowService" }),
      )
      .then(
        ({ status }) => status === serving,
        () => false,
      );
    const isReady = await Promise.race([asked, tooLate]);
    clearTimeout(timer);
    return isReady;
  }
  return () => {
    if (Date.now() - last.at > 5_000) last = { at: Date.now(), isReady: ask() };
    return last.isReady;
  };
}
