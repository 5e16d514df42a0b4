/**
 * Where the browser of the browser tests comes from. The one place that knows the order: the set-up and the
 * tests ask here. It only looks; `get.mjs` fetches what is missing.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const usualPlaces = {
  darwin: ["Google Chrome", "Chromium", "Microsoft Edge"].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"].flatMap((root) => [
    join(process.env[root] ?? "", "Google", "Chrome", "Application", "chrome.exe"),
    join(process.env[root] ?? "", "Microsoft", "Edge", "Application", "msedge.exe"),
  ]),
};
/** Within the folder of one download, which is laid out anew every few versions. */
const downloadedNames = new Set([
  "chrome-headless-shell",
  "chrome-headless-shell.exe",
  "headless_shell",
  "headless_shell.exe",
  "chrome",
  "chrome.exe",
  "Chromium",
  "Google Chrome for Testing",
]);

/**
 * Throws where CHROMIUM_PATH is set and does not run.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined}
 */
export function findChromium(env = process.env) {
  if (env.CHROMIUM_PATH) return checkedPath(env.CHROMIUM_PATH);
  // On Windows there is none on PATH, and asking for its version would open a window.
  const isWindows = process.platform === "win32";
  const folders = isWindows ? [] : (env.PATH ?? "").split(delimiter).filter(Boolean);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const usual = usualPlaces[process.platform] ?? [];
  return [...onPath, ...usual, ...downloads(env)].find(
    // A script may bear the name that only says what to install.
    (path) => isFile(path) && (isWindows || whyNotChromium(path) === undefined),
  );
}

/**
 * What playwright-core downloaded, the newest first.
 * @param {NodeJS.ProcessEnv} env
 */
function* downloads(env) {
  const home = env.HOME || env.USERPROFILE || homedir();
  const cache =
    env.PLAYWRIGHT_BROWSERS_PATH ||
    {
      darwin: join(home, "Library", "Caches", "ms-playwright"),
      win32: join(env.LOCALAPPDATA || join(home, "AppData", "Local"), "ms-playwright"),
    }[process.platform] ||
    join(env.XDG_CACHE_HOME || join(home, ".cache"), "ms-playwright");
  const folders = entries(cache)
    .map((name) => ({ name, build: Number(/^chromium(?:_headless_shell)?-(\d+)$/.exec(name)?.[1]) }))
    .filter(({ build }) => !Number.isNaN(build))
    .toSorted((one, other) => other.build - one.build);
  for (const { name } of folders) {
    for (const path of entries(join(cache, name), true)) {
      if (downloadedNames.has(path.split(/[\\/]/).at(-1) ?? "")) yield join(cache, name, path);
    }
  }
}

/** @param {string} path */
function checkedPath(path) {
  const why = isFile(path) ? whyNotChromium(path) : "there is no such file";
  if (why === undefined) return resolve(path);
  throw new Error(
    `CHROMIUM_PATH names ${path}, which is no browser for the tests: ${why}. Point it at the program of Chromium, Chrome or Edge, or unset it to have one found.`,
  );
}

/** @param {string} path */
function whyNotChromium(path) {
  if (process.platform === "win32") return undefined;
  const run = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 20_000 });
  const said = (run.stdout ?? "").trim();
  if (run.status === 0 && /\b(?:Chrom(?:e|ium)|Edge?)\b.* \d+\./.test(said)) return undefined;
  return `"--version" gives ${run.error?.message ?? `exit code ${run.status}, output "${said.slice(0, 120)}"`}`;
}

/**
 * @param {string} folder
 * @param {boolean} [recursive]
 */
function entries(folder, recursive = false) {
  try {
    return readdirSync(folder, { recursive, encoding: "utf8" });
  } catch {
    return [];
  }
}

/** @param {string} path */
function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
