/** Types of every part: the root's, and each part that runs in a browser, which has the DOM. */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
const parts = [
  ".",
  "pane",
  "solution/web-resources",
  "sandbox/dynamics-host/src/page",
  "pane/test",
  "test/browser",
];

const failed = parts.filter(
  (part) => spawnSync(process.execPath, [tsc, "-p", part], { cwd: root, stdio: "inherit" }).status !== 0,
);
process.exitCode = failed.length === 0 ? 0 : 1;
