import { defineConfig } from "vitest/config";

/** `npm run histories`: records the corpus anew, on a real dev server. Not part of `npm test`. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/replay/record.ts", "test/replay/record-bookings.ts", "test/replay/record-waiting.ts"],
    globalSetup: ["tools/tests/global-setup.ts"],
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
