/** How many requests the client has under way at a time, and what becomes of the others. Over sockets. */
import { setTimeout as sleep } from "node:timers/promises";
import { Agent } from "undici";
import { afterEach, expect, test } from "vitest";
import { createDataverseClient } from "../../src/dataverse/client.ts";
import type { DataverseError } from "../../src/dataverse/errors.ts";
import { createTurns } from "../../src/dataverse/turns.ts";
import { createCleanup } from "../../tools/cleanup.ts";
import { json, startStandIn } from "../helpers/stand-in.ts";

let cleanup = createCleanup();
afterEach(async () => {
  await cleanup[Symbol.asyncDispose]();
  cleanup = createCleanup();
});

/** A Dataverse that recommends so many at a time and takes its time, or all the time until it is let go. */
async function clientBefore(hintOf: (count: number) => string | undefined, times = {}) {
  let letGo = () => {};
  let held: Promise<void> | undefined;
  let underWay = 0;
  const seen: number[] = [];
  const standIn = cleanup.use(
    await startStandIn(async (_asked, count) => {
      underWay += 1;
      seen.push(underWay);
      await (held ?? sleep(60));
      underWay -= 1;
      const hint = hintOf(count);
      return json(
        200,
        {},
        hint === undefined ? {} : { "x-ms-dop-hint": hint, "set-cookie": "ARRAffinity=1" },
      );
    }),
  );
  const dispatcher = new Agent({ connections: 100 });
  cleanup.defer(() => dispatcher.destroy());
  const tokens = { get: async () => "token", renew: async () => "token" };
  const client = createDataverseClient({ url: standIn.url, tokens, dispatcher, ...times });
  const send = () => client.send({ method: "GET", path: "leads" });
  const hold = () => {
    held = new Promise((resolve) => (letGo = resolve));
  };
  return {
    send,
    standIn,
    hold,
    letGo: () => letGo(),
    underWay: () => underWay,
    most: () => Math.max(...seen.splice(0)),
  };
}

const many = (count: number, send: () => Promise<unknown>) =>
  Promise.all(Array.from({ length: count }, send));

test("four at a time until Dynamics has said how many it would have", async () => {
  const { send, standIn, most } = await clientBefore(() => undefined);
  await many(20, send);
  expect(most()).toBe(4);
  expect(standIn.asked).toHaveLength(20);
});

test.each([
  ["2", 2],
  ["8", 8],
  ["1", 1],
  ["1000", 52],
  ["0", 4],
  ["-3", 4],
  ["many", 4],
  ["", 4],
  ["2.5", 4],
])("told %s: %s at a time", async (hint, expected) => {
  const patience = { timeoutMs: 30_000, turnTimeoutMs: 30_000 };
  const { send, hold, letGo, underWay, most } = await clientBefore(() => hint, patience);
  await send();
  hold();
  const all = many(expected + 10, send);
  await expect.poll(underWay, { timeout: 20_000 }).toBe(expected);
  await sleep(100);
  expect(underWay()).toBe(expected);
  letGo();
  await all;
  expect(most()).toBe(expected);
});

test("the last word counts: fewer from then on, though more are under way", async () => {
  const { send, most } = await clientBefore((count) => (count <= 4 ? "4" : "2"));
  await many(4, send);
  expect(most()).toBe(4);
  await many(2, send);
  await many(10, send);
  expect(most()).toBe(2);
});

test("a turn that does not come in time is told as such: nothing was sent", async () => {
  const { send, standIn } = await clientBefore(() => "1", { turnTimeoutMs: 100 });
  await send();
  const results = await Promise.allSettled(Array.from({ length: 5 }, send));
  const errors = results.flatMap((result) =>
    result.status === "rejected" ? [result.reason as unknown] : [],
  );
  expect(errors.length).toBeGreaterThanOrEqual(2);
  for (const error of errors)
    expect((error as DataverseError).facts).toEqual({ kind: "unsent", operation: "GET leads" });
  expect(standIn.asked).toHaveLength(1 + 5 - errors.length);
});

test("the time in line is not taken from the time of the request", async () => {
  const { send } = await clientBefore(() => "1", { timeoutMs: 200, turnTimeoutMs: 2_000 });
  await send();
  await many(8, send);
});

test("no cookie is ever sent: it would tie us to one server of many", async () => {
  const { send, standIn } = await clientBefore(() => "4");
  await send();
  await many(5, send);
  expect(standIn.asked.some(({ headers }) => "cookie" in headers)).toBe(false);
});

test("turns are given in the order they were asked for, and none is lost by those who gave up", async () => {
  const turns = createTurns();
  turns.follow("1");
  const held = await turns.take(1_000);
  const order: number[] = [];
  const waiters = [1, 2, 3].map(async (number) => {
    using turn = await turns.take(number === 2 ? 10 : 1_000);
    if (turn !== undefined) order.push(number);
  });
  await waiters[1];
  held?.[Symbol.dispose]();
  await Promise.all(waiters);
  expect(order).toEqual([1, 3]);
  expect(await turns.take(0)).toBeDefined();
});
