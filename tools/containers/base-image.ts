/** The image that the Dockerfile begins with: on this machine, fetched, or made here where no image can be fetched. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { installDebianPackages, thisMachine } from "../debian/packages.mjs";
import { getNodeFolder } from "../node-binary.ts";
import { runWithProgress } from "../run.mjs";

/** An image that the engine has, by the name that the engine knows. */
export interface BaseImage {
  readonly name: string;
  readonly isMadeHere: boolean;
}

type Ask = (...args: readonly string[]) => Promise<string>;

/** Finds, fetches or makes the image; answers why there is none otherwise. Only podman's is made here. */
export async function provideBaseImage(
  command: "docker" | "podman",
  ask: Ask,
  image: string,
  signal: AbortSignal,
): Promise<BaseImage | string> {
  // A name that no registry has, so that an image made here is never taken for the published one.
  const madeHere = { name: `localhost/${image}`, isMadeHere: true };
  if (command === "podman" && (await isThere(ask, madeHere.name))) return madeHere;
  if (await isThere(ask, image)) return { name: image, isMadeHere: false };
  const describe = () => `fetching the image ${image}`;
  const pull = await runWithProgress({ command, args: ["pull", "--quiet", image], signal, describe });
  if (pull.ok) return { name: image, isMadeHere: false };
  const notFetched = `${image} cannot be fetched (${pull.lines.at(-1) ?? pull.why})`;
  if (command === "docker") return notFetched;
  const problem = await makeBaseImage(ask, madeHere.name, image, signal);
  return problem === undefined ? madeHere : `${notFetched} nor made: ${problem}`;
}

async function isThere(ask: Ask, image: string): Promise<boolean> {
  return ask("image", "inspect", image).then(
    () => true,
    () => false,
  );
}

/** Makes it of Debian by mmdebstrap, Node of npm's package `node`, and this machine's npm. Answers why it could not. */
async function makeBaseImage(
  ask: Ask,
  name: string,
  image: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const [, version = "", suite = ""] = /^node:([\d.]+)-(\w+)-slim$/.exec(image) ?? [];
  if (version === "") return `only node:VERSION-SUITE-slim can be made, and not ${image}`;
  const machine = thisMachine();
  const step = { what: "installing Debian's mmdebstrap", signal, machine };
  const problem = await installDebianPackages(["mmdebstrap"], step);
  if (problem !== undefined) return problem;

  const node = await getNodeFolder(version, signal);
  const { stdout: globalModules } = await promisify(execFile)("npm", ["root", "--global"]);
  const folder = await mkdtemp(join(tmpdir(), "base-image-"));
  try {
    const archive = join(folder, "root.tar");
    const { stdout: acquire } = await promisify(execFile)("apt-config", ["dump", "Acquire"]);
    const aptOptions = join(folder, "apt.conf");
    await writeFile(aptOptions, acquire);
    const hooks = [
      `chroot "$1" groupadd --gid 1000 node`,
      `chroot "$1" useradd --uid 1000 --gid node --create-home node`,
      `mkdir -p "$1/usr/local/lib/node_modules"`,
      `copy-in ${join(node, "node")} /usr/local/bin`,
      `copy-in ${join(globalModules.trim(), "npm")} /usr/local/lib/node_modules`,
      ...["npm", "npx"].map(
        (tool) => `ln -s ../lib/node_modules/npm/bin/${tool}-cli.js "$1/usr/local/bin/${tool}"`,
      ),
    ];
    const made = await runWithProgress({
      command: "mmdebstrap",
      args: [
        "--variant=minbase",
        "--include=ca-certificates",
        `--aptopt=${aptOptions}`,
        ...hooks.map((hook) => `--customize-hook=${hook}`),
        suite,
        archive,
        ...(machine.osRelease.includes(`VERSION_CODENAME=${suite}\n`) ? aptSources() : []),
      ],
      signal,
      describe: () => `making a base image of Debian ${suite} and Node ${version}`,
    });
    if (!made.ok) return `mmdebstrap ${made.why}: ${made.lines.at(-1)}`;
    const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    await ask("import", "--change", `ENV PATH=${path}`, "--change", 'CMD ["node"]', archive, name);
    return undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where this machine gets Debian's packages. */
function aptSources(): string[] {
  return ["/etc/apt/sources.list", "/etc/apt/sources.list.d/debian.sources"].filter((path) =>
    existsSync(path),
  );
}
