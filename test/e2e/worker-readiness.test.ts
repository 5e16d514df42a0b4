/** The worker's readiness while Temporal is away, and afterwards: through a proxy that a test can cut. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { NativeConnection } from "@temporalio/worker";
import { expect, onTestFinished, test } from "vitest";
import { readWorkerConfig } from "../../src/config.ts";
import { createActivityContext } from "../../src/context.ts";
import { createWorkerReadiness, createWorkflowWorker } from "../../src/workers.ts";
import { shared } from "../../tools/tests/shared.ts";
import { wireEvent } from "../helpers/events.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { patienceMs, startService } from "../helpers/service.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";

/** A TCP proxy; while it is cut it ends every connection. */
async function startProxy(target: string) {
  const [host, port] = target.split(":");
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(Number(port), host);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("error", () => to.destroy()).on("close", () => (to.destroy(), sockets.delete(from)));
      from.pipe(to);
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = (is: boolean) => {
    isCut = is;
    if (is) for (const socket of sockets) socket.destroy();
  };
  onTestFinished(() => {
    cut(true);
    server.close();
  });
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, cut };
}

test(
  "a worker is not ready while Temporal is away, says so, and works again by itself",
  { timeout: 180_000 },
  async () => {
    const service = closeAfterTest(await startService({ withWorkers: false }));
    const proxy = await startProxy(await shared("temporal"));
    const connection = await NativeConnection.connect({ address: proxy.address });
    const temporal = { connection, namespace: service.namespace };
    const activities = closeAfterTest(createActivityContext(readWorkerConfig(service.env)));
    const worker = await createWorkflowWorker(temporal, activities, {
      codePath: await shared("workflowBundle"),
    });
    const attention = ["somebody is stuck"];
    const readiness = createWorkerReadiness(temporal, [worker], () => attention);
    expect(await readiness()).toEqual({
      isReady: false,
      details: ["The Workers do not all run: INITIALIZED"],
    });
    const running = worker.run();
    onTestFinished(async () => {
      proxy.cut(false);
      worker.shutdown();
      await running;
      await connection.close();
    });
    const patiently = { timeout: patienceMs, interval: 200 };
    // What needs attention is told, and makes the worker no less ready: a restart would not help.
    await expect.poll(readiness, patiently).toEqual({ isReady: true, details: attention });

    proxy.cut(true);
    await expect.poll(readiness, patiently).toMatchObject({
      isReady: false,
      details: [expect.stringMatching(/^Temporal cannot be reached \(/), ...attention],
    });
    expect(worker.getStatus().runState).toBe("RUNNING");

    proxy.cut(false);
    await expect.poll(readiness, { ...patiently, timeout: 60_000 }).toEqual({
      isReady: true,
      details: attention,
    });
    const booking = bookingOf(newcomer("Ivo"));
    expect((await service.deliver(wireEvent("appointment.created", booking))).status).toBe(202);
    await service.until(booking.id, ({ events }) => events.length === 1);
  },
);
