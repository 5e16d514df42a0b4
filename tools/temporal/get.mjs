import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cachedCliPaths, cacheFolder, temporalVersion } from "./resolve.mjs";
import { runWithProgress } from "../run.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const cliPackage = "github.com/temporalio/cli/cmd/temporal";
const firstBytesMs = 20_000;
const stalledMs = 60_000;
const toolchainMs = 300_000;
const abandonedMs = 86_400_000;

/**
 * Fills the cache: by download, else by a build. The program gets its name only after it ran once, by a
 * rename, so neither an interruption nor a second set-up at the same time can leave half a file.
 *
 * @param {AbortSignal} signal
 * @returns {Promise<{ ok: boolean, tried: string[] }>} `tried`: a line for each way that did not work
 */
export async function getTemporalCli(signal) {
  const cache = cacheFolder();
  const paths = cachedCliPaths();
  const tried = [];
  mkdirSync(cache, { recursive: true });
  removeAbandoned(cache);
  const folder = mkdtempSync(join(cache, "tmp-"));
  try {
    for (const [way, target] of /** @type {const} */ ([
      [download, paths.downloaded],
      [build, paths.built],
    ])) {
      const result = await way(folder, signal);
      if (signal.aborted) return { ok: false, tried };
      if (typeof result === "object") {
        renameSync(result.path, target);
        return { ok: true, tried };
      }
      tried.push(result);
    }
    return { ok: false, tried };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} cache */
function removeAbandoned(cache) {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (name.startsWith("tmp-") && age > abandonedMs) rmSync(path, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {AbortSignal} signal
 */
async function download(folder, signal) {
  let bytes = 0;
  let moved = Date.now();
  const run = await runWithProgress({
    command: process.execPath,
    args: [fileURLToPath(new URL("./download.mjs", import.meta.url)), folder],
    signal,
    describe: () => `downloading Temporal server, ${Math.floor(bytes / 1e6)} MB`,
    giveUp() {
      const size = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
      if (size !== bytes) [bytes, moved] = [size, Date.now()];
      const limit = bytes === 0 ? firstBytesMs : stalledMs;
      return Date.now() - moved > limit ? `nothing arrived for ${limit / 1000} s` : undefined;
    },
  });
  const name = readdirSync(folder).find((file) => !file.endsWith(".downloading"));
  const path = join(folder, name ?? "");
  const version = name === undefined ? undefined : temporalVersion(path);
  if (version?.ok) return { path };
  if (version !== undefined) return `download: the program does not run: ${version.why}`;
  return `download: ${run.lines.at(-1) ?? run.why}`;
}

/**
 * @param {string} folder
 * @param {AbortSignal} signal
 */
async function build(folder, signal) {
  const needed = /^go (\S+)$/m.exec(readFileSync(join(here, "go.mod"), "utf8"))?.[1] ?? "";
  // Cgo would ask for a C compiler; a go.work above the checkout would hide our go.mod.
  const env = { ...process.env, CGO_ENABLED: "0", GOWORK: "off" };
  const go = { command: "go", cwd: here, env, signal };
  const found = goVersion(go);
  if (found === undefined) return `build: Go ${needed} or newer is not installed`;
  if (isOlder(found, needed)) return `build: Go ${needed} or newer is needed, and this is Go ${found}`;

  let modules = 0;
  let packages = 0;
  const list = await runWithProgress({
    ...go,
    args: ["list", "-trimpath", "-deps", "-f", "{{if .Stale}}{{.ImportPath}}{{end}}", cliPackage],
    describe: () => `getting the source of Temporal server, ${modules} modules`,
    onLine(line, stream) {
      if (stream === "stderr" && line.startsWith("go: downloading ")) modules++;
      if (stream === "stdout" && line !== "") packages++;
    },
  });
  if (!list.ok) return `build: getting the source failed: ${list.lines.at(-1) ?? list.why}`;

  let compiled = 0;
  const path = join(folder, "temporal");
  const run = await runWithProgress({
    ...go,
    args: ["build", "-v", "-trimpath", "-ldflags", "-s -w", "-o", path, cliPackage],
    describe: () => `building Temporal server, ${compiled}/${packages} packages`,
    onLine: (line) => void (/^\S+$/.test(line) && compiled++),
  });
  if (!run.ok) return `build: go build failed (${run.why}): ${run.lines.at(-1) ?? ""}`;
  const version = temporalVersion(path);
  return version.ok ? { path } : `build: the program does not run: ${version.why}`;
}

/**
 * Asked in the folder of go.mod: a Go that may fetch the version named there does so now.
 * @param {{ command: string, cwd: string, env: NodeJS.ProcessEnv }} go
 */
function goVersion({ command, cwd, env }) {
  const { stdout } = spawnSync(command, ["version"], { cwd, env, encoding: "utf8", timeout: toolchainMs });
  return /\bgo(\d+\.\d+(?:\.\d+)?)/.exec(stdout ?? "")?.[1];
}

/**
 * @param {string} version
 * @param {string} needed
 */
function isOlder(version, needed) {
  const [have, want] = [version, needed].map((text) => text.split(".").map(Number));
  for (let index = 0; index < 3; index++) {
    const difference = (have[index] ?? 0) - (want[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
