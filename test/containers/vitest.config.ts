import { defineConfig } from "vitest/config";

/** `npm run test:containers`: builds the image and runs it. Not part of `npm test`, which needs no engine. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/containers/*.test.ts"],
    globalSetup: ["test/containers/global-setup.ts"],
    sequence: { shuffle: { files: true, tests: true } },
    // Building and starting, on a slow machine.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000, interval: 250 } },
  },
});
