import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runWithProgress } from "../temporal/run.mjs";
import { findChromium } from "./find.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const silentMs = 90_000;
/** Another program that installs packages is waited for, a mirror that is down is not. */
const aptPatience = ["Acquire::http::Timeout=20", "Acquire::Retries=1", "DPkg::Lock::Timeout=120"];

export function thisMachine() {
  return { env: process.env, isRoot: process.getuid?.() === 0, osRelease: readOsRelease() };
}

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
async function installPackage(signal, { env, isRoot, osRelease }) {
  if (!hasChromiumPackage(osRelease)) return "package: only Debian's is a plain package";
  if (!isRoot) return "package: only root may install it";
  const options = aptPatience.flatMap((option) => ["-o", option]);
  const run = (/** @type {string[]} */ ...args) =>
    runWithProgress({
      command: "apt-get",
      args: [...options, ...args],
      env: { ...env, DEBIAN_FRONTEND: "noninteractive" },
      signal,
      describe: () => "installing Debian's chromium for the browser tests",
    });
  const update = await run("update", "--quiet");
  if (signal.aborted) return "package: interrupted";
  // Lists from earlier may do, so that only the installation decides.
  const install = await run("install", "--yes", "--no-install-recommends", "chromium");
  if (install.ok) return findChromium(env) ? undefined : "package: installed, but it does not run";
  const said = install.lines.findLast((line) => line.startsWith("E: ")) ?? install.why;
  return `package: apt-get install ${install.why}: ${said}${update.ok ? "" : " (apt-get update failed too)"}`;
}

/**
 * Ubuntu's package of that name only fetches a snap, which needs a daemon that containers do not have.
 * @param {string} osRelease
 */
function hasChromiumPackage(osRelease) {
  const ids = [...osRelease.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)/gm)].flatMap(([, value]) => value.split(" "));
  return ids.includes("debian") && !ids.includes("ubuntu");
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

function readOsRelease() {
  try {
    return readFileSync("/etc/os-release", "utf8");
  } catch {
    return "";
  }
}
