/** How many requests the client has under way at a time, and what becomes of the others. Over sockets. */
import { setImmediate as settled } from "node:timers/promises";
import { Agent } from "undici";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { createDataverseClient } from "../../src/dataverse/client.ts";
import type { DataverseError } from "../../src/dataverse/errors.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { json, startStandIn } from "../helpers/stand-in.ts";
import { holdTimeLimits } from "../helpers/time-limits.ts";

afterEach(() => void vi.restoreAllMocks());

const patience = { timeoutMs: 60_000, turnTimeoutMs: 60_000 };

/** A Dataverse that recommends so many at a time; while it holds, it answers those alone whom it is told to let go. */
async function clientBefore(
  hintOf: (count: number) => string | undefined,
  times: Partial<typeof patience> = {},
) {
  const held: (() => void)[] = [];
  let isHolding = false;
  let [sent, underWay, most] = [0, 0, 0];
  const standIn = closeAfterTest(
    await startStandIn(async (_asked, count) => {
      underWay += 1;
      most = Math.max(most, underWay);
      if (isHolding) await new Promise<void>((resolve) => void held.push(resolve));
      underWay -= 1;
      const hint = hintOf(count);
      return json(
        200,
        {},
        hint === undefined ? {} : { "x-ms-dop-hint": hint, "set-cookie": "ARRAffinity=1" },
      );
    }),
  );
  const agent = new Agent({ connections: 100 });
  onTestFinished(() => agent.destroy());
  const dispatcher = agent.compose((dispatch) => (options, handler) => {
    sent += 1;
    return dispatch(options, handler);
  });
  const tokens = { get: async () => "token", renew: async () => "token" };
  const client = createDataverseClient({ url: standIn.url, tokens, dispatcher, ...patience, ...times });
  return {
    send: () => client.send({ method: "GET", path: "leads" }),
    standIn,
    hold: () => void (isHolding = true),
    /** Those who came first, or everybody from then on. */
    letGo: (count = Infinity) => {
      if (count === Infinity) isHolding = false;
      for (const release of held.splice(0, count)) release();
    },
    /** Until so many are under way; and nobody beside them has been sent by then: who has a turn is sent at once. */
    untilUnderWay: async (count: number, sentInAll = count) => {
      await expect.poll(() => [held.length, sent]).toEqual([count, sentInAll]);
      await settled();
      expect(sent).toBe(sentInAll);
    },
    forgetSent: () => void (sent = 0),
    most: () => most,
  };
}

const many = (count: number, send: () => Promise<unknown>) =>
  Promise.all(Array.from({ length: count }, send));

test("four at a time until Dynamics has said how many it would have", async () => {
  const { send, standIn, hold, letGo, untilUnderWay, most } = await clientBefore(() => undefined);
  hold();
  const all = many(20, send);
  await untilUnderWay(4);
  letGo();
  await all;
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
  const { send, hold, letGo, untilUnderWay, forgetSent, most } = await clientBefore(() => hint);
  await send();
  forgetSent();
  hold();
  const all = many(expected + 10, send);
  await untilUnderWay(expected);
  letGo();
  await all;
  expect(most()).toBe(expected);
});

test("the last word counts: fewer from then on, though more are under way", async () => {
  const { send, hold, letGo, untilUnderWay, forgetSent } = await clientBefore((count) =>
    count === 1 ? "4" : "2",
  );
  await send();
  forgetSent();
  hold();
  let done = 0;
  const all = many(10, async () => {
    await send();
    done += 1;
  });
  await untilUnderWay(4);
  // Three of the four have to be done before the next one has a turn.
  for (const [answered, sentInAll] of [
    [1, 4],
    [2, 4],
    [3, 5],
    [4, 6],
  ] as const) {
    letGo(1);
    await expect.poll(() => done).toBe(answered);
    await untilUnderWay(sentInAll - answered, sentInAll);
  }
  letGo();
  await all;
});

test("a turn that does not come in time is told as such: nothing was sent", async () => {
  const { send, standIn, hold, letGo } = await clientBefore(() => "1", { turnTimeoutMs: 100 });
  await send();
  hold();
  const [first, ...others] = Array.from({ length: 5 }, send);
  const facts = await Promise.all(others.map((one) => one.catch((error: DataverseError) => error.facts)));
  expect(facts).toEqual(others.map(() => ({ kind: "unsent", operation: "GET leads" })));
  letGo();
  await first;
  expect(standIn.asked).toHaveLength(2);
});

test("the time in line is not taken from the time of the request", async () => {
  const limits = holdTimeLimits();
  const { send, hold, letGo, untilUnderWay, forgetSent } = await clientBefore(() => "1", {
    timeoutMs: 2_000,
  });
  await send();
  forgetSent();
  hold();
  const [first, ...others] = Array.from({ length: 4 }, send);
  await untilUnderWay(1);
  // The limit of the one that was answered, and of the one under way.
  expect(limits.map(({ ms }) => ms)).toEqual([2_000, 2_000]);
  const failing = expect(first).rejects.toMatchObject({ facts: { kind: "transport" } });
  limits[1]?.runOut();
  await failing;
  letGo();
  await Promise.all(others);
  expect(limits).toHaveLength(5);
});

test("no cookie is ever sent: it would tie us to one server of many", async () => {
  const { send, standIn } = await clientBefore(() => "4");
  await send();
  await many(5, send);
  expect(standIn.asked.some(({ headers }) => "cookie" in headers)).toBe(false);
});
