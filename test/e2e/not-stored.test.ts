/** What a sender hears when Temporal does not confirm: the truth, and in time. */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer as createHttp2Server, type ServerHttp2Session } from "node:http2";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from "@temporalio/client";
import { afterEach, expect, inject, test, vi } from "vitest";
import { readServerConfig } from "../../src/config.ts";
import { createServerContext } from "../../src/context.ts";
import { createEventSender, NotConfirmedError } from "../../src/webhooks/sender.ts";
import { createCleanup } from "../../tools/cleanup.ts";
import { createNamespace } from "../../tools/temporal/namespaces.ts";
import { canonicalEvent } from "../helpers/canonical.ts";
import { wireEvent } from "../helpers/events.ts";
import { startService } from "../helpers/service.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";

let cleanup = createCleanup();
afterEach(async () => {
  await cleanup[Symbol.asyncDispose]();
  cleanup = createCleanup();
});

test("a Temporal that takes the call and never answers is given up on before the sender hangs up", async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => void sockets.push(socket.on("error", () => undefined)));
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  cleanup.defer(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  const env = {
    TEMPORAL_ADDRESS: `127.0.0.1:${(silent.address() as AddressInfo).port}`,
    COCONUT_TENANT: "acme",
    COCONUT_WEBHOOK_SECRETS: `whsec_${Buffer.alloc(32, 1).toString("base64")}`,
    LOG_LEVEL: "silent",
  };
  const context = cleanup.use(createServerContext(readServerConfig(env)));
  const startedAt = Date.now();
  const [error, isReady] = await Promise.all([
    context.sender.send(canonicalEvent({})).catch((reason: unknown) => reason),
    context.isReady(),
  ]);
  expect(error).toBeInstanceOf(NotConfirmedError);
  expect((error as NotConfirmedError).isOurFault).toBe(false);
  expect(Date.now() - startedAt).toBeLessThan(3_000);
  expect(isReady).toBe(false);
});

test("a Temporal that is too busy, and is asked again by the connection, does not use up the sender's time", async () => {
  const busy = createHttp2Server();
  const sessions: ServerHttp2Session[] = [];
  busy.on("session", (session) => void sessions.push(session));
  const answer = { ":status": 200, "content-type": "application/grpc", "grpc-status": "8" };
  let asked = 0;
  busy.on("stream", (stream) => {
    asked += 1;
    stream.respond(answer, { endStream: true });
  });
  busy.listen(0, "127.0.0.1");
  await once(busy, "listening");
  const connection = Connection.lazy({
    address: `127.0.0.1:${(busy.address() as AddressInfo).port}`,
    interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: 2 }))],
  });
  cleanup.defer(async () => {
    // Asking again on a connection that is closed would be an error that nobody catches.
    await vi.waitUntil(() => asked >= 2, { timeout: 10_000 });
    await connection.close();
    for (const session of sessions) session.destroy();
    busy.close();
  });
  const sender = createEventSender({
    temporal: new Client({ connection }),
    settlePeriodMs: 1_000,
    timeoutMs: 200,
  });
  // The connection waits about a second before it asks again, whatever the deadline.
  const startedAt = Date.now();
  const error = await sender.send(canonicalEvent({})).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: "NotConfirmedError", isOurFault: false });
  expect(Date.now() - startedAt).toBeLessThan(700);
});

test("what Temporal refuses is our fault: 500, and no word of coming back soon", async () => {
  // A namespace that nobody gave the Search Attributes.
  const namespace = `test-${randomUUID()}`;
  const connection = await Connection.connect({ address: inject("temporalAddress") });
  cleanup.defer(() => connection.close());
  await createNamespace(connection, namespace, {});
  const env = { TEMPORAL_NAMESPACE: namespace };
  const service = cleanup.use(await startService({ withWorkers: false, env }));
  const answer = await service.deliver(wireEvent("appointment.created", bookingOf(newcomer("Mia"))));
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([500, null]);
  expect(await answer.json()).toEqual({
    error: { code: "temporal_refused", message: "The event was not stored." },
  });
});

test("a namespace that is not there is our fault as well", async () => {
  const env = { TEMPORAL_NAMESPACE: "nobody-made-this" };
  const service = cleanup.use(await startService({ withWorkers: false, env }));
  const answer = await service.deliver(wireEvent("appointment.created", bookingOf(newcomer("Nia"))));
  expect(answer.status).toBe(500);
});
