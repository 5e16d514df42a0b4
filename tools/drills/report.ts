/** The report of a drill: Markdown for people, with a picture beside it, and the same as JSON for programs. */
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import temporalClient from "@temporalio/client/package.json" with { type: "json" };
import product from "../../package.json" with { type: "json" };
import { drawChart } from "./chart.ts";
import type { Conducted } from "./conduct.ts";
import { holds, type Invariant } from "./invariant.ts";

/** What was found, in one word. */
export type Verdict = "PASS" | "FAIL";

/** PASS when every invariant holds; one that could not be judged is named in the report and is no failure. */
export function verdictOf({ invariants }: Pick<Conducted, "invariants">): Verdict {
  return invariants.every(holds) ? "PASS" : "FAIL";
}

/** The first lines of what broke each invariant, and how many there are. */
export function failuresOf({ invariants }: Pick<Conducted, "invariants">): string[] {
  return invariants.filter((one) => !holds(one)).map((one) => `${one.name}: ${summarize(one)}`);
}

const mostShown = 20;

function summarize({ wrong }: Invariant): string {
  const [first = "", ...others] = wrong;
  return others.length === 0 ? first : `${first}, and ${others.length} more`;
}

/** Writes `path` (ending in .md), and beside it the picture and the JSON. */
export function writeReport(path: string, conducted: Conducted): void {
  mkdirSync(dirname(path), { recursive: true });
  const bare = path.replace(/\.md$/, "");
  writeFileSync(
    `${bare}.svg`,
    drawChart(titleOf(conducted), conducted.timeline, Math.max(1, conducted.seconds * 1000)),
  );
  writeFileSync(path, formatReport(conducted, `${basename(bare)}.svg`));
  writeFileSync(`${bare}.json`, `${JSON.stringify(asJson(conducted), undefined, 2)}\n`);
}

/** The sums of the accounting as one line, as the screen and the report have it. */
export function formatBalance({ accounting }: Pick<Conducted, "accounting">): string {
  const { received, balance } = accounting;
  const terms = Object.entries(balance).filter(([, number]) => number > 0);
  return `${received} received = ${terms.map(([name, number]) => `${number} ${name}`).join(" + ") || "0"}`;
}

function titleOf({ drill, size, startedAt }: Conducted): string {
  return `Drill ${drill.name}, ${size} ${drill.unit}, ${startedAt.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function formatReport(conducted: Conducted, picture: string): string {
  const { drill, seed, size, seconds, timeline, figures, accounting, invariants } = conducted;
  const about = [
    ["coconut-dynamics", `${product.version}, as \`npm run build\` makes it; two servers, two workers`],
    ["Temporal", `server ${conducted.temporalVersion}, SDK ${temporalClient.version}`],
    ["Node", `${process.version}, ${process.platform} ${process.arch}`],
    ["Dynamics", "the stand-in of this repository, with the privileges that the product needs and no more"],
    ["size", `${size} ${drill.unit}`],
    [
      "seed",
      `${seed}: \`npm run drill -- ${drill.name} --size ${size} --seed ${seed}\` draws the same again`,
    ],
    ["started", conducted.startedAt.toISOString()],
    ["lasted", `${seconds.toFixed(0)} s`],
  ];
  return `# ${titleOf(conducted)}: ${verdictOf(conducted)}

${drill.story}

${table(["", ""], about)}

![Events received and events written to Dynamics over time, faults marked in red](${picture})

## What was done to it

${table(
  ["", "from", "until", "what"],
  timeline.faults.map(({ name, fromMs, toMs }, at) => [
    String(at + 1),
    formatSeconds(fromMs / 1000),
    toMs === undefined ? "at once" : formatSeconds(toMs / 1000),
    name,
  ]),
)}

## Figures

${table(
  ["figure", "value"],
  figures.map(({ name, value }) => [name, value]),
)}

## Accounting

Every event that was answered 202, once, by what the Workflows say became of it:

${table(
  ["", "events"],
  [
    ["received (answered 202)", String(accounting.received)],
    ...Object.entries(accounting.balance).map(([name, number]) => [name, String(number)]),
    ["sum", String(Object.values(accounting.balance).reduce((sum, number) => sum + number, 0))],
    ["second deliveries sent (answered 202 again)", String(accounting.again)],
    ["second deliveries known to the Workflows", String(accounting.againKnown)],
  ],
)}

## Invariants

${table(
  ["invariant", "checked", "broken", "verdict"],
  invariants.map((one) => [one.name, String(one.checked), String(one.wrong.length), wordFor(one)]),
)}

${invariants.flatMap(formatWrong).join("\n") || "Nothing is wrong."}

**${verdictOf(conducted)}**
`;
}

function wordFor(invariant: Invariant): string {
  if (!holds(invariant)) return "FAIL";
  return invariant.notJudged === undefined ? "holds" : `not judged: ${invariant.notJudged}`;
}

function formatWrong(invariant: Invariant): string[] {
  const { name, wrong } = invariant;
  if (holds(invariant)) return [];
  const more = wrong.length > mostShown ? [`- … and ${wrong.length - mostShown} more`] : [];
  return [`### ${name}`, "", ...wrong.slice(0, mostShown).map((one) => `- ${one}`), ...more, ""];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}

function asJson(conducted: Conducted): object {
  const { drill, size, seed, startedAt, seconds, timeline, figures, accounting, invariants } = conducted;
  return {
    drill: drill.name,
    verdict: verdictOf(conducted),
    size,
    seed,
    startedAt,
    seconds,
    versions: {
      product: product.version,
      node: process.version,
      temporal: conducted.temporalVersion,
      sdk: temporalClient.version,
    },
    faults: timeline.faults,
    samples: timeline.samples,
    figures,
    received: accounting.received,
    balance: accounting.balance,
    secondDeliveries: { sent: accounting.again, known: accounting.againKnown },
    invariants: invariants.map((one) => ({
      ...one,
      wrong: one.wrong.slice(0, mostShown),
      broken: one.wrong.length,
    })),
  };
}

/** A length of time for the report; undefined where it never came so far. */
export function formatSeconds(seconds: number | undefined): string {
  return seconds === undefined ? "never" : `${seconds.toFixed(1)} s`;
}
