import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { connectHost } from "../shell/host-link.ts";
import type { Frame } from "../shell/host-link.ts";
import { init, launch, otherNonce } from "./sample-launch.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A window in a frame whose host records the messages it gets. */
function openFrame() {
  const received: { message: unknown; targetOrigin: string }[] = [];
  const listeners = new Set<(event: MessageEvent) => void>();
  const parent: Frame["parent"] = {
    postMessage: (message, targetOrigin) => void received.push({ message, targetOrigin }),
  };
  const frame: Frame = {
    parent,
    addEventListener: (_type, listener) => void listeners.add(listener),
    removeEventListener: (_type, listener) => void listeners.delete(listener),
  };
  const arrive = (data: unknown, origin = launch.org, source: unknown = parent): void => {
    for (const listener of listeners) listener({ data, origin, source } as MessageEvent);
  };
  return { frame, received, listeners, arrive };
}

test("the pane sends ready to the named host only, again and again until it is answered", async () => {
  const { frame, received, arrive, listeners } = openFrame();
  const link = connectHost(launch, frame);
  vi.advanceTimersByTime(750);
  expect(received).toHaveLength(4);
  expect(new Set(received.map(({ targetOrigin }) => targetOrigin))).toEqual(new Set([launch.org]));
  expect(received[0]?.message).toEqual({ type: "ready", v: 1, nonce: launch.nonce });

  arrive(init);
  expect((await link.init)?.row.firstName).toBe("Jane");
  vi.advanceTimersByTime(60_000);
  expect(received).toHaveLength(4);
  expect(vi.getTimerCount()).toBe(0);
  expect(listeners.size).toBe(0);
});

test("a message from another origin, another window or another opening is ignored", async () => {
  const { frame, arrive } = openFrame();
  const link = connectHost(launch, frame, 300);
  arrive(init, "https://evil.test");
  arrive(init, launch.org, { postMessage: () => undefined });
  arrive({ ...init, nonce: otherNonce });
  vi.advanceTimersByTime(300);
  expect(await link.init).toBeUndefined();
});

test("messages to the host carry version and nonce, and go to its origin only", async () => {
  const { frame, received, arrive } = openFrame();
  const link = connectHost(launch, frame);
  arrive(init);
  await link.init;
  link.send({ type: "dirty", dirty: true });
  expect(received.at(-1)).toEqual({
    message: { type: "dirty", dirty: true, v: 1, nonce: launch.nonce },
    targetOrigin: launch.org,
  });
});
