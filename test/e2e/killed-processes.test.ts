/** Processes that die: receiver, worker, stand-ins and Temporal each on their own, some of them killed. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, Connection } from "@temporalio/client";
import { tsToMs } from "@temporalio/common/lib/time.js";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { workflowIdFor } from "../../src/appointments/ids.ts";
import { createCleanup } from "../../tools/cleanup.ts";
import { openStage, type Stage } from "../../tools/demo/stage.ts";
import { type Stack, startStack } from "../../tools/stack.ts";
import { startDevServer } from "../../tools/temporal/dev-server.ts";
import { searchAttributeTypes } from "../../tools/temporal/search-attributes.ts";
import type { ServerProcess } from "../../tools/server-process.ts";
import { at, wireEvent } from "../helpers/events.ts";
import { patienceMs, postSigned } from "../helpers/service.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";

/** Programs take their time to start, and Temporal to notice that one has gone. */
const patiently = { timeout: 300_000 };

const cleanup = createCleanup();
let stack: Stack;
let stage: Stage;
let worker: ServerProcess;
let temporal: Awaited<ReturnType<typeof startDevServer>>;
let startTemporal: () => ReturnType<typeof startDevServer>;
let client: Client;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "coconut-dynamics-"));
  cleanup.defer(() => rmSync(folder, { recursive: true, force: true }));
  const onDisk = { dbFilename: join(folder, "temporal.db"), searchAttributes: searchAttributeTypes };
  temporal = await startDevServer(onDisk);
  const port = Number(temporal.address.split(":")[1]);
  startTemporal = () => startDevServer({ ...onDisk, port });
  cleanup.defer(() => temporal[Symbol.asyncDispose]());
  const place = { address: temporal.address, namespace: "default" };
  stack = cleanup.use(await startStack({ temporal: place, tenant: "acme" }));
  ({ worker } = stack);
  stage = cleanup.use(await openStage({ stack, temporal: place, tenant: "acme" }));
  const connection = await Connection.connect({ address: place.address, connectTimeout: patienceMs });
  cleanup.defer(() => connection.close());
  client = new Client({ connection, namespace: place.namespace });
}, patiently.timeout);
afterAll(() => cleanup[Symbol.asyncDispose]());

afterEach(() => expectNothingSecretIn(stack.server.tail()));
afterEach(() => expectNothingSecretIn(worker.tail()));

function expectNothingSecretIn(log: string): void {
  expect(log).not.toMatch(/@example\.com|Story9\d|Kai|Ole|Pam|Jon|whsec_/);
  expect(log).not.toContain(stack.webhookSecret.slice(6));
}

const deliver = (event: ReturnType<typeof wireEvent>) =>
  postSigned(`${stack.serverUrl}/webhooks/coconut`, stack.webhookSecret, event);

/** Sent until it is, as Coconut does: on a slow machine Temporal may not confirm in time. */
async function deliverUntilTaken(event: ReturnType<typeof wireEvent>): Promise<void> {
  await expect.poll(async () => (await deliver(event)).status, { timeout: 60_000, interval: 500 }).toBe(202);
}

async function untilInStep(appointmentId: string) {
  await expect
    .poll(() => stage.state(appointmentId), { timeout: 120_000 })
    .toMatchObject({ syncState: "InStep" });
  return (await stage.state(appointmentId)) ?? expect.fail("the Workflow has ended");
}

/** Without what a process asks once: for a token, and which organisation it is. */
const requests = async () => {
  const log = (await stage.dynamics("GET", "requests")) as { path: string; status: number | null }[];
  return log.filter(({ path }) => path.includes("/api/data/") && !path.endsWith("/WhoAmI"));
};

test(
  "the worker is killed while it makes the lead; another finishes: one lead, one row",
  patiently,
  async () => {
    const person = newcomer("Kai");
    const booking = bookingOf(person);
    const leads = () => stage.leadsNamed(person.firstName, person.lastName);
    // Taken, and carried out once the worker is dead: it does not know of the lead.
    const times = 1_000;
    await stage.dynamics("POST", "faults", { times, method: "PATCH", path: "leads(", delayMs: 600_000 });
    await deliverUntilTaken(wireEvent("appointment.created", booking));
    const left = async () =>
      ((await stage.dynamics("GET", "faults")) as { remaining: number }[])[0]?.remaining;
    await expect.poll(left, { timeout: 60_000 }).toBeLessThan(times);
    await worker.stop("SIGKILL");
    expectNothingSecretIn(worker.tail());
    expect(await leads()).toEqual([]);
    await stage.dynamics("DELETE", "faults");
    await expect.poll(leads).toHaveLength(1);
    worker = await stack.startWorker();
    const state = await untilInStep(booking.id);
    expect(await leads()).toHaveLength(1);
    const rows = (await stage.dynamics("GET", "rows/appointments")) as Record<string, unknown>[];
    expect(rows.filter((row) => row["_regardingobjectid_value"] === state.regarding?.id)).toHaveLength(1);
  },
);

test(
  "the row is written and the reply is lost: the next attempt writes the same row",
  patiently,
  async () => {
    const person = newcomer("Ole");
    const booking = bookingOf(person, { status: "Completed" });
    await stage.dynamics("POST", "faults", { times: 1, path: "appointments(", drop: "after" });
    await deliverUntilTaken(wireEvent("appointment.created", booking));
    const state = await untilInStep(booking.id);
    // Closed by the lost attempt, so the repeat had to open it again.
    expect(state.saved?.how).toBe("reopened");
    const row = await stage.appointmentRow(booking.id);
    expect(row).toMatchObject({ statecode: 1, statuscode: 3, _regardingobjectid_value: state.regarding?.id });
  },
);

test("503 and a dead line are tried again, 429 with Retry-After is waited out", patiently, async () => {
  const before = (await requests()).length;
  await stage.dynamics("POST", "faults", { times: 1, path: "/api/data/", status: 503 });
  await stage.dynamics("POST", "faults", { times: 1, path: "/api/data/", drop: "before" });
  await stage.dynamics("POST", "faults", { times: 1, path: "/api/data/", status: 429, retryAfter: 3 });
  const booking = bookingOf(newcomer("Pam"));
  await deliverUntilTaken(wireEvent("appointment.created", booking));
  await untilInStep(booking.id);
  // The look-up fails three times and succeeds; then the lead and the row.
  const statuses = (await requests()).slice(before).map(({ status }) => status);
  expect([statuses.slice(0, 3), statuses.length]).toEqual([[503, null, 429], 6]);
  const { events } = await client.workflow.getHandle(workflowIdFor("acme", booking.id)).fetchHistory();
  const lookedUp = events?.find((event) => event.activityTaskStartedEventAttributes);
  const { attempt, lastFailure } = lookedUp?.activityTaskStartedEventAttributes ?? {};
  const { type, nextRetryDelay } = lastFailure?.applicationFailureInfo ?? {};
  expect([attempt, type]).toEqual([4, "DynamicsThrottled"]);
  expect(tsToMs(nextRetryDelay)).toBeGreaterThanOrEqual(3_000);
});

test(
  "while Temporal is away a delivery gets 503 and a Retry-After; afterwards it is taken",
  patiently,
  async () => {
    await temporal.kill();
    const booking = bookingOf(newcomer("Jon"));
    const event = wireEvent("appointment.created", booking);
    // How soon it is given up on: temporal-does-not-confirm.test.ts.
    const refused = await deliver(event);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
    expect((await fetch(`${stack.serverUrl}/health/live`)).status).toBe(200);
    const readiness = async () => (await fetch(`${stack.serverUrl}/health/ready`)).status;
    await expect.poll(readiness).toBe(503);

    temporal = await startTemporal();
    await deliverUntilTaken(event);
    await deliverUntilTaken(
      wireEvent("appointment.updated", { ...booking, notes: "after the outage", updatedAt: at(60) }),
    );
    await expect
      .poll(async () => (await stage.state(booking.id))?.events, { timeout: 60_000 })
      .toHaveLength(2);
    await untilInStep(booking.id);
    expect((await stage.appointmentRow(booking.id))?.["description"]).toMatch(/^after the outage/);
  },
);

test("the processes write what they did, and name no person and no secret", patiently, async () => {
  const booking = bookingOf(newcomer("Kai"));
  await deliverUntilTaken(wireEvent("appointment.created", booking));
  await expect.poll(() => stack.server.tail()).toContain('"outcome":"accepted"');
  await untilInStep(booking.id);
});
