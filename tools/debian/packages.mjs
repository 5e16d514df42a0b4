/** Debian's packages, for what no npm package brings: the browser of the tests, the engine of the container test. */
import { readFileSync } from "node:fs";
import { runWithProgress } from "../run.mjs";

/** Another program that installs packages is waited for, a mirror that is down is not. */
const patience = ["Acquire::http::Timeout=20", "Acquire::Retries=1", "DPkg::Lock::Timeout=120"];

export function thisMachine() {
  return { env: process.env, isRoot: process.getuid?.() === 0, osRelease: readOsRelease() };
}

/**
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
  // Lists from earlier may do, so that only the installation decides.
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
