/**
 * Gets what the other commands need and is not there yet: the npm packages, a Temporal server, and for the tests a
 * browser. npm runs it before `demo`, `test`, `check`, `build` and `sandbox`. Plain Node, because nothing is
 * installed before it ran.
 */
import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findChromium } from "./chromium/find.mjs";
import { getChromium } from "./chromium/get.mjs";
import { getTemporalCli } from "./temporal/get.mjs";
import { findTemporal } from "./temporal/resolve.mjs";
import { npmCommand } from "./npm.mjs";
import { runWithProgress } from "./run.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const interruption = new AbortController();
for (const name of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.once(name, () => interruption.abort());
}

try {
  await setUp(interruption.signal, {
    packagesOnly: process.argv.includes("--packages-only"),
    withBrowser: process.argv.includes("--with-browser"),
  });
} catch (error) {
  process.stderr.write(interruption.signal.aborted ? "" : `${error.message}\n`);
  process.exitCode = interruption.signal.aborted ? 130 : 1;
}

/**
 * @param {AbortSignal} signal
 * @param {{ packagesOnly: boolean, withBrowser: boolean }} wanted
 */
async function setUp(signal, { packagesOnly, withBrowser }) {
  if (!packagesAreInstalled()) await installPackages(signal);
  if (packagesOnly) return;
  if (findTemporal() === undefined) {
    const { ok, tried } = await getTemporalCli(signal);
    if (!ok) throw new Error(temporalAdvice(tried));
  }
  if (!withBrowser || findChromium() !== undefined) return;
  const { ok, tried } = await getChromium(signal);
  signal.throwIfAborted();
  // Most tests need no browser, so this is no reason to run none.
  if (!ok) process.stderr.write(chromiumAdvice(tried));
}

/**
 * npm writes node_modules/.package-lock.json last, so it is missing after an interrupted install, and it
 * names what really is there.
 */
function packagesAreInstalled() {
  const wanted = readPackages("package-lock.json");
  const installed = readPackages(join("node_modules", ".package-lock.json"));
  if (wanted === undefined) {
    throw new Error(
      `${join(root, "package-lock.json")} cannot be read. Restore it: git checkout package-lock.json`,
    );
  }
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === "") return true;
    const there = installed?.[path];
    // Optional packages are mostly those of other platforms.
    if (there === undefined) return installed !== undefined && optional === true;
    return there.version === version && isFile(join(path, "package.json"));
  });
}

/**
 * @param {string} path
 * @returns {Record<string, { version: string, optional?: boolean }> | undefined}
 */
function readPackages(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** @param {string} path */
function isFile(path) {
  return statSync(join(root, path), { throwIfNoEntry: false })?.isFile() ?? false;
}

/** @param {AbortSignal} signal */
async function installPackages(signal) {
  const run = await runWithProgress({
    ...npmCommand(["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]),
    cwd: root,
    signal,
    describe: () => "installing the npm packages",
  });
  if (!run.ok) {
    const said = run.lines.map((line) => `  ${line}\n`).join("");
    throw new Error(
      `The npm packages could not be installed in ${root}: npm ci ${run.why}.\n${said}Run \`npm ci\` there to see more, then try again.`,
    );
  }
}

/** @param {readonly string[]} tried */
function chromiumAdvice(tried) {
  return [
    `No browser could be got (${tried.join("; ")}).`,
    "The browser tests are skipped. To run them, install Chromium, Chrome or Edge,",
    "or set CHROMIUM_PATH to the program of one, and run the same command again.\n",
  ].join("\n");
}

/** @param {readonly string[]} tried */
function temporalAdvice(tried) {
  return [
    "There is no Temporal server on this machine, and none could be fetched:",
    ...tried.map((line) => `  ${line}`),
    "Do one of these, then run the same command again:",
    "  - set TEMPORAL_CLI_PATH to a temporal program you have (the Temporal CLI),",
    "  - install the Temporal CLI, so that `temporal` is on PATH,",
    "  - set TEMPORAL_ADDRESS to the host:port of a Temporal server that runs,",
    "  - connect to the internet, or install the Go version named above.",
  ].join("\n");
}
