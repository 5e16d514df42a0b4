import { fileURLToPath } from "node:url";
import type { ViteUserConfig } from "vitest/config";

/** What the tests of every part have in common, run by themselves or by the root's `npm test`. */
export const testDefaults = {
  globalSetup: [fileURLToPath(new URL("global-setup.ts", import.meta.url))],
  pool: "forks",
  // One more than the cores of a small machine: much of the time is spent waiting for timers.
  maxWorkers: 3,
  testTimeout: 60_000,
  hookTimeout: 120_000,
  // In another order each time: what hangs on an order is found here. The seed is printed; --sequence.seed repeats it.
  sequence: { shuffle: { files: true, tests: true } },
  // How long a slow machine may take; what is awaited is seen as soon as it is there.
  expect: { poll: { timeout: 20_000 } },
  // Files share a process, and so load modules once: half of the time would go into that.
  isolate: false,
} satisfies ViteUserConfig["test"];
