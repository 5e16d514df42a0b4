/** Process: the Temporal Workers, for the Workflows and for the Activities that talk to Dynamics and to Coconut. */
import { readWorkerConfig } from "./config.ts";
import { createActivityContext } from "./context.ts";
import { createLog } from "./log.ts";
import { runProcess } from "./process.ts";
import { logChanges } from "./readiness-log.ts";
import { watchStuckWorkflows } from "./stuck-workflow-watch.ts";
import type { Readiness } from "./temporal/readiness.ts";
import { taskQueues } from "./temporal/task-queues.ts";
import { startHealth } from "./worker-health.ts";
import {
  connectToTemporal,
  createActivityWorker,
  createBookingWorker,
  createWorkerReadiness,
  createWorkflowWorker,
  installRuntime,
} from "./workers.ts";

const notConnected = async (): Promise<Readiness> => ({
  isReady: false,
  details: ["Temporal cannot be reached yet"],
});

await runProcess("worker", async () => {
  const config = readWorkerConfig(process.env);
  const log = createLog("worker", config.logLevel);
  installRuntime(log, config.metricsAddress);
  await using context = createActivityContext(config);
  let readiness = notConnected;
  // Before the Workers are created: if the port is taken, the process ends while there is nothing to stop.
  await using health = await startHealth(config, () => readiness());
  await using temporal = await connectToTemporal(config.temporal, log);
  const workers = await Promise.all([
    createWorkflowWorker(temporal, context),
    createActivityWorker(temporal, context),
    createBookingWorker(temporal, context),
  ]);
  await using stuck = watchStuckWorkflows({ ...temporal, taskQueue: taskQueues.workflows }, log);
  readiness = logChanges(
    createWorkerReadiness(temporal, workers, () => stuck.details()),
    log,
  );
  log.info({ health: health.address, dataverse: config.dataverse.url, tenant: config.tenant }, "running");
  // The SDK listens for SIGINT and SIGTERM itself and lets work under way finish.
  const running = Promise.all(workers.map((worker) => worker.run()));
  // So that what is missing is logged at the start already.
  void readiness();
  await running;
  log.info("stopped");
});
