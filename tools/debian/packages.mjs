/** Debian's packages, for what no npm package has: the tests' browser and the container tests' engine. */
import { readFileSync } from "node:fs";
import { runWithProgress } from "../run.mjs";

/** Waits two minutes for another program that installs packages, and 20 seconds for a mirror. */
const patience = ["Acquire::http::Timeout=20", "Acquire::Retries=1", "DPkg::Lock::Timeout=120"];

/** Whether this process is root, its environment, and the text of /etc/os-release. */
export function thisMachine() {
  return { env: process.env, isRoot: process.getuid?.() === 0, osRelease: readOsRelease() };
}

/**
 * Installs packages by apt-get, on Debian and as root only.
 *
 * @param {readonly string[]} packages
 * @param {object} step
 * @param {string} step.what what is going on, for people
 * @param {AbortSignal} step.signal
 * @param {ReturnType<typeof thisMachine>} step.machine
 * @returns {Promise<string | undefined>} why they could not be installed
 */
export async function installDebianPackages(packages, { what, signal, machine }) {
  const { env, isRoot, osRelease } = machine;
  if (!isDebian(osRelease)) return "only Debian's is a plain package";
  if (!isRoot) return "only root may install it";
  const options = patience.flatMap((option) => ["-o", option]);
  const run = (/** @type {string[]} */ ...args) =>
    runWithProgress({
      command: "apt-get",
      args: [...options, ...args],
      env: { ...env, DEBIAN_FRONTEND: "noninteractive" },
      signal,
      describe: () => what,
    });
  const update = await run("update", "--quiet");
  if (signal.aborted) return "interrupted";
  // The lists that are there may be enough, so a failed update does not count by itself.
  const install = await run("install", "--yes", "--no-install-recommends", ...packages);
  if (install.ok) return undefined;
  const said = install.lines.findLast((line) => line.startsWith("E: ")) ?? install.why;
  return `apt-get install ${install.why}: ${said}${update.ok ? "" : " (apt-get update failed too)"}`;
}

/**
 * Ubuntu is told apart: its package of Chromium only fetches a snap, which needs a daemon that containers do not have.
 * @param {string} osRelease
 */
function isDebian(osRelease) {
  const ids = [...osRelease.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)/gm)].flatMap(([, value]) => value.split(" "));
  return ids.includes("debian") && !ids.includes("ubuntu");
}

function readOsRelease() {
  try {
    return readFileSync("/etc/os-release", "utf8");
  } catch {
    return "";
  }
}
