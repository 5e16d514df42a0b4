/** While nothing is booked a booking is tried for a while; then the banker is told, and may try the same again. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from "@temporalio/client";
import { expect, inject, test } from "vitest";
import { bookingWorkflowIdFor } from "../../src/appointments/ids.ts";
import { type Stage, startStage } from "./stage.ts";

const unavailable = (what: "coconut" | "temporal") => ({
  kind: "unavailable",
  what,
  retryAfterSeconds: expect.any(Number),
});

async function asked(stage: Stage, action: () => Promise<unknown>): Promise<number> {
  const before = await stage.asked();
  await action();
  return (await stage.asked()) - before;
}

test("a Coconut that asks for a pause is given one, and then it books", async () => {
  await using stage = await startStage();
  await stage.fault({ status: 429, retryAfter: 1 });
  await stage.fault({ status: 503, retryAfter: 2 });
  const startedAt = Date.now();
  const requests = await asked(stage, async () => {
    expect(await stage.booker().book(await stage.wish())).toMatchObject({ kind: "booked" });
  });
  expect(requests).toBe(3);
  expect(Date.now() - startedAt).toBeGreaterThan(3_000);
});

test("a pause longer than a banker waits is told at once; the same key books once Coconut is back", async () => {
  await using stage = await startStage();
  await stage.fault({ status: 503, retryAfter: 120 });
  const wish = await stage.wish();
  expect(await stage.booker().book(wish)).toEqual({
    kind: "unavailable",
    what: "coconut",
    retryAfterSeconds: 120,
  });
  expect(await stage.booker().book({ ...wish, notify: false })).toEqual({ kind: "key_reused" });
  const requests = await asked(stage, async () => {
    const both = await Promise.all([stage.booker().book(wish), stage.booker().book(wish)]);
    expect(both[0]).toMatchObject({ kind: "booked" });
    expect(both[1]).toEqual(both[0]);
  });
  expect(requests).toBe(1);
});

test("a Coconut that cannot be reached is tried again until it is too late to begin", async () => {
  await using stage = await startStage({ env: { COCONUT_API_URL: "http://127.0.0.1:1" } });
  const wish = await stage.wish();
  const limits = { beginWithinMs: 4_000 };
  expect(await stage.booker({ limits }).book(wish)).toEqual(unavailable("coconut"));
  const handle = stage.service.temporal.workflow.getHandle(
    bookingWorkflowIdFor("acme", wish.staffId, wish.key),
  );
  const { events } = await handle.fetchHistory();
  const attempts = events?.filter((event) => event.activityTaskScheduledEventAttributes).length;
  expect(attempts).toBeGreaterThan(1);
  expect(attempts).toBeLessThan(4);
});

test("a Temporal that is away has booked nothing, and says so soon", async () => {
  await using stage = await startStage({ withWorkers: false });
  const interceptors = [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: 1 }))];
  const connection = Connection.lazy({ address: "127.0.0.1:1", interceptors });
  const temporal = new Client({ connection });
  const startedAt = Date.now();
  expect(await stage.booker({ temporal }).book(await stage.wish())).toEqual(unavailable("temporal"));
  expect(Date.now() - startedAt).toBeLessThan(5_000);
  await connection.close();
});

test("a namespace that is not there has booked nothing", async () => {
  await using stage = await startStage({ withWorkers: false });
  const temporal = new Client({ connection: stage.service.temporal.connection, namespace: "not-there" });
  expect(await stage.booker({ temporal }).book(await stage.wish())).toEqual(unavailable("temporal"));
});

test("without a worker nothing is booked, not even once one comes; the same key then books once", async () => {
  await using stage = await startStage({ withWorkers: false });
  const wish = await stage.wish();
  const booker = stage.booker({ limits: { beginWithinMs: 500, resultTimeoutMs: 1_500 } });
  expect(await booker.book(wish)).toEqual(unavailable("temporal"));
  await using _workers = await stage.service.startWorkers();
  const handle = stage.service.temporal.workflow.getHandle(
    bookingWorkflowIdFor("acme", wish.staffId, wish.key),
  );
  await expect(handle.result()).rejects.toMatchObject({ cause: { type: "BookingUnavailable" } });
  expect(await stage.asked()).toBe(0);
  expect(await stage.booker().book(wish)).toMatchObject({ kind: "booked" });
  expect(await stage.asked()).toBe(1);
});

test("a worker that runs Workflows but does not book is found out in time", async () => {
  await using stage = await startStage({ withWorkers: false });
  await using _workers = await stage.service.startWorkers("workflows only");
  const booker = stage.booker({ limits: { beginWithinMs: 1_000 } });
  expect(await booker.book(await stage.wish())).toEqual(unavailable("temporal"));
});

test("a Temporal that is lost while the result is waited for is no proof that nothing was booked", async () => {
  await using stage = await startStage({ withWorkers: false });
  await using line = await startLine(inject("temporalAddress"));
  const interceptors = [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: 3 }))];
  const connection = Connection.lazy({ address: line.address, interceptors });
  const temporal = new Client({ connection, namespace: stage.service.namespace });
  const wish = await stage.wish();
  const booking = stage.booker({ temporal }).book(wish);
  const workflowId = bookingWorkflowIdFor("acme", wish.staffId, wish.key);
  const handle = stage.service.temporal.workflow.getHandle(workflowId);
  await expect
    .poll(() =>
      handle.describe().then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  line.cut(700);
  expect(await booking).toEqual({ kind: "unknown" });
  await using _workers = await stage.service.startWorkers();
  expect(await stage.booker().book(wish)).toMatchObject({ kind: "booked" });
  expect(await stage.asked()).toBe(1);
  await connection.close();
});

/** A TCP line to Temporal that can be cut for a while. */
async function startLine(to: string) {
  const [host = "", port] = to.split(":");
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((down) => {
    if (isCut) setTimeout(() => down.destroy(), 20);
    const up = connect(Number(port), host);
    for (const [one, other] of [
      [down, up],
      [up, down],
    ] as const) {
      sockets.add(one);
      one.on("error", () => undefined).on("close", () => other.destroy());
      one.pipe(other);
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut(forMs: number) {
      isCut = true;
      for (const socket of sockets) socket.destroy();
      setTimeout(() => (isCut = false), forMs);
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
