import { defineConfig } from "vitest/config";
import { testDefaults } from "../../tools/tests/defaults.ts";

export default defineConfig({
  test: { ...testDefaults, name: "kit", include: ["test/**/*.test.ts"] },
});
