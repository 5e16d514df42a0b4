/** What the worker process tells Prometheus of the calls that fail. */
import { expect, test } from "vitest";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { startService } from "../helpers/service.ts";
import { bookingOf, createStory, newcomer } from "../helpers/story.ts";
import { startWorkerProcess } from "../helpers/worker-process.ts";

test("failed attempts are counted by what they failed of", { timeout: 240_000 }, async () => {
  const service = closeAfterTest(await startService({ withWorkers: false }));
  const worker = await startWorkerProcess(service.env);
  await expect.poll(async () => (await worker.readiness()).status).toBe(200);
  await service.dynamics.fault({ path: "leads(", method: "PATCH", status: 429, retryAfter: 1 });
  await service.dynamics.fault({ path: "appointments(", status: 503, times: 2 });
  await createStory(service).tellAndWait("appointment.created", bookingOf(newcomer("Ann")));
  const text = await worker.metrics();
  const counted = (type: string) =>
    new RegExp(`^coconut_activity_failures_total\\{.*type="${type}".*\\} (\\d+)$`, "m").exec(text)?.[1];
  expect([counted("DynamicsThrottled"), counted("DynamicsUnavailable")]).toEqual(["1", "2"]);
  expect(text).not.toMatch(/Ann|Story|@example/);
});
