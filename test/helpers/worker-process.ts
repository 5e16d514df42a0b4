/** The worker as a process. */
import { fileURLToPath } from "node:url";
import { expect, onTestFinished } from "vitest";
import { freePorts } from "../../tools/free-ports.ts";
import { startServerProcess } from "../../tools/server-process.ts";

export interface WorkerProcess {
  /** The text for Prometheus. */
  metrics(): Promise<string>;
  readiness(): Promise<{ readonly status: number; readonly body: unknown }>;
  /** The end of what it has logged. */
  log(): string;
}

/** Resolves when it is connected; until the end of the test. */
export async function startWorkerProcess(env: Readonly<Record<string, string>>): Promise<WorkerProcess> {
  // The port of the metrics cannot be left to the worker: it never says which one it took.
  for (;;) {
    const [metricsPort] = await freePorts(1);
    const worker = await startServerProcess(
      process.execPath,
      ["--import", "tsx", fileURLToPath(new URL("../../src/worker.ts", import.meta.url))],
      {
        PATH: process.env["PATH"],
        ...env,
        LOG_LEVEL: "info",
        WORKER_PORT: "0",
        WORKER_METRICS_ADDRESS: `127.0.0.1:${metricsPort}`,
      },
    );
    onTestFinished(() => worker.stop("SIGTERM"));
    const isUp = () => worker.hasEnded() || worker.tail().includes('"msg":"running"');
    await expect.poll(isUp, { timeout: 90_000 }).toBe(true);
    if (!worker.hasEnded()) {
      const port = /"health":\{[^}]*"port":(\d+)/.exec(worker.tail())?.[1];
      return {
        metrics: async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text(),
        async readiness() {
          const answer = await fetch(`http://127.0.0.1:${port}/health/ready`);
          return { status: answer.status, body: await answer.json() };
        },
        log: () => worker.tail(),
      };
    }
    // Between our choosing a free port and the worker's taking it, another program may be faster.
    expect(worker.tail()).toMatch(/address already in use/i);
  }
}
