import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installDebianPackages, thisMachine } from "../debian/packages.mjs";
import { runWithProgress } from "../run.mjs";
import { findChromium } from "./find.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const silentMs = 90_000;

/**
 * By the distribution's package, else by playwright's download.
 *
 * @param {AbortSignal} signal
 * @param {ReturnType<typeof thisMachine>} [machine]
 */
export async function getChromium(signal, machine = thisMachine()) {
  const tried = [];
  for (const way of [installPackage, download]) {
    const problem = await way(signal, machine);
    if (signal.aborted) return { ok: false, tried };
    if (problem === undefined) return { ok: true, tried };
    tried.push(problem);
  }
  return { ok: false, tried };
}

/**
 * @param {AbortSignal} signal
 * @param {ReturnType<typeof thisMachine>} machine
 */
async function installPackage(signal, machine) {
  const what = "installing Debian's chromium for the browser tests";
  const problem = await installDebianPackages(["chromium"], { what, signal, machine });
  if (problem !== undefined) return `package: ${problem}`;
  return findChromium(machine.env) ? undefined : "package: installed, but it does not run";
}

/**
 * @param {AbortSignal} signal
 * @param {ReturnType<typeof thisMachine>} machine
 */
async function download(signal, { env, isRoot }) {
  let heard = Date.now();
  const run = await runWithProgress({
    command: process.execPath,
    args: [
      join(root, "node_modules", "playwright-core", "cli.js"),
      "install",
      // The libraries it needs are packages, too.
      ...(isRoot && process.platform === "linux" ? ["--with-deps"] : []),
      "chromium-headless-shell",
    ],
    env: { ...env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "20000" },
    signal,
    describe: () => "downloading Chromium for the browser tests",
    onLine: () => void (heard = Date.now()),
    giveUp: () => (Date.now() - heard > silentMs ? `nothing heard for ${silentMs / 1000} s` : undefined),
  });
  if (run.ok) return findChromium(env) ? undefined : "download: it is there, but it does not run";
  return `download: ${run.lines.find((line) => line.startsWith("Error: ")) ?? run.why}`;
}
