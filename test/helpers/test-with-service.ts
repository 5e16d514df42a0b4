import { test } from "vitest";
import { startForFile } from "./fixtures.ts";
import { createRefusals } from "./refusals.ts";
import { type ServiceOptions, startService } from "./service.ts";
import { createStory } from "./story.ts";

const perFile = { scope: "file" } as const;

/** A `test` for all tests of a file, which share a running product and tell stories of it. */
export function testWithService(options: ServiceOptions = {}) {
  return test
    .extend(
      "service",
      perFile,
      startForFile(() => startService(options)),
    )
    .extend("story", perFile, ({ service }) => createStory(service))
    .extend("refusals", perFile, ({ service }) => createRefusals(service));
}
