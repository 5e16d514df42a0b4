/** Whether Temporal would take an event, or give a Worker its tasks, now; and if not, why. */
import { callTemporal, describeFailure, grpcCodeOf } from "./calls.ts";
import { type CheckedConnection, createSetupCheck, type SetupOptions } from "./setup-check.ts";

/** `details` say why not; or, when ready, what needs a person's attention. */
export interface Readiness {
  readonly isReady: boolean;
  readonly details: readonly string[];
}

/** What is asked, and how patiently. */
export interface ReadinessOptions extends SetupOptions {
  readonly timeoutMs?: number | undefined;
}

/** grpc.health.v1.HealthCheckResponse.ServingStatus */
const serving = 1;
const unimplemented = 12;

/** A load balancer asks every few seconds, from several places. An answer that is kept longer would hide a recovery. */
const keptForMs = 1_000;

/** Asks Temporal at most once a second; no answer within the time limit means no. */
export function createReadinessCheck(
  connection: CheckedConnection,
  { timeoutMs = 2_000, ...setup }: ReadinessOptions,
): () => Promise<Readiness> {
  const checkSetup = createSetupCheck(connection, setup);
  let last: { readonly at: number; readonly readiness: Promise<Readiness> } | undefined;

  async function ask(): Promise<Readiness> {
    try {
      const details = await callTemporal(connection, timeoutMs, async () =>
        (await isServing()) ? checkSetup() : ["Temporal is starting or stopping"],
      );
      return { isReady: details.length === 0, details };
    } catch (error) {
      return { isReady: false, details: [`Temporal cannot be reached (${describeFailure(error)})`] };
    }
  }

  async function isServing(): Promise<boolean> {
    try {
      const service = "temporal.api.workflowservice.v1.WorkflowService";
      return (await connection.healthService.check({ service })).status === serving;
    } catch (error) {
      // A proxy before Temporal may not pass it on; the set-up check then decides.
      if (grpcCodeOf(error) === unimplemented) return true;
      throw error;
    }
  }

  return () => {
    const now = performance.now();
    if (last === undefined || now - last.at > keptForMs) last = { at: now, readiness: ask() };
    return last.readiness;
  };
}
