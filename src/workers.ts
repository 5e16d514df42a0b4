/** The Temporal Workers of the worker process, and their connection. */
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkerTuner,
  type WorkflowBundleOption,
} from "@temporalio/worker";
import {
  type ActivityDependencies,
  type BookingActivityDependencies,
  createActivities,
  createBookingActivities,
  createWorkflowActivities,
} from "./activities/index.ts";
import type { TemporalSettings } from "./config.ts";
import type { Gate } from "./dataverse/gate.ts";
import { createTurns } from "./http/turns.ts";
import type { Logger } from "./log.ts";
import { createReadinessCheck, type Readiness } from "./temporal/readiness.ts";
import { createSdkLogFilter } from "./temporal/sdk-log.ts";
import { taskQueues } from "./temporal/task-queues.ts";
import { searchAttributes } from "./workflows/search-attributes.ts";

/** Sends Temporal's log to ours and exports its metrics. To be called once, before anything else of Temporal's. */
export function installRuntime(log: Logger, metricsAddress: string | undefined): void {
  const levels = { TRACE: "trace", DEBUG: "debug", INFO: "info", WARN: "warn", ERROR: "error" } as const;
  const filter = createSdkLogFilter();
  Runtime.install({
    logger: new DefaultLogger("INFO", ({ level, message, meta }) => {
      const line = filter({ level, message, fields: meta ?? {} });
      if (line) log[levels[line.level]](line.fields, line.message);
    }),
    telemetryOptions: {
      logging: { filter: { core: "WARN", other: "WARN" }, forward: {} },
      ...(metricsAddress && {
        metrics: { prometheus: { bindAddress: metricsAddress, countersTotalSuffix: true } },
      }),
    },
  });
}

/** A connection of Workers, and the namespace they work in. */
export interface TemporalConnection {
  readonly connection: NativeConnection;
  readonly namespace: string;
}

/** Connects, and tries again every 2 s until Temporal can be reached: the worker may be started first. */
export async function connectToTemporal(
  settings: TemporalSettings,
  log: Logger,
): Promise<TemporalConnection & AsyncDisposable> {
  for (let delayMs = 250; ; delayMs = Math.min(delayMs * 2, 2_000)) {
    try {
      const connection = await NativeConnection.connect(settings.connectionOptions);
      const namespace = settings.namespace ?? "default";
      return { connection, namespace, [Symbol.asyncDispose]: () => connection.close() };
    } catch (error) {
      // The readiness says it as long as it lasts.
      log[delayMs === 250 ? "warn" : "debug"]({ err: error, delayMs }, "Temporal cannot be reached yet");
      await sleep(delayMs);
    }
  }
}

/** Whether all Workers run and Temporal would give them tasks; `attention` says what a ready worker has to tell as well. */
export function createWorkerReadiness(
  { connection, namespace }: TemporalConnection,
  workers: readonly Worker[],
  attention: () => readonly string[],
): () => Promise<Readiness> {
  const check = createReadinessCheck(connection, {
    namespace,
    searchAttributes: Object.values(searchAttributes),
  });
  return async () => {
    const states = workers.map((worker) => worker.getStatus().runState);
    if (states.some((state) => state !== "RUNNING")) {
      return { isReady: false, details: [`The Workers do not all run: ${states.join(", ")}`] };
    }
    const { isReady, details } = await check();
    return { isReady, details: [...details, ...attention()] };
  };
}

const shutdown = { shutdownGraceTime: "20 seconds", shutdownForceTime: "30 seconds" } as const;

/**
 * Runs the Workflows. They have a Task Queue of their own, so that they go on while calls to Dynamics are slow or paused.
 *
 * @param workflowBundle if left out, the file that the build put beside this one; without that, it is made from source
 */
export function createWorkflowWorker(
  { connection, namespace }: TemporalConnection,
  activities: Pick<ActivityDependencies, "dataverse">,
  workflowBundle?: WorkflowBundleOption,
): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    ...shutdown,
    taskQueue: taskQueues.workflows,
    // About 1 MB each. By default the cache grows with the heap until the thread runs out of memory.
    maxCachedWorkflows: 500,
    // Workflows run these in their own Workflow Task: nothing is to be polled for.
    activities: createWorkflowActivities(activities),
    enableNonLocalActivities: false,
    ...workflowSource(workflowBundle),
  });
}

/**
 * Runs the Activities that call Dynamics. It takes a task only when a request may be sent: the others wait in the Task
 * Queue, where they cost nothing and where those of a higher priority come first.
 */
export function createActivityWorker(
  { connection, namespace }: TemporalConnection,
  activities: ActivityDependencies,
): Promise<Worker> {
  const { gate } = activities.dataverse;
  showObstacles(gate);
  return Worker.create({
    connection,
    namespace,
    ...shutdown,
    taskQueue: taskQueues.dynamicsActivities,
    activities: createActivities(activities),
    tuner: createTuner(gate),
    // Each poll that waits may get a task although the gate has closed since.
    activityTaskPollerBehavior: { type: "simple-maximum", maximum: 5 },
  });
}

/** As many Activities at a time as requests may be under way; of what this Worker does not run, as few as Temporal takes. */
function createTuner(gate: Gate): WorkerTuner {
  const turns = createTurns(gate);
  const unused = { type: "fixed-size", numSlots: 1 } as const;
  return {
    workflowTaskSlotSupplier: unused,
    localActivityTaskSlotSupplier: unused,
    nexusTaskSlotSupplier: unused,
    activityTaskSlotSupplier: {
      type: "custom",
      async reserveSlot(_context, signal) {
        const turn = await turns.acquire(signal);
        if (turn === undefined) throw signal.reason;
        return turn;
      },
      tryReserveSlot: () => turns.tryAcquire() ?? null,
      markSlotUsed: () => undefined,
      releaseSlot: ({ permit }) => (permit as Disposable)[Symbol.dispose](),
    },
  };
}

/** Metric `coconut_dynamics_obstacle`: 1 while Dynamics is not asked as usual, by the reason. */
function showObstacles(gate: Gate): void {
  const gauge = Runtime.instance().metricMeter.createGauge(
    "coconut_dynamics_obstacle",
    "int",
    "boolean",
    "Whether Dynamics is not asked as usual, by the reason",
  );
  const show = () => {
    const shown = gate.obstacle()?.kind;
    for (const kind of ["throttled", "unavailable", "signIn"] as const)
      gauge.set(shown === kind ? 1 : 0, { kind });
  };
  show();
  gate.onChange(show);
}

/** Runs the Activity that books. It has a Task Queue of its own: a banker waits for it, however slow Dynamics may be. */
export function createBookingWorker(
  { connection, namespace }: TemporalConnection,
  activities: BookingActivityDependencies,
): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    ...shutdown,
    taskQueue: taskQueues.coconutActivities,
    activities: createBookingActivities(activities),
    maxConcurrentActivityTaskExecutions: 20,
  });
}

function workflowSource(given: WorkflowBundleOption | undefined) {
  if (given !== undefined) return { workflowBundle: given };
  const built = fileURLToPath(new URL("./workflow-bundle.js", import.meta.url));
  if (existsSync(built)) return { workflowBundle: { codePath: built } };
  // A folder without an extension: Temporal finds index.ts in the source and index.js in a build.
  return { workflowsPath: fileURLToPath(new URL("./workflows", import.meta.url)) };
}
