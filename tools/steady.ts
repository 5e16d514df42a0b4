/** `npm run test:steady`: the tests several times, in orders drawn anew, beside other work; lists what was not green. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { getNodeFolder } from "./node-binary.ts";
import { runWithProgress } from "./run.mjs";

const usage = `Usage: npm run test:steady -- [options] [part of a test file's path …]

Runs the tests several times, each time in an order of its own, beside busy loops,
and lists what was not green. Exit code 0 if every test was green every time, else 1.

  --runs <number>     how often (5)
  --busy <number>     busy loops beside each run (2)
  --seed <number>     of the first run's order; each further run adds 1 (drawn)
  --node <version>    runs on another Node, got by npm: --node 22.22.2
  --report <file>     of the last run, in JSON
  --project <name>    of vitest.config.ts; several times for several
`;

const root = fileURLToPath(new URL("..", import.meta.url));

interface Wanted {
  readonly runs: number;
  readonly busy: number;
  readonly seed: number;
  readonly node: string | undefined;
  readonly report: string | undefined;
  readonly projects: readonly string[];
  readonly files: readonly string[];
}

/** The part of vitest's JSON report that is looked at. */
interface Report {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

/** One thing that was not green: a test, or a file that could not be run. */
interface Unsteady {
  readonly what: string;
  readonly why: string;
}

function readArguments(): Wanted {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runs: { type: "string", default: "5" },
      busy: { type: "string", default: "2" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      node: { type: "string" },
      report: { type: "string" },
      project: { type: "string", multiple: true, default: [] },
    },
  });
  const count = (name: "runs" | "busy" | "seed", least: number) => {
    const number = Number(values[name]);
    if (Number.isSafeInteger(number) && number >= least) return number;
    throw new Error(`--${name} must be a whole number from ${least} on, and is "${values[name]}"`);
  };
  return {
    runs: count("runs", 1),
    busy: count("busy", 0),
    seed: count("seed", 0),
    node: values.node,
    report: values.report,
    projects: values.project,
    files: positionals,
  };
}

/** Takes a core as long as this process lives, and not longer. */
function startBusyLoop(): ChildProcess {
  const script = `
    const { ppid } = process;
    for (;;) {
      const until = Date.now() + 1000;
      while (Date.now() < until);
      if (process.ppid !== ppid) process.exit();
    }`;
  return spawn(process.execPath, ["-e", script], { stdio: "ignore" });
}

async function runOnce(
  wanted: Wanted,
  seed: number,
  signal: AbortSignal,
  title: string,
): Promise<Unsteady[]> {
  const folder = mkdtempSync(join(tmpdir(), "steady-"));
  const reportPath = wanted.report ?? join(folder, "report.json");
  const nodeFolder = wanted.node === undefined ? undefined : await getNodeFolder(wanted.node, signal);
  const busy = Array.from({ length: wanted.busy }, startBusyLoop);
  let done = 0;
  try {
    rmSync(reportPath, { force: true });
    const run = await runWithProgress({
      command: nodeFolder === undefined ? process.execPath : join(nodeFolder, "node"),
      args: [
        join(root, "node_modules/vitest/vitest.mjs"),
        "run",
        `--sequence.seed=${seed}`,
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${reportPath}`,
        ...wanted.projects.map((name) => `--project=${name}`),
        ...wanted.files,
      ],
      cwd: root,
      env: {
        ...process.env,
        // Programs that the tests start find the same Node.
        PATH: [nodeFolder, process.env["PATH"]].filter(Boolean).join(delimiter),
        NO_COLOR: "1",
      },
      signal,
      describe: () => `${title}: ${done} files done`,
      onLine: (line) => void (done += / (?:✓|❯|×) /u.test(line) && /\.test\.tsx? /u.test(line) ? 1 : 0),
    });
    if (signal.aborted) return [];
    const report = existsSync(reportPath)
      ? (JSON.parse(readFileSync(reportPath, "utf8")) as Report)
      : undefined;
    if (report === undefined) return [{ what: "the run itself", why: [run.why, ...run.lines].join("\n") }];
    const counts = `${report.numPassedTests} passed, ${report.numFailedTests} failed, ${report.numPendingTests} skipped`;
    process.stdout.write(`${title}: ${counts}\n`);
    const found = unsteadyIn(report);
    // An error outside of any test makes a run red that has no red test.
    if (found.length === 0 && !run.ok) found.push({ what: "the run itself", why: run.lines.join("\n") });
    return found;
  } finally {
    for (const loop of busy) {
      const ended = once(loop, "exit");
      loop.kill("SIGKILL");
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

function unsteadyIn({ testResults }: Report): Unsteady[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0 && status === "failed") return [{ what: file, why: message }];
    return failed.map(({ fullName, failureMessages }) => ({
      what: `${file}: ${fullName}`,
      why: failureMessages?.[0] ?? "",
    }));
  });
}

const indent = (text: string) =>
  text
    .split("\n")
    .filter((line) => !line.includes("node_modules"))
    .slice(0, 12)
    .map((line) => `    ${line}`)
    .join("\n");

async function main(): Promise<void> {
  const interruption = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => interruption.abort());
  const wanted = readArguments();
  const found = new Map<string, number[]>();
  for (let run = 0; run < wanted.runs && !interruption.signal.aborted; run += 1) {
    const seed = wanted.seed + run;
    const title = `run ${run + 1} of ${wanted.runs}, seed ${seed}, ${wanted.busy} busy loops`;
    for (const { what, why } of await runOnce(wanted, seed, interruption.signal, title)) {
      process.stdout.write(`  not green: ${what}\n${indent(why)}\n`);
      found.set(what, [...(found.get(what) ?? []), seed]);
    }
  }
  if (interruption.signal.aborted) {
    process.exitCode = 130;
  } else if (found.size === 0) {
    process.stdout.write(
      `Every test was green in ${wanted.runs === 1 ? "the run" : `all ${wanted.runs} runs`}.\n`,
    );
  } else {
    process.exitCode = 1;
    process.stdout.write("\nNot green:\n");
    for (const [what, seeds] of found) process.stdout.write(`  ${what} (seeds ${seeds.join(", ")})\n`);
    process.stdout.write("To see one again: npm run test:steady -- --runs 1 --seed <its seed>\n");
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
}
