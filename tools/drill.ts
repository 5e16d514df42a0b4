/** `npm run drill`: harm is done to the running product, and every row and every event is accounted for afterwards. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readScreen, wrap } from "./demo/screen.ts";
import { drills } from "./drills/all.ts";
import { conductDrill } from "./drills/conduct.ts";
import type { Drill } from "./drills/drill.ts";
import { failuresOf, formatBalance, verdictOf, writeReport } from "./drills/report.ts";
import { runWithProgress } from "./run.mjs";

const names = drills.map(({ name }) => name).join(" | ");
const usage = `Usage: npm run drill -- <drill> [<drill> …]
       [--size small|full|<number>] [--seed <number>] [--report <file>]

Starts Temporal, two servers, two workers and the stand-ins on free ports of
this machine, does harm to them, and checks every event and row afterwards.
Exit code 0 if everything held, else 1. docs/proof.md says what is proved.

  <drill>  ${names}
           all: one after the other

  --size <size>    small (default) takes half a minute, full up to an hour
  --seed <number>  repeats what was drawn by chance (drawn)
  --report <file>  of one drill, ending in .md; a picture and JSON stand beside
                   it. Default: drill-report/<drill>-<date>.md
  --built          takes dist/ as it is, instead of building it first
`;

const root = fileURLToPath(new URL("..", import.meta.url));
const screen = readScreen(process.stdout, process.env);

class UsageError extends Error {}

interface Wanted {
  readonly drills: readonly Drill[];
  readonly size: string;
  readonly seed: number;
  readonly report: string | undefined;
  readonly isBuilt: boolean;
}

function readArguments(): Wanted | "help" {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      size: { type: "string", default: "small" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      report: { type: "string" },
      built: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const wanted = positionals.flatMap((name) => {
    const found = name === "all" ? drills : drills.filter((drill) => drill.name === name);
    if (found.length === 0) throw new UsageError(`There is no drill "${name}": there are ${names}, and all`);
    return found;
  });
  if (wanted.length === 0) throw new UsageError("Name a drill, or all");
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new UsageError(`--seed must be a whole number, and is "${values.seed}"`);
  if (values.report !== undefined && wanted.length > 1)
    throw new UsageError("--report is the file of one drill");
  if (values.report !== undefined && !values.report.endsWith(".md"))
    throw new UsageError("--report must end in .md");
  for (const drill of wanted) sizeOf(drill, values.size);
  return { drills: wanted, size: values.size, seed, report: values.report, isBuilt: values.built };
}

function sizeOf({ sizes }: Drill, size: string): number {
  if (size === "small" || size === "full") return sizes[size];
  const number = Number(size);
  if (Number.isSafeInteger(number) && number >= 1 && number <= 100_000) return number;
  throw new UsageError(`--size must be small, full or a number from 1 to 100000, and is "${size}"`);
}

async function build(signal: AbortSignal): Promise<void> {
  const built = await runWithProgress({
    command: process.execPath,
    args: ["--import", "tsx", join(root, "tools/build.ts")],
    cwd: root,
    signal,
    describe: () => "building the product",
  });
  if (!built.ok) throw new Error(`The product could not be built: ${built.why}\n${built.lines.join("\n")}`);
}

function print(words = ""): void {
  process.stdout.write(`${words}\n`);
}

/** On a terminal the line of progress is cleared first, which stderr draws again. */
function tell(words: string): void {
  if (process.stderr.isTTY) process.stderr.write("\r\u001B[2K");
  print(wrap(screen, words, "  "));
}

async function main(): Promise<number> {
  const wanted = readArguments();
  if (wanted === "help") {
    process.stdout.write(usage);
    return 0;
  }
  const interruption = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => interruption.abort());
  const { signal } = interruption;
  if (!wanted.isBuilt) await build(signal);
  let failed = 0;
  for (const drill of wanted.drills) {
    if (signal.aborted) break;
    const size = sizeOf(drill, wanted.size);
    print(`${drill.name}: ${size} ${drill.unit}, seed ${wanted.seed}`);
    try {
      const conducted = await conductDrill(drill, { size, seed: wanted.seed, signal, tell });
      const date = conducted.startedAt.toISOString().slice(0, 19).replaceAll(":", "");
      const path = wanted.report ?? join("drill-report", `${drill.name}-${date}.md`);
      writeReport(path, conducted);
      tell(formatBalance(conducted));
      for (const failure of failuresOf(conducted)) tell(`✗ ${failure}`);
      for (const { name, notJudged } of conducted.invariants)
        if (notJudged !== undefined) tell(`not judged: ${name}: ${notJudged}`);
      print(`  ${verdictOf(conducted)} in ${conducted.seconds.toFixed(0)} s, ${path}\n`);
      if (verdictOf(conducted) === "FAIL") failed += 1;
    } catch (error) {
      if (signal.aborted) break;
      failed += 1;
      tell(`${drill.name} could not be conducted: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (signal.aborted) return 130;
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage =
    error instanceof UsageError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS") === true;
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}\n${isUsage ? `\n${usage}` : ""}`,
  );
  process.exitCode = isUsage ? 2 : 1;
}
