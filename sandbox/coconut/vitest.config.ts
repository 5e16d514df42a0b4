import { defineConfig } from "vitest/config";
import { testDefaults } from "../../tools/tests/defaults.ts";

export default defineConfig({
  test: { ...testDefaults, name: "coconut", include: ["test/**/*.test.ts"] },
});
