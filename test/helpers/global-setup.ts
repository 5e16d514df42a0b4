/** Once for all tests: the pane, one Temporal dev server, one Workflow bundle, and the browsers. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, DefaultLogger } from "@temporalio/worker";
import type { TestProject } from "vitest/node";
import { buildPage } from "../../pane/build.ts";
import { startBrowserServers } from "../../tools/chromium/browser-server.ts";
import { startDevServer } from "../../tools/temporal/dev-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly temporalAddress: string;
    readonly workflowBundlePath: string;
  }
}

export async function setup(project: TestProject) {
  await buildPage();
  const given = process.env["TEMPORAL_ADDRESS"];
  const server = given ? undefined : await startDevServer();
  const browsers = await startBrowserServers();
  const folder = mkdtempSync(join(tmpdir(), "coconut-dynamics-"));
  const workflowBundlePath = join(folder, "workflow-bundle.js");
  const { code } = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL("../../src/workflows", import.meta.url)),
    logger: new DefaultLogger("WARN"),
  });
  writeFileSync(workflowBundlePath, code);
  project.provide("temporalAddress", given ?? server?.address ?? "");
  project.provide("workflowBundlePath", workflowBundlePath);
  project.provide(
    "browserServers",
    browsers && { partitioned: browsers.partitioned, unpartitioned: browsers.unpartitioned },
  );
  return async () => {
    await browsers?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  };
}
