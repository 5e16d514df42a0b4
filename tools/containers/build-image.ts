import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { runWithProgress } from "../run.mjs";
import type { Engine } from "./engine.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const certificates = "/etc/ssl/certs/ca-certificates.crt";

/** Builds the product's image from the Dockerfile. Throws with the last lines that the builder wrote. */
export async function buildImage(engine: Engine, tag: string, signal: AbortSignal): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "build-image-"));
  try {
    const build = await runWithProgress({
      command: engine.command,
      args: ["build", "--tag", tag, ...(await buildOptions(engine, folder)), "."],
      cwd: root,
      env: { ...process.env, ...engine.env },
      signal,
      describe: () => `building the image with ${engine.name}`,
    });
    if (!build.ok) throw new Error(`The image could not be built: ${build.why}.\n${build.lines.join("\n")}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function buildOptions({ command, isNested, base }: Engine, folder: string): Promise<string[]> {
  if (command === "docker") return [];
  return [
    "--pull=never",
    // No image of a single step is kept on this machine.
    "--layers=false",
    ...(isNested ? ["--isolation", "chroot"] : []),
    // Where no image could be fetched, packages come by this machine's network and npm settings.
    ...(base.isMadeHere ? ["--network", "host", ...(await mountNpmSettings(folder))] : []),
  ];
}

/** This machine's npm settings, mounted during the build only, so that none stays in the image. */
async function mountNpmSettings(folder: string): Promise<string[]> {
  const npm = async (setting: string) =>
    (await promisify(execFile)("npm", ["config", "get", setting], { cwd: folder })).stdout.trim();
  const files = [await npm("globalconfig"), await npm("userconfig")].filter((path) => existsSync(path));
  const lines = (await Promise.all(files.map((path) => readFile(path, "utf8")))).join("\n").split("\n");
  const kept = lines.filter((line) => !/^\s*(cafile|prefix|cache|nodedir|registry)\s*=/.test(line));
  const settings = [...kept, `registry=${await npm("registry")}`];
  const mounts: [from: string, to: string][] = [[join(folder, "npmrc"), "/root/.npmrc"]];
  if (existsSync(certificates)) {
    settings.push("cafile=/run/certificates-of-the-host.crt");
    mounts.push([certificates, "/run/certificates-of-the-host.crt"]);
  }
  await writeFile(join(folder, "npmrc"), settings.join("\n"));
  return mounts.flatMap(([from, to]) => ["--volume", `${from}:${to}:ro`]);
}
