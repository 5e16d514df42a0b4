/** What the worker process tells Prometheus of the calls that fail. */
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { createCleanup } from "../../tools/cleanup.ts";
import { startServerProcess } from "../../tools/temporal/server-process.ts";
import { startService } from "../helpers/service.ts";
import { bookingOf, createStory, newcomer } from "../helpers/story.ts";

const cleanup = createCleanup();
afterEach(() => cleanup[Symbol.asyncDispose]());

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

test("failed attempts are counted by what they failed of", async () => {
  const service = cleanup.use(await startService({ withWorkers: false }));
  const metrics = `127.0.0.1:${await freePort()}`;
  const worker = await startServerProcess(
    process.execPath,
    ["--import", "tsx", fileURLToPath(new URL("../../src/worker.ts", import.meta.url))],
    {
      PATH: process.env["PATH"],
      ...service.env,
      WORKER_PORT: String(await freePort()),
      WORKER_METRICS_ADDRESS: metrics,
    },
  );
  cleanup.defer(() => worker.stop("SIGTERM"));
  await service.dynamics.fault({ path: "leads(", method: "PATCH", status: 429, retryAfter: 1 });
  await service.dynamics.fault({ path: "appointments(", status: 503, times: 2 });
  await createStory(service).tellAndWait("appointment.created", bookingOf(newcomer("Ann")));
  const text = await (await fetch(`http://${metrics}/metrics`)).text();
  const counted = (type: string) =>
    new RegExp(`^coconut_activity_failures_total\\{.*type="${type}".*\\} (\\d+)$`, "m").exec(text)?.[1];
  expect([counted("DynamicsThrottled"), counted("DynamicsUnavailable")]).toEqual(["1", "2"]);
  expect(text).not.toMatch(/Ann|Story|@example/);
});
