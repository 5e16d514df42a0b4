import { defineConfig } from "vitest/config";
import { testDefaults } from "./tools/tests/defaults.ts";

/** It sets up Temporal's runtime in another way than the others, which a process can do once. */
const alone = ["test/e2e/worker-metrics.test.ts"];
/**
 * What two Nodes do not differ in: CI tries it on one only. Of the stories in a browser one is told on the Node that
 * ships, too, since their server runs there.
 */
const onAnyNode = [
  "test/browser/**/!(book-from-lead).test.ts",
  "test/tools/*.test.ts",
  "test/{docker-compose,dockerfile,import-rules,node-version,version}.test.ts",
];
/** They need a container engine: `npm run test:containers`. */
const containers = "test/containers/**";
/** They take minutes: `npm run test:drills`. */
const drills = "test/drills/**";

/** The product's own tests, then those of each part; `--project` chooses. */
export default defineConfig({
  test: {
    ...testDefaults,
    // A report (`npm run coverage`) and no threshold.
    coverage: {
      // From the root on, since "src/**" is in each stand-in as well.
      include: [`${import.meta.dirname}/src/**/*.ts`],
      // They run in the Worker's sandbox and in processes of their own, where it is not seen what runs.
      exclude: ["src/workflows/**", "src/{server,worker,process}.ts"],
      reporter: ["text-summary", "html"],
    },
    projects: [
      {
        test: {
          ...testDefaults,
          name: "product",
          include: ["test/**/*.test.ts"],
          exclude: [...alone, ...onAnyNode, containers, drills],
        },
      },
      { test: { ...testDefaults, name: "product on any Node", include: onAnyNode } },
      { test: { ...testDefaults, name: "product alone", include: alone } },
      "pane",
      "solution",
      "sandbox/*/vitest.config.ts",
    ],
  },
});
