/** By whose address the server counts: the browser's, as far as its own proxies vouch for it. Over HTTP. */
import { expect, test, vi } from "vitest";
import { newLoginAttempt, type Pane, startPane } from "./pane.ts";

/** A minute's worth of log-in windows of one address. */
const allowed = 300;

/** On a busy machine a thousand requests take their time. */
const timeout = 180_000;

/** Whether that many windows and one more come through, each with the header made for it. */
async function isLimited(pane: Pane, forwardedFor: (nth: number) => string): Promise<boolean> {
  const browser = pane.browser();
  const ask = async (nth: number) => {
    const header = { "x-forwarded-for": forwardedFor(nth) };
    return (await browser.bind(newLoginAttempt().challenge, header)).status;
  };
  // The limiter's minute does not end, however long the asking takes.
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
  try {
    for (let nth = 0; nth < allowed; nth += 1) expect(await ask(nth)).toBe(204);
    return (await ask(allowed)) === 429;
  } finally {
    vi.useRealTimers();
  }
}

test("without a trusted proxy, nobody changes their address by saying so", { timeout }, async () => {
  await using pane = await startPane({ login: "password" });
  expect(await isLimited(pane, (nth) => `10.1.${nth >> 8}.${nth & 255}`)).toBe(true);
});

test(
  "of a trusted proxy the last address counts, whatever the browser claimed before it",
  { timeout },
  async () => {
    await using pane = await startPane({ login: "password", env: { TRUSTED_PROXY_HOPS: "1" } });
    const claimed = (nth: number) => `10.1.${nth >> 8}.${nth & 255}`;
    expect(await isLimited(pane, (nth) => `${claimed(nth)}, 192.0.2.1`)).toBe(true);
    // Azure's gateways name the port of the connection too.
    expect(await isLimited(pane, (nth) => `${claimed(nth)}, 192.0.2.2:${40_000 + nth}`)).toBe(true);
    expect(await isLimited(pane, (nth) => `192.0.2.3, ${claimed(nth)}`)).toBe(false);
  },
);
