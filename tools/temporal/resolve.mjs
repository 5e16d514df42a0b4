/**
 * Where a Temporal server comes from. The one place that knows the order: the set-up, the demo and the
 * tests all ask here. It only looks; `tools/setup.mjs` fetches what is missing.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const isWindows = process.platform === "win32";
const suffix = isWindows ? ".exe" : "";

/**
 * Looks for a server or a CLI, and fetches nothing. Throws where TEMPORAL_CLI_PATH is set and does not run.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function findTemporal(env = process.env) {
  if (env.TEMPORAL_ADDRESS) {
    return { kind: "address", address: env.TEMPORAL_ADDRESS };
  }
  return findTemporalCli(env);
}

/**
 * As findTemporal, for callers that need a server of their own even where TEMPORAL_ADDRESS is set.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function findTemporalCli(env = process.env) {
  if (env.TEMPORAL_CLI_PATH) {
    return { kind: "cli", path: checkedCliPath(env.TEMPORAL_CLI_PATH), source: "TEMPORAL_CLI_PATH" };
  }
  for (const folder of (env.PATH ?? env.Path ?? "").split(delimiter).filter(Boolean)) {
    const path = join(folder, `temporal${suffix}`);
    // Another program may have the same name, so its --version must say that it is Temporal's.
    if (isFile(path) && temporalVersion(path).ok) {
      return { kind: "cli", path, source: "PATH" };
    }
  }
  // What is in the cache was run once before it was given its name.
  const cached = Object.values(cachedCliPaths(env)).find(isFile);
  return cached === undefined ? undefined : { kind: "cli", path: cached, source: "cache" };
}

/**
 * The cache's folder: outside the checkout and node_modules, so that a build of several minutes survives `npm ci`.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function cacheFolder(env = process.env) {
  const home = env.HOME || env.USERPROFILE || homedir();
  const root = isWindows
    ? env.LOCALAPPDATA || join(home, "AppData", "Local")
    : env.XDG_CACHE_HOME || join(home, ".cache");
  return join(root, "coconut-dynamics");
}

/**
 * Where the cache keeps a CLI. The names have versions, so that a raised version does not use the old file.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function cachedCliPaths(env = process.env) {
  const goMod = readFileSync(join(here, "go.mod"), "utf8");
  const packageJson = JSON.parse(readFileSync(join(here, "..", "..", "package.json"), "utf8"));
  const cli = /^\s*github\.com\/temporalio\/cli v(\S+)/m.exec(goMod)?.[1];
  const sdk = packageJson.devDependencies["@temporalio/testing"];
  const folder = cacheFolder(env);
  return {
    downloaded: join(folder, `temporal-for-sdk-${sdk}${suffix}`),
    built: join(folder, `temporal-${cli}${suffix}`),
  };
}

/**
 * Runs `<path> --version`.
 * @param {string} path
 * @returns {{ ok: true, version: string } | { ok: false, why: string }}
 */
export function temporalVersion(path) {
  // A first start may be slow where a virus scanner reads 130 MB before it lets the program run.
  const run = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 20_000 });
  const said = (run.stdout ?? "").trim();
  if (run.status === 0 && said.startsWith("temporal version")) {
    return { ok: true, version: said };
  }
  const why = run.error?.message ?? `exit code ${run.status}, output "${said.slice(0, 120)}"`;
  return { ok: false, why };
}

/** @param {string} path */
function checkedCliPath(path) {
  const advice = "Point it at the temporal program itself, or unset it to have one found.";
  if (!isFile(path)) {
    throw new Error(`TEMPORAL_CLI_PATH names ${path}, and there is no such file. ${advice}`);
  }
  const result = temporalVersion(path);
  if (!result.ok) {
    throw new Error(
      `TEMPORAL_CLI_PATH names ${path}, but "--version" does not run there: ${result.why}. ${advice}`,
    );
  }
  return resolve(path);
}

/** @param {string} path */
function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
