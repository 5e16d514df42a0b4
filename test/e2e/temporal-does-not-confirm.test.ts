/** What a sender is answered, and how soon, when Temporal does not confirm that it has stored an event. */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from "@temporalio/client";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { shared } from "../../tools/tests/shared.ts";
import { readServerConfig } from "../../src/config.ts";
import { createServerContext } from "../../src/context.ts";
import { createEventSender } from "../../src/webhooks/sender.ts";
import { createNamespace } from "../../tools/temporal/namespaces.ts";
import { canonicalEvent } from "../helpers/canonical.ts";
import { wireEvent } from "../helpers/events.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { patienceMs, startService } from "../helpers/service.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";
import { startTemporalStandIn } from "../helpers/temporal-stand-in.ts";

afterEach(() => void vi.useRealTimers());

/** The server's own, with the limits it has in production. */
function contextAt(address: string) {
  const env = {
    TEMPORAL_ADDRESS: address,
    COCONUT_TENANT: "acme",
    COCONUT_WEBHOOK_SECRETS: `whsec_${Buffer.alloc(32, 1).toString("base64")}`,
    LOG_LEVEL: "silent",
  };
  return closeAfterTest(createServerContext(readServerConfig(env)));
}

const notConfirmed = { name: "NotConfirmedError", isPermanent: false };

test("a Temporal that takes the call and never answers is given up on before the sender hangs up", async () => {
  const silent = closeAfterTest(await startTemporalStandIn());
  const context = contextAt(silent.address);
  const [error, { isReady }] = await Promise.all([
    context.sender.send(canonicalEvent({})).catch((reason: unknown) => reason),
    context.readiness(),
  ]);
  expect(error).toMatchObject(notConfirmed);
  expect(isReady).toBe(false);
  const waitedFor = new Map(silent.calls.map(({ method, timeoutMs }) => [method, timeoutMs]));
  expect([...waitedFor.keys()].toSorted()).toEqual(["Check", "SignalWithStartWorkflowExecution"]);
  expect(waitedFor.get("SignalWithStartWorkflowExecution")).toBeLessThanOrEqual(2_500);
  expect(waitedFor.get("Check")).toBeLessThanOrEqual(2_000);
});

test("so is one that takes the connection and says nothing at all", async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => void sockets.push(socket.on("error", () => undefined)));
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  const context = contextAt(`127.0.0.1:${(silent.address() as AddressInfo).port}`);
  const [error, { isReady }] = await Promise.all([
    context.sender.send(canonicalEvent({})).catch((reason: unknown) => reason),
    context.readiness(),
  ]);
  expect(error).toMatchObject(notConfirmed);
  expect(isReady).toBe(false);
});

test("a call that outlives its own deadline is given up after 2.7 s", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const connection = { withDeadline: () => new Promise(() => {}) };
  const sender = createEventSender({
    temporal: { connection } as unknown as Client,
    periods: { settlePeriodMs: 1_000 },
  });
  const errors: unknown[] = [];
  void sender.send(canonicalEvent({})).catch((error: unknown) => errors.push(error));
  await vi.advanceTimersByTimeAsync(2_699);
  expect(errors).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(errors).toMatchObject([{ ...notConfirmed, message: "Temporal did not answer within 2700 ms" }]);
});

test("a Temporal that is too busy, and is asked again by the connection, does not use up the sender's time", async () => {
  const [resourceExhausted, unimplemented] = [8, 12];
  const busy = closeAfterTest(
    await startTemporalStandIn(({ method }) =>
      method === "GetSystemInfo" ? unimplemented : resourceExhausted,
    ),
  );
  const asked = () => busy.calls.filter(({ method }) => method === "SignalWithStartWorkflowExecution").length;
  // The connection asks again after 4 s to 6 s, whatever the deadline: its clock starts later than the sender's.
  const retries = defaultGrpcRetryOptions({ maxAttempts: 2, initialIntervalMs: () => 5_000 });
  const connection = await Connection.connect({
    address: busy.address,
    connectTimeout: patienceMs,
    interceptors: [makeGrpcRetryInterceptor(retries)],
  });
  onTestFinished(async () => {
    // Asking again on a connection that is closed would be an error that nobody catches.
    await vi.waitFor(() => expect(asked()).toBeGreaterThanOrEqual(2), { timeout: patienceMs });
    await connection.close();
  });
  const sender = createEventSender({
    temporal: new Client({ connection }),
    periods: { settlePeriodMs: 1_000 },
    timeoutMs: 3_000,
  });
  const error = await sender.send(canonicalEvent({})).catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    ...notConfirmed,
    message: expect.stringMatching(/^Temporal did not answer within \d+ ms$/),
  });
  expect(asked()).toBe(1);
});

test("an event that Temporal refuses is answered with 500, without Retry-After", async () => {
  // A namespace that nobody gave the Search Attributes.
  const namespace = `test-${randomUUID()}`;
  const connection = await Connection.connect({
    address: await shared("temporal"),
    connectTimeout: patienceMs,
  });
  onTestFinished(() => connection.close());
  await createNamespace(connection, namespace, {});
  const env = { TEMPORAL_NAMESPACE: namespace };
  const service = closeAfterTest(await startService({ withWorkers: false, env }));
  const answer = await service.deliver(wireEvent("appointment.created", bookingOf(newcomer("Mia"))));
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([500, null]);
  expect(await answer.json()).toEqual({
    error: { code: "temporal_refused", message: "The event was not stored." },
  });
});

test("a namespace that does not exist is answered with 500", async () => {
  const env = { TEMPORAL_NAMESPACE: "nobody-made-this" };
  const service = closeAfterTest(await startService({ withWorkers: false, env }));
  const answer = await service.deliver(wireEvent("appointment.created", bookingOf(newcomer("Nia"))));
  expect(answer.status).toBe(500);
});
