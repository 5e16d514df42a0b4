/** Whether Temporal would take a delivery that came now. */
import type { Connection } from "@temporalio/client";
import { callTemporal } from "./calls.ts";

/** grpc.health.v1.HealthCheckResponse.ServingStatus */
const serving = 1;

/** Asks Temporal's health service at most every 5 s; no answer within the time limit means no. */
export function createReadinessCheck(connection: Connection, timeoutMs = 2_000): () => Promise<boolean> {
  let last = { at: 0, isReady: Promise.resolve(false) };
  const ask = () =>
    callTemporal(connection, timeoutMs, () =>
      connection.healthService.check({ service: "temporal.api.workflowservice.v1.WorkflowService" }),
    ).then(
      ({ status }) => status === serving,
      () => false,
    );
  return () => {
    if (Date.now() - last.at > 5_000) last = { at: Date.now(), isReady: ask() };
    return last.isReady;
  };
}
