/** The container engine of this machine: one that is there, or Debian's podman, which root may install. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { installDebianPackages, thisMachine } from "../debian/packages.mjs";
import { withoutOurSettings } from "../environment.ts";
import { lastWords } from "../last-words.ts";
import { preparePythonPackage } from "../python.ts";
import { type BaseImage, provideBaseImage } from "./base-image.ts";

/** An engine that runs the image. Plain data, so that it can be passed from one process to another. */
export interface Engine {
  readonly command: "docker" | "podman";
  /** For people: `podman 4.3.1`. */
  readonly name: string;
  /** Variables that the engine needs beside this process's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether it runs inside a container itself, where it can isolate its containers in fewer ways. */
  readonly isNested: boolean;
  readonly base: BaseImage;
  /** The program that reads docker-compose.yml, and its first arguments. */
  readonly compose: readonly [program: string, ...args: readonly string[]];
}

/** An engine, or why there is none. */
export type EngineOrReason = Engine | { readonly missing: string };

type Candidate = Pick<Engine, "command" | "env" | "isNested">;

const nestedConfiguration = fileURLToPath(new URL("containers.conf", import.meta.url));
const candidates: readonly Candidate[] = [
  { command: "docker", env: {}, isNested: false },
  { command: "podman", env: {}, isNested: false },
  { command: "podman", env: { CONTAINERS_CONF: nestedConfiguration }, isNested: true },
];
// Without init (catatonit) a container's first process gets no SIGTERM.
const packages = ["podman", "runc", "catatonit"];
const podmanCompose = { name: "podman-compose", version: "1.6.0" };
const maxOutputBytes = 64_000_000;

/**
 * Finds the first engine that gets the base image, runs it, and has a Compose.
 * @param image what the Dockerfile asks for: `node:22.22.2-bookworm-slim`
 */
export async function findEngine(image: string, signal: AbortSignal): Promise<EngineOrReason> {
  const tried: string[] = [];
  if (process.platform !== "linux") return { missing: "containers share the host's network on Linux only" };
  for (const candidate of candidates) {
    const found = await tryEngine(candidate, image, signal).catch((error: unknown) => lastWords(error));
    if (typeof found !== "string") return found;
    tried.push(`${candidate.command}${candidate.isNested ? " in a sandbox" : ""}: ${found}`);
  }
  return { missing: tried.join("; ") };
}

async function tryEngine(candidate: Candidate, image: string, signal: AbortSignal): Promise<Engine | string> {
  const { command } = candidate;
  const ask = (...args: readonly string[]) => askEngine(candidate, args);
  if (!(await isThere(command))) {
    if (command === "docker") return "not installed";
    const step = { what: "installing Debian's podman", signal, machine: thisMachine() };
    const problem = await installDebianPackages(packages, step);
    if (problem !== undefined) return `not installed, and ${problem}`;
  }
  const version = (await ask("version", "--format", "{{.Client.Version}}")).trim();
  // Docker's client is often there without its daemon.
  await ask("info");
  const base = await provideBaseImage(command, ask, image, signal);
  if (typeof base === "string") return base;
  await ask("run", "--rm", "--network", "host", base.name, "node", "--version");
  const compose = command === "docker" ? await dockerCompose(ask) : await composeForPodman();
  if ("missing" in compose) return compose.missing;
  return { ...candidate, name: `${command} ${version}`, base, compose: compose.run };
}

async function isThere(command: string): Promise<boolean> {
  return promisify(execFile)(command, ["--version"]).then(
    () => true,
    () => false,
  );
}

type ComposeOrReason = { readonly run: Engine["compose"] } | { readonly missing: string };

async function dockerCompose(ask: (...args: string[]) => Promise<string>): Promise<ComposeOrReason> {
  await ask("compose", "version");
  return { run: ["docker", "compose"] };
}

async function composeForPodman(): Promise<ComposeOrReason> {
  const prepared = await preparePythonPackage(podmanCompose);
  if ("missing" in prepared) return prepared;
  return { run: [prepared.python, "-m", "podman_compose", "--in-pod", "false"] };
}

/** Runs a command of the engine; answers its stdout. Throws Node's error, which has stdout and stderr. */
export async function askEngine(
  { command, env }: Pick<Engine, "command" | "env">,
  args: readonly string[],
): Promise<string> {
  return run(command, args, { env });
}

/**
 * Runs a command of Compose; answers its stdout. Throws Node's error, which has stdout and stderr.
 * @param cwd the folder with docker-compose.yml, its override and its .env
 */
export async function askCompose(
  { compose, env }: Engine,
  args: readonly string[],
  cwd: string,
): Promise<string> {
  const [program, ...first] = compose;
  return run(program, [...first, ...args], { env, cwd });
}

async function run(
  program: string,
  args: readonly string[],
  { env, cwd }: { readonly env: Readonly<Record<string, string>>; readonly cwd?: string },
): Promise<string> {
  const options = { cwd, env: { ...withoutOurSettings(), ...env }, maxBuffer: maxOutputBytes };
  const { stdout } = await promisify(execFile)(program, [...args], options);
  return stdout;
}
