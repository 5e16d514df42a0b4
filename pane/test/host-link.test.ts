import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { connectHost } from "../shell/host-link.ts";
import type { Frame } from "../shell/host-link.ts";
import type { Launch } from "../shell/launch.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const launch: Launch = {
  row: { table: "lead", id: "0aaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee" },
  org: "https://org.crm.dynamics.test",
  lcid: 1033,
  nonce: "abcdefghijklmnopqrstuv",
};
const init = {
  type: "init",
  v: 1,
  nonce: launch.nonce,
  row: { ...launch.row, firstName: "Jane", lastName: "Doe", email: "", phone: "" },
  org: launch.org,
  lcid: 1033,
  theme: "light",
};

/** A window in a frame whose host writes down what it is told. */
function openFrame() {
  const told: { message: unknown; targetOrigin: string }[] = [];
  const listeners = new Set<(event: MessageEvent) => void>();
  const parent: Frame["parent"] = {
    postMessage: (message, targetOrigin) => void told.push({ message, targetOrigin }),
  };
  const frame: Frame = {
    parent,
    addEventListener: (_type, listener) => void listeners.add(listener),
    removeEventListener: (_type, listener) => void listeners.delete(listener),
  };
  const arrive = (data: unknown, origin = launch.org, source: unknown = parent): void => {
    for (const listener of listeners) listener({ data, origin, source } as MessageEvent);
  };
  return { frame, told, listeners, arrive };
}

test("the pane announces itself to the named host only, again and again until it is answered", async () => {
  const { frame, told, arrive, listeners } = openFrame();
  const link = connectHost(launch, frame);
  vi.advanceTimersByTime(750);
  expect(told).toHaveLength(4);
  expect(new Set(told.map(({ targetOrigin }) => targetOrigin))).toEqual(new Set([launch.org]));
  expect(told[0]?.message).toEqual({ type: "ready", v: 1, nonce: launch.nonce });

  arrive(init);
  expect((await link.init)?.row.firstName).toBe("Jane");
  vi.advanceTimersByTime(60_000);
  expect(told).toHaveLength(4);
  expect(vi.getTimerCount()).toBe(0);
  expect(listeners.size).toBe(0);
});

test("a word from another origin or another window is not the host's", async () => {
  const { frame, arrive } = openFrame();
  const link = connectHost(launch, frame, 300);
  arrive(init, "https://evil.test");
  arrive(init, launch.org, { postMessage: () => undefined });
  arrive({ ...init, nonce: "vutsrqponmlkjihgfedcba" });
  vi.advanceTimersByTime(300);
  expect(await link.init).toBeUndefined();
});

test("what the host is told carries version and nonce, and goes to its origin alone", async () => {
  const { frame, told, arrive } = openFrame();
  const link = connectHost(launch, frame);
  arrive(init);
  await link.init;
  link.send({ type: "dirty", dirty: true });
  expect(told.at(-1)).toEqual({
    message: { type: "dirty", dirty: true, v: 1, nonce: launch.nonce },
    targetOrigin: launch.org,
  });
});
