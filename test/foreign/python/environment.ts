import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const sdk = "PowerPlatform-Dataverse-Client";
const version = "1.1.0";

/** A Python that has the SDK, or why there is none. */
type PythonOrReason = { readonly python: string } | { readonly missing: string };

interface Interpreter {
  readonly command: string;
  readonly version: string;
}

/** Makes a virtual environment with the SDK once, in a cache outside the checkout. */
export async function preparePython(): Promise<PythonOrReason> {
  const interpreter = await findInterpreter();
  if (!interpreter) return { missing: "no Python of version 3.10 or newer" };
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const folder = join(cache, "coconut-dynamics", `python-${interpreter.version}`, `${sdk}-${version}`);
  const python = join(folder, "bin", "python");
  if (existsSync(python)) return { python };
  try {
    await install(interpreter, folder);
    return { python };
  } catch (error) {
    return { missing: `${sdk} ${version} cannot be had: ${lastLine(error)}` };
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

/** Beside its place first, so that an interrupted installation is never taken for a whole one. */
async function install(interpreter: Interpreter, folder: string): Promise<void> {
  process.stderr.write(`Installing ${sdk} ${version} for Python ${interpreter.version} into ${folder}\n`);
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}-`);
  try {
    // Without --copies a virtual environment can be moved: its python is a link.
    await run(interpreter.command, ["-m", "venv", draft]);
    const options = ["--quiet", "--no-input", "--disable-pip-version-check", "--only-binary", ":all:"];
    await run(
      join(draft, "bin", "python"),
      ["-m", "pip", "install", ...options, `${sdk}[async]==${version}`],
      {
        timeout: 300_000,
      },
    );
    if (!existsSync(folder)) await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function lastLine(error: unknown): string {
  const text = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
  return text.trim().split("\n").at(-1) ?? "";
}
