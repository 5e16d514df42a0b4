/** Process: the Temporal Workers, for the Workflows and for the Activities that talk to Dynamics and to Coconut. */
import type { Worker } from "@temporalio/worker";
import { readWorkerConfig } from "./config.ts";
import { createActivityContext } from "./context.ts";
import { createLog } from "./log.ts";
import { runProcess } from "./process.ts";
import { startHealth } from "./worker-health.ts";
import {
  connectToTemporal,
  createActivityWorker,
  createBookingWorker,
  createWorkflowWorker,
  installRuntime,
} from "./workers.ts";

await runProcess("worker", async () => {
  const config = readWorkerConfig(process.env);
  const log = createLog("worker", config.logLevel);
  installRuntime(log, config.metricsAddress);
  await using context = createActivityContext(config);
  let workers: readonly Worker[] = [];
  // Before the Workers are created: if the port is taken, the process ends while there is nothing to stop.
  await using health = await startHealth(config, () => workers);
  await using temporal = await connectToTemporal(config.temporal, log);
  workers = await Promise.all([
    createWorkflowWorker(temporal),
    createActivityWorker(temporal, context),
    createBookingWorker(temporal, context),
  ]);
  log.info({ health: health.address, dataverse: config.dataverse.url, tenant: config.tenant }, "running");
  // The SDK listens for SIGINT and SIGTERM itself and lets work under way finish.
  await Promise.all(workers.map((worker) => worker.run()));
  log.info("stopped");
});
