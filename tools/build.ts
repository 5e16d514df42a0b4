/** `npm run build`: the compiled product in dist/, with the Workflows and the pane bundled ahead. */
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode } from "@temporalio/worker";
import { buildPage } from "@coconut-dynamics/pane/build";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");

rmSync(dist, { recursive: true, force: true });
const compiled = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
if (compiled.status !== 0) process.exit(compiled.status ?? 1);

await buildPage();

const { code } = await bundleWorkflowCode({ workflowsPath: join(dist, "workflows") });
writeFileSync(join(dist, "workflow-bundle.js"), code);
process.stdout.write(`built dist/, Workflow bundle ${(code.length / 1e6).toFixed(2)} MB\n`);
