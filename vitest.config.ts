import { defineConfig } from "vitest/config";

/** It sets up Temporal's runtime in another way than the others, which a process can do once. */
const alone = ["test/e2e/worker-metrics.test.ts"];
/** They need a container engine: `npm run test:containers`. */
const containers = "test/containers/**";

export default defineConfig({
  test: {
    globalSetup: ["test/helpers/global-setup.ts"],
    pool: "forks",
    // One more than the cores of a small machine: much of the time is spent waiting for timers.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // In another order each time: what hangs on an order is found here. The seed is printed; --sequence.seed repeats it.
    sequence: { shuffle: { files: true, tests: true } },
    // How long a slow machine may take; what is awaited is seen as soon as it is there.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      // Files share a process, and so load modules once: half of the time would go into that.
      {
        extends: true,
        test: {
          name: "sharing",
          include: ["{test,pane,solution,sandbox}/**/*.test.ts"],
          exclude: [...alone, containers],
          isolate: false,
        },
      },
      { extends: true, test: { name: "alone", include: alone } },
    ],
  },
});
