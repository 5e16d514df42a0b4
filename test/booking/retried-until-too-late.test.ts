/** While nothing is booked, a booking is tried again for a while; then the banker is told, and may try the same again. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import {
  Client,
  Connection,
  type ConnectionOptions,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
} from "@temporalio/client";
import { tsToMs } from "@temporalio/common/lib/time.js";
import { expect, test } from "vitest";
import { shared } from "../../tools/tests/shared.ts";
import { bookingWorkflowIdFor } from "../../src/appointments/ids.ts";
import type { BookingOutcome, BookingRequest } from "../../src/booking/request.ts";
import { startTemporalStandIn } from "../helpers/temporal-stand-in.ts";
import { type Stage, startStage } from "./stage.ts";

type Interceptor = NonNullable<ConnectionOptions["interceptors"]>[number];

const unavailable = (what: "coconut" | "temporal") => ({
  kind: "unavailable",
  what,
  retryAfterSeconds: expect.any(Number),
});

test("a Coconut that asks for a pause is given one, and then it books", async () => {
  await using stage = await startStage();
  await stage.fault({ status: 429, retryAfter: 1 });
  await stage.fault({ status: 503, retryAfter: 2 });
  const wish = await stage.wish();
  const { asked } = await stage.during(async () => {
    expect(await stage.booker().book(wish)).toMatchObject({ kind: "booked" });
  });
  expect(asked).toBe(3);
  expect(await storyOf(stage, wish)).toEqual(["asked", 1_000, "over", "asked", 2_000, "over", "asked"]);
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
  const { asked } = await stage.during(async () => {
    const both = await Promise.all([stage.booker().book(wish), stage.booker().book(wish)]);
    expect(both[0]).toMatchObject({ kind: "booked" });
    expect(both[1]).toEqual(both[0]);
  });
  expect(asked).toBe(1);
});

test("a Coconut that cannot be reached is tried again until it is too late to begin", async () => {
  await using stage = await startStage({ env: { COCONUT_API_URL: "http://127.0.0.1:1" } });
  const wish = await stage.wish();
  // Tried after 0, 1, 3 and 7 s, and not after 15: a slow machine tries less often, none more often.
  const limits = { beginWithinMs: 14_000 };
  expect(await stage.booker({ limits }).book(wish)).toEqual(unavailable("coconut"));
  const whole = ["asked", 1_000, "over", "asked", 2_000, "over", "asked", 4_000, "over", "asked"];
  const story = await storyOf(stage, wish);
  expect(story.filter((what) => what === "asked").length).toBeGreaterThan(1);
  expect(story).toEqual(whole.slice(0, story.length));
  expect(story.at(-1)).toBe("asked");
});

test("a Temporal that is away has booked nothing, and says so", async () => {
  await using stage = await startStage({ withWorkers: false });
  const interceptors = [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: 1 }))];
  const connection = Connection.lazy({ address: "127.0.0.1:1", interceptors });
  const temporal = new Client({ connection });
  expect(await stage.booker({ temporal }).book(await stage.wish())).toEqual(unavailable("temporal"));
  await connection.close();
});

test("a Temporal that does not answer has booked nothing: it is asked whether it is there, and not for long", async () => {
  await using stage = await startStage({ withWorkers: false });
  await using silent = await startTemporalStandIn();
  const connection = Connection.lazy({ address: silent.address });
  const temporal = new Client({ connection });
  const booker = stage.booker({ temporal, limits: "usual" });
  expect(await booker.book(await stage.wish())).toEqual(unavailable("temporal"));
  expect(silent.calls).toEqual([{ method: "GetSystemInfo", timeoutMs: expect.any(Number) }]);
  expect(silent.calls[0]?.timeoutMs).toBeLessThanOrEqual(2_500);
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
  await using line = await startLine(await shared("temporal"));
  const called: string[] = [];
  const noteCall: Interceptor = (options, nextCall) => {
    called.push(options.method_definition.path.split("/").at(-1) ?? "");
    return nextCall(options) as ReturnType<Interceptor>;
  };
  const connection = Connection.lazy({ address: line.address, interceptors: [noteCall] });
  const temporal = new Client({ connection, namespace: stage.service.namespace });
  const wish = await stage.wish();
  let outcome: BookingOutcome | undefined;
  void stage
    .booker({ temporal })
    .book(wish)
    .then((known) => (outcome = known));
  await expect.poll(() => called).toContain("GetWorkflowExecutionHistory");
  // Again, should the call not have been on the line yet; it can be called at any time, so asking would be possible.
  await expect.poll(() => outcome ?? line.cut(), { interval: 500 }).toEqual({ kind: "unknown" });
  expect(called.at(-1)).toBe("GetWorkflowExecutionHistory");
  await using _workers = await stage.service.startWorkers();
  expect(await stage.booker().book(wish)).toMatchObject({ kind: "booked" });
  expect(await stage.asked()).toBe(1);
  await connection.close();
});

/** What the Workflow of a booking did: asked Coconut, or paused for so many milliseconds until that was over. */
async function storyOf(stage: Stage, { staffId, key }: BookingRequest): Promise<(string | number)[]> {
  const workflowId = bookingWorkflowIdFor("acme", staffId, key);
  const { events } = await stage.service.temporal.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).flatMap((event) => {
    if (event.activityTaskScheduledEventAttributes) return "asked";
    if (event.timerFiredEventAttributes) return "over";
    const timer = event.timerStartedEventAttributes;
    return timer ? tsToMs(timer.startToFireTimeout) : [];
  });
}

/** A TCP line to Temporal that can be cut; whoever calls again is connected again. */
async function startLine(to: string) {
  const [host = "", port] = to.split(":");
  const sockets = new Set<Socket>();
  const server = createServer((down) => {
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
    cut() {
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
