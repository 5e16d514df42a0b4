import { defineConfig } from "vitest/config";
import { testDefaults } from "../../tools/tests/defaults.ts";

export default defineConfig({
  test: { ...testDefaults, name: "identity-provider", include: ["test/**/*.test.ts"] },
});
