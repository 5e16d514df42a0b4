/** What is live goes ahead of what has waited: by Temporal's priorities, as the server applies them without any setting. */
import { fileURLToPath } from "node:url";
import { NativeConnection, Worker } from "@temporalio/worker";
import { expect, test } from "vitest";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { startService } from "../helpers/service.ts";

test("an Activity of priority 3 is taken before those of priority 4 that were there first", async () => {
  const service = closeAfterTest(await startService({ withWorkers: false }));
  const { namespace, temporal, dynamics } = service;
  const connection = await NativeConnection.connect({ address: service.env["TEMPORAL_ADDRESS"] ?? "" });
  closeAfterTest({ [Symbol.asyncDispose]: () => connection.close() });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: "tests",
    workflowsPath: fileURLToPath(new URL("../workflows/look-up-with-priority.ts", import.meta.url)),
  });
  const running = worker.run();
  closeAfterTest({
    [Symbol.asyncDispose]: async () => {
      worker.shutdown();
      await running;
    },
  });
  const schedule = async (name: string, priorityKey: number) => {
    const email = `${name}@acme.example`;
    const options = { taskQueue: "tests", workflowId: name, args: [email, priorityKey] };
    const handle = await temporal.workflow.start("lookUpWithPriority", options);
    const pending = async () => (await handle.describe()).raw.pendingActivities?.length;
    await expect.poll(pending, { timeout: 30_000 }).toBe(1);
    return handle;
  };
  const handles = [];
  for (let index = 0; index < 30; index++) handles.push(await schedule(`waiting${index}`, 4));
  for (let index = 0; index < 3; index++) handles.push(await schedule(`live${index}`, 3));

  closeAfterTest(await service.startWorkers("activities only"));
  await Promise.all(handles.map((handle) => handle.result()));
  const asked = (await dynamics.requests()).map(({ operations, path }) =>
    decodeURIComponent([path, ...operations.map((one) => one.path)].join(" ")),
  );
  const positions = [0, 1, 2].map((index) => asked.findIndex((path) => path.includes(`live${index}@`)));
  // The queue has four partitions, each with an order of its own.
  for (const position of positions) {
    expect(position).toBeGreaterThanOrEqual(0);
    expect(position).toBeLessThan(15);
  }
});
