/** Who gets a turn, and when. */
import { expect, test } from "vitest";
import { createGate } from "../../src/dataverse/gate.ts";
import { createTurns } from "../../src/http/turns.ts";

test("requests go out in the order they came, and one that gave up waiting blocks none", async () => {
  const gate = createGate();
  gate.observeLimits({ status: 200, headers: { "x-ms-dop-hint": "1" } });
  const limiter = createTurns(gate);
  const patient = new AbortController();
  const hasty = new AbortController();
  const held = await limiter.acquire(patient.signal);
  const order: number[] = [];
  const waiters = [1, 2, 3].map(async (number) => {
    using permission = await limiter.acquire((number === 2 ? hasty : patient).signal);
    if (permission !== undefined) order.push(number);
  });
  expect(limiter.tryAcquire()).toBeUndefined();
  hasty.abort();
  await waiters[1];
  held?.[Symbol.dispose]();
  await Promise.all(waiters);
  expect(order).toEqual([1, 3]);
  expect(await limiter.acquire(hasty.signal)).toBeUndefined();
  expect(limiter.tryAcquire()).toBeDefined();
});

test("beyond the longest queue nobody is kept waiting", async () => {
  const limiter = createTurns({ limit: () => 1 }, 1);
  const patient = new AbortController();
  const held = await limiter.acquire(patient.signal);
  const waiting = limiter.acquire(patient.signal);
  expect(await limiter.acquire(patient.signal)).toBeUndefined();
  held?.[Symbol.dispose]();
  expect(await waiting).toBeDefined();
});

test("a turn is given where the limit opens between one look at it and the next", async () => {
  let looks = 0;
  // Closed when it is asked for a turn, open by the time it is asked for how long it is closed.
  const limit = { limit: () => (looks++ === 0 ? 0 : 1), closedForMs: () => 0 };
  const turn = await createTurns(limit).acquire(new AbortController().signal);
  expect(turn).toBeDefined();
});
