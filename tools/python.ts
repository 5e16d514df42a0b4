/** Programs written in Python: each in a virtual environment of its own, made once, in the cache outside the checkout. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { lastWords } from "./last-words.ts";
import { cacheFolder } from "./temporal/resolve.mjs";

const run = promisify(execFile);

/** A Python that has the package, or why there is none. */
export type PythonOrReason = { readonly python: string } | { readonly missing: string };

/** A package of PyPI in the version that is wanted. */
export interface PythonPackage {
  readonly name: string;
  readonly version: string;
  /** The name of an extra, a part of the package that is only installed when asked for. */
  readonly extra?: string;
}

interface Interpreter {
  readonly command: string;
  readonly version: string;
}

/** Installs the package with pip unless the cache has it; needs Python 3.10 or newer. Never throws. */
export async function preparePythonPackage(wanted: PythonPackage): Promise<PythonOrReason> {
  const interpreter = await findInterpreter();
  if (!interpreter) return { missing: "no Python of version 3.10 or newer" };
  const { name, version } = wanted;
  const folder = join(cacheFolder(), `python-${interpreter.version}`, `${name}-${version}`);
  const python = join(folder, "bin", "python");
  if (existsSync(python)) return { python };
  try {
    await install(wanted, interpreter, folder);
    return { python };
  } catch (error) {
    return { missing: `${name} ${version} cannot be had: ${lastWords(error)}` };
  }
}

async function findInterpreter(): Promise<Interpreter | undefined> {
  const names = ["python3", "python3.13", "python3.12", "python3.11", "python3.10", "python"];
  for (const command of names) {
    try {
      const { stdout } = await run(command, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"]);
      const [major = 0, minor = 0] = stdout.trim().split(".").map(Number);
      if (major === 3 && minor >= 10) return { command, version: stdout.trim() };
    } catch {
      // Not there, or a shim without a Python behind it.
    }
  }
  return undefined;
}

/** Installs into another folder and renames it, so that an interrupted installation is never taken for a whole one. */
async function install(
  { name, version, extra }: PythonPackage,
  interpreter: Interpreter,
  folder: string,
): Promise<void> {
  process.stderr.write(`Installing ${name} ${version} for Python ${interpreter.version} into ${folder}\n`);
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}-`);
  try {
    // Without --copies a virtual environment can be moved: its python is a link.
    await run(interpreter.command, ["-m", "venv", draft]);
    const options = ["--quiet", "--no-input", "--disable-pip-version-check", "--only-binary", ":all:"];
    const requirement = `${name}${extra === undefined ? "" : `[${extra}]`}==${version}`;
    await run(join(draft, "bin", "python"), ["-m", "pip", "install", ...options, requirement], {
      timeout: 300_000,
    });
    if (!existsSync(folder)) await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
