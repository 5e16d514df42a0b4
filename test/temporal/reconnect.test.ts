/** The server's channel to a Temporal that is away: it goes on knocking every few seconds, however long that lasts. */
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { readServerConfig } from "../../src/config.ts";
import { createServerContext } from "../../src/context.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { patienceMs } from "../helpers/service.ts";

afterEach(() => void vi.useRealTimers());

test("after any number of failed attempts the next one follows within 2.5 s", async () => {
  let attempts = 0;
  const closing = createServer((socket) => {
    attempts += 1;
    socket.destroy();
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void closing.close());
  await once(closing, "listening");
  const env = {
    TEMPORAL_ADDRESS: `127.0.0.1:${(closing.address() as AddressInfo).port}`,
    COCONUT_TENANT: "acme",
    COCONUT_WEBHOOK_SECRETS: `whsec_${Buffer.alloc(32, 1).toString("base64")}`,
    LOG_LEVEL: "silent",
  };
  // gRPC waits by setTimeout: time passes when this test says so.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const context = closeAfterTest(createServerContext(readServerConfig(env)));
  void context.readiness();
  const until = async (count: number) => {
    // By its own clock, since vi.waitFor would wait by the one that stands still.
    const giveUpAt = Date.now() + patienceMs;
    const isEnough = () => attempts >= count || Date.now() > giveUpAt;
    while (!isEnough()) await sleep(5);
    expect(attempts).toBeGreaterThanOrEqual(count);
  };
  await until(1);
  for (let round = 0; round < 10; round++) {
    const before = attempts;
    vi.advanceTimersByTime(2_500);
    await until(before + 1);
  }
});
