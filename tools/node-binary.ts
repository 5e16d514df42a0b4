/** Another version of Node than the one that runs; npm's package `node` brings its program. */
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "./temporal/resolve.mjs";
import { runWithProgress } from "./run.mjs";

/** The version in `.nvmrc`, which the image ships. */
export function shippedNodeVersion(): string {
  return readFileSync(fileURLToPath(new URL("../.nvmrc", import.meta.url)), "utf8").trim();
}

/**
 * The folder with the program `node` of that version, `22.22.2`; installed into the cache where it is missing.
 * Throws with npm's last words where it cannot be had.
 */
export async function getNodeFolder(version: string, signal: AbortSignal): Promise<string> {
  const cache = cacheFolder();
  const place = join(cache, `node-${version}`);
  const folder = join(place, "node_modules", "node", "bin");
  if (existsSync(join(folder, "node"))) return folder;
  await mkdir(cache, { recursive: true });
  // Into another folder, renamed when done, so that an interrupted installation is never taken for a whole one.
  const draft = await mkdtemp(join(cache, "tmp-"));
  try {
    const options = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
    const run = await runWithProgress({
      command: "npm",
      // Its own script fetches the program for this platform.
      args: ["install", "--prefix", draft, ...options, "--ignore-scripts=false", `node@${version}`],
      signal,
      describe: () => `getting Node ${version}`,
    });
    if (!run.ok) {
      throw new Error(`Node ${version} cannot be had: npm install ${run.why}.\n${run.lines.join("\n")}`);
    }
    if (!existsSync(folder)) await rename(draft, place);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}
