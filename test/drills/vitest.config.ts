import { defineConfig } from "vitest/config";

/** `npm run test:drills`: every drill at its small size. Not part of `npm test`: it takes some minutes. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/drills/*.test.ts"],
    globalSetup: ["test/drills/global-setup.ts"],
    // Ended by the drill itself long before, unless the machine is very busy.
    testTimeout: 900_000,
  },
});
