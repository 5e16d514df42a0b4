/** Processes that die: receiver, worker, stand-ins and Temporal each on their own, some of them killed. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCleanup } from "../../tools/cleanup.ts";
import { eventually, openStage, type Stage } from "../../tools/demo/stage.ts";
import { type Stack, startStack } from "../../tools/stack.ts";
import { startDevServer } from "../../tools/temporal/dev-server.ts";
import { searchAttributeTypes } from "../../tools/temporal/search-attributes.ts";
import { at, wireEvent } from "../helpers/events.ts";
import { postSigned } from "../helpers/service.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";

const cleanup = createCleanup();
let stack: Stack;
let stage: Stage;
let temporal: Awaited<ReturnType<typeof startDevServer>>;
let startTemporal: () => ReturnType<typeof startDevServer>;

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
  stage = cleanup.use(await openStage({ stack, temporal: place, tenant: "acme" }));
});
afterAll(() => cleanup[Symbol.asyncDispose]());

const deliver = (event: ReturnType<typeof wireEvent>) =>
  postSigned(`${stack.serverUrl}/webhooks/coconut`, stack.webhookSecret, event);

async function untilInStep(appointmentId: string) {
  const state = await eventually(async () => {
    const now = await stage.state(appointmentId);
    return now?.syncState === "InStep" && now;
  }, 60_000);
  return (
    state ??
    expect.fail(`${appointmentId} is not in step: ${JSON.stringify(await stage.state(appointmentId))}`)
  );
}

const requestsTo = async (path: string) => {
  const log = (await stage.dynamics("GET", "requests")) as { path: string }[];
  return log.filter((request) => request.path.includes(path)).length;
};

test("F2: the worker is killed while it makes the lead; another finishes: one lead, one row", async () => {
  const person = newcomer("Kai");
  const booking = bookingOf(person);
  // The lead is stored, and the answer never comes: the worker dies not knowing it.
  await stage.dynamics("POST", "faults", {
    times: 1,
    method: "PATCH",
    path: "leads(",
    drop: "after",
    delayMs: 1_500,
  });
  expect((await deliver(wireEvent("appointment.created", booking))).status).toBe(202);
  await eventually(
    async () => (await stage.leadsNamed(person.firstName, person.lastName)).length === 1 || undefined,
  );
  await stack.worker.stop("SIGKILL");
  await stack.startWorker();
  const state = await untilInStep(booking.id);
  expect(await stage.leadsNamed(person.firstName, person.lastName)).toHaveLength(1);
  const rows = (await stage.dynamics("GET", "rows/appointments")) as Record<string, unknown>[];
  expect(rows.filter((row) => row["_regardingobjectid_value"] === state.regarding?.id)).toHaveLength(1);
});

test("F2: the row is written and the reply is lost: the next attempt writes the same row", async () => {
  const person = newcomer("Ole");
  const booking = bookingOf(person, { status: "Completed" });
  await stage.dynamics("POST", "faults", { times: 1, path: "appointments(", drop: "after" });
  await deliver(wireEvent("appointment.created", booking));
  const state = await untilInStep(booking.id);
  // Closed by the lost attempt, so the repeat had to open it again.
  expect(state.saved?.how).toBe("reopened");
  const row = await stage.appointmentRow(booking.id);
  expect(row).toMatchObject({ statecode: 1, statuscode: 3, _regardingobjectid_value: state.regarding?.id });
});

test("F9: 429 with Retry-After is waited out, 503 and a dead line are tried again", async () => {
  const before = await requestsTo("/api/data/");
  await stage.dynamics("POST", "faults", { times: 1, path: "/api/data/", status: 429, retryAfter: 3 });
  await stage.dynamics("POST", "faults", { times: 1, path: "/api/data/", status: 503 });
  await stage.dynamics("POST", "faults", { times: 1, path: "/api/data/", drop: "before" });
  const booking = bookingOf(newcomer("Pam"));
  const startedAt = Date.now();
  await deliver(wireEvent("appointment.created", booking));
  await untilInStep(booking.id);
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(3_000);
  expect((await requestsTo("/api/data/")) - before).toBeLessThanOrEqual(7);
});

test("F7: while Temporal is away a delivery gets 503 in 3 s and a Retry-After; afterwards it is taken", async () => {
  await temporal.kill();
  const booking = bookingOf(newcomer("Jon"));
  const event = wireEvent("appointment.created", booking);
  const startedAt = Date.now();
  const refused = await deliver(event);
  expect(Date.now() - startedAt).toBeLessThan(3_000);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
  expect((await fetch(`${stack.serverUrl}/health/live`)).status).toBe(200);
  await sleep(5_100);
  expect((await fetch(`${stack.serverUrl}/health/ready`)).status).toBe(503);

  temporal = await startTemporal();
  const taken = await eventually(async () => (await deliver(event)).status === 202 || undefined, 30_000);
  expect(taken).toBe(true);
  await deliver(
    wireEvent("appointment.updated", { ...booking, notes: "after the outage", updatedAt: at(60) }),
  );
  await eventually(async () => (await stage.state(booking.id))?.events.length === 2 || undefined, 60_000);
  await untilInStep(booking.id);
  expect((await stage.appointmentRow(booking.id))?.["description"]).toMatch(/^after the outage/);
});

test("nothing that the processes wrote names a person or a secret", () => {
  const logs = [stack.server.tail(), stack.worker.tail()].join("\n");
  expect(logs).toContain('"outcome":"accepted"');
  expect(logs).not.toMatch(/@example\.com|Story9\d|Kai|Ole|Pam|Jon|whsec_/);
  expect(logs).not.toContain(stack.webhookSecret.slice(6));
});
