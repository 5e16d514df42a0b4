/** How many deliveries call Temporal at a time, and what becomes of the others. */
import { setImmediate as settled } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import { expect, onTestFinished, test, vi } from "vitest";
import { createEventSender } from "../../src/webhooks/sender.ts";
import { canonicalEvent } from "../helpers/canonical.ts";
import { patienceMs } from "../helpers/service.ts";

/** Temporal calls that are answered when the test says so, in the order in which they began. */
function heldTemporal() {
  const begun: { readonly eventId: string; confirm(): void }[] = [];
  const temporal = {
    connection: { withDeadline: (_deadline: number, call: () => Promise<unknown>) => call() },
    workflow: {
      signalWithStart: (_type: string, { signalArgs }: { signalArgs: [{ eventId: string }] }) =>
        new Promise<void>((confirm) => void begun.push({ eventId: signalArgs[0].eventId, confirm })),
    },
  } as unknown as Client;
  return {
    begun,
    createSender: (timeoutMs?: number) =>
      createEventSender({ temporal, periods: { settlePeriodMs: 1_000 }, timeoutMs }),
  };
}

const events = (count: number) =>
  Array.from({ length: count }, (_, index) => canonicalEvent({ eventId: `evt-${index}` }));

test("400 at once: 16 calls at a time, first come, first served, until all are confirmed", async () => {
  const { begun, createSender } = heldTemporal();
  const sender = createSender(patienceMs);
  const all = events(400);
  const sent = Promise.all(all.map((event) => sender.send(event)));
  for (let answered = 0; answered < all.length; answered++) {
    await settled();
    expect(begun).toHaveLength(Math.min(answered + 16, all.length));
    begun[answered]?.confirm();
  }
  await sent;
  expect(begun.map(({ eventId }) => eventId)).toEqual(all.map(({ eventId }) => eventId));
});

test("whose turn does not come in time is answered before the sender hangs up, and never sent", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const { begun, createSender } = heldTemporal();
  const sender = createSender();
  const outcomes = events(17).map((event) => sender.send(event).catch((error: unknown) => error));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await outcomes[16]).toMatchObject({ name: "NotConfirmedError", isPermanent: false });
  await vi.advanceTimersByTimeAsync(700);
  const others = await Promise.all(outcomes.slice(0, 16));
  expect(others).toEqual(Array(16).fill(expect.objectContaining({ name: "NotConfirmedError" })));
  expect(begun).toHaveLength(16);
});

test("beyond a thousand that wait, the next is told to come again at once", async () => {
  const { begun, createSender } = heldTemporal();
  const sender = createSender(patienceMs);
  const sent = events(1_016).map((event) => sender.send(event));
  await expect(sender.send(canonicalEvent({}))).rejects.toMatchObject({ isPermanent: false });
  for (let answered = 0; answered < sent.length; answered++) {
    await settled();
    begun[answered]?.confirm();
  }
  await Promise.all(sent);
});
