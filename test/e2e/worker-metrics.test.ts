/** What the worker process tells Prometheus of the calls that fail. */
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { freePorts } from "../../tools/free-ports.ts";
import { startServerProcess } from "../../tools/server-process.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { type Service, startService } from "../helpers/service.ts";
import { bookingOf, createStory, newcomer } from "../helpers/story.ts";

/** The worker as a process. It polls before anything is delivered: how long it takes to start is no part of the story. */
async function startWorkerProcess(service: Service): Promise<{ readonly metricsUrl: string }> {
  // The port of the metrics cannot be left to the worker: it never says which one it took.
  for (;;) {
    const [metricsPort] = await freePorts(1);
    const worker = await startServerProcess(
      process.execPath,
      ["--import", "tsx", fileURLToPath(new URL("../../src/worker.ts", import.meta.url))],
      {
        PATH: process.env["PATH"],
        ...service.env,
        LOG_LEVEL: "info",
        WORKER_PORT: "0",
        WORKER_METRICS_ADDRESS: `127.0.0.1:${metricsPort}`,
      },
    );
    onTestFinished(() => worker.stop("SIGTERM"));
    const isUp = () => worker.hasEnded() || worker.tail().includes('"msg":"running"');
    await expect.poll(isUp, { timeout: 90_000 }).toBe(true);
    if (!worker.hasEnded()) {
      const health = /"health":\{[^}]*"port":(\d+)/.exec(worker.tail())?.[1];
      const readiness = async () => (await fetch(`http://127.0.0.1:${health}/health/ready`)).status;
      await expect.poll(readiness).toBe(200);
      return { metricsUrl: `http://127.0.0.1:${metricsPort}/metrics` };
    }
    // Between our choosing a free port and the worker's taking it, another program may be faster.
    expect(worker.tail()).toMatch(/address already in use/i);
  }
}

test("failed attempts are counted by what they failed of", { timeout: 240_000 }, async () => {
  const service = closeAfterTest(await startService({ withWorkers: false }));
  const { metricsUrl } = await startWorkerProcess(service);
  await service.dynamics.fault({ path: "leads(", method: "PATCH", status: 429, retryAfter: 1 });
  await service.dynamics.fault({ path: "appointments(", status: 503, times: 2 });
  await createStory(service).tellAndWait("appointment.created", bookingOf(newcomer("Ann")));
  const text = await (await fetch(metricsUrl)).text();
  const counted = (type: string) =>
    new RegExp(`^coconut_activity_failures_total\\{.*type="${type}".*\\} (\\d+)$`, "m").exec(text)?.[1];
  expect([counted("DynamicsThrottled"), counted("DynamicsUnavailable")]).toEqual(["1", "2"]);
  expect(text).not.toMatch(/Ann|Story|@example/);
});
