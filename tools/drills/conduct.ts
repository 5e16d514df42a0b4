/** Conducts one drill: starts the product as processes, lets the drill happen, and judges what is there at the end. */
import { setMaxListeners } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, Connection } from "@temporalio/client";
import { createCleanup } from "../cleanup.ts";
import { startProgress } from "../run.mjs";
import { startStack } from "../stack.ts";
import { startDevServer } from "../temporal/dev-server.ts";
import { searchAttributeTypes } from "../temporal/search-attributes.ts";
import { account, type Accounting, type WorkflowAccount } from "./accounting.ts";
import { createBookings } from "./bookings.ts";
import type { Drill, DrillRun, Figure } from "./drill.ts";
import { createDynamics } from "./dynamics.ts";
import type { Invariant } from "./invariant.ts";
import { judgeRows } from "./judge-rows.ts";
import { createRandom } from "./random.ts";
import { createSender, type Ledger } from "./sender.ts";
import { createTimeline, type Timeline } from "./timeline.ts";
import { createWatch } from "./watch.ts";
import { createWorkflowReader, type WorkflowReader } from "./workflows.ts";

/** What one drill is conducted with. */
export interface ConductOptions {
  readonly size: number;
  readonly seed: number;
  /** Aborts by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Prints a line. */
  readonly tell: (words: string) => void;
}

/** What happened, and what was found. */
export interface Conducted {
  readonly drill: Drill;
  readonly size: number;
  readonly seed: number;
  readonly startedAt: Date;
  readonly seconds: number;
  readonly temporalVersion: string;
  readonly timeline: Timeline;
  readonly figures: readonly Figure[];
  readonly accounting: Accounting;
  readonly invariants: readonly Invariant[];
}

const tenant = "acme";

/** Ends all processes that it has started, however it ends. @throws Error when the product cannot be started, or on Ctrl-C */
export async function conductDrill(drill: Drill, options: ConductOptions): Promise<Conducted> {
  const { size, seed } = options;
  const isFull = size >= drill.sizes.full;
  await using cleanup = createCleanup();
  const startedAt = new Date();
  const course: { describe?: () => string } = {};
  const progress = startProgress(() => `${drill.name}: ${course.describe?.() ?? "starting"}`);
  cleanup.defer(() => progress.stop());

  const folder = mkdtempSync(join(tmpdir(), "coconut-drill-"));
  cleanup.defer(() => rmSync(folder, { recursive: true, force: true }));
  const temporalOptions = {
    searchAttributes: searchAttributeTypes,
    ...(drill.isTemporalKilled && { dbFilename: join(folder, "temporal.db") }),
  };
  let server = await startDevServer(temporalOptions);
  // Nothing of it is kept.
  cleanup.defer(() => server.kill());
  const place = { address: server.address, namespace: "default" };
  const port = Number(server.address.split(":")[1]);
  const stack = cleanup.use(
    await startStack({
      temporal: place,
      tenant,
      servers: 2,
      workers: 2,
      from: "dist",
      dynamicsFile: join(folder, "dynamics.jsonl"),
      env: { ...drill.env },
    }),
  );
  const programs = [...stack.servers, ...stack.workers, stack.standIns];
  cleanup.defer(() => Promise.all(programs.map((program) => program.kill())));
  const connection = await Connection.connect({
    address: place.address,
    connectTimeout: "30 seconds",
    // A call that is tried again after the connection was closed would end this process.
    interceptors: [],
    // A page of a history with large payloads.
    channelArgs: { "grpc.max_receive_message_length": 128 * 1024 * 1024 },
  });
  cleanup.defer(() => connection.close());
  const workflows = createWorkflowReader(new Client({ connection, namespace: place.namespace }), tenant);

  const end = new AbortController();
  const signal = AbortSignal.any([options.signal, end.signal]);
  // Every request under way listens.
  setMaxListeners(0, signal);
  const limitMinutes = isFull ? drill.limitMinutes.full : drill.limitMinutes.small;
  const limit = setTimeout(() => end.abort(), limitMinutes * 60_000);
  cleanup.defer(() => clearTimeout(limit));

  const figures: Figure[] = [];
  const invariants: Invariant[] = [];
  const dynamics = createDynamics(stack.dataverseUrl);
  const before = await dynamics.allRows();
  const random = createRandom(seed);
  const bookings = createBookings(random, startedAt);
  const sender = createSender({
    servers: stack.servers.map(({ url }) => url),
    secret: stack.webhookSecret,
    signal,
  });
  const timeline = createTimeline((fault) => {
    options.tell(`${Math.round(timeline.elapsedMs() / 1000)} s  ${fault}`);
  });
  const watch = cleanup.use(createWatch({ dynamics, bookings, ledger: sender.ledger, timeline, signal }));
  course.describe = () => {
    const { received, written } = watch.counts;
    const others = [...sender.ledger.answers].filter(([answer]) => answer !== "202");
    return [
      `${received} received`,
      ...others.map(([answer, times]) => `${times} × ${answer}`),
      `${written} written`,
    ].join(", ");
  };

  const run: DrillRun = {
    size,
    isFull,
    random,
    bookings,
    sender,
    stack,
    temporal: {
      kill: () => server.kill(),
      async start() {
        server = await startDevServer({ ...temporalOptions, port });
      },
    },
    dynamics,
    workflows,
    timeline,
    watch,
    signal,
    figure: (name, value) => void figures.push({ name, value: String(value) }),
    judge: (invariant) => void invariants.push(invariant),
    untilWritten: (timeoutMs) =>
      watch.untilShown(watch.received(), isFull ? timeoutMs : Math.min(timeoutMs, smallTimeoutMs)),
  };
  await drill.play(run);
  options.signal.throwIfAborted();
  if (end.signal.aborted) {
    const wrong = [`it took longer than ${limitMinutes} minutes and was ended`];
    invariants.push({ name: "the drill came to its end", checked: 1, wrong });
  }
  const accounts = await untilQuiet(workflows, sender.ledger);
  await watch.finish();
  const accounting = account(sender.ledger, accounts);
  const now = await dynamics.allRows();
  const [cores, load] = [availableParallelism(), loadavg()[0] ?? 0];
  return {
    drill,
    size,
    seed,
    startedAt,
    seconds: timeline.elapsedMs() / 1000,
    temporalVersion: await versionOf(connection),
    timeline,
    figures: [
      ...commonFigures(sender.ledger, watch.traffic),
      ...figures,
      { name: "machine", value: `${cores} cores, load at the end ${load.toFixed(1)}` },
    ],
    accounting,
    invariants: [
      ...accounting.invariants,
      ...judgeRows({ before, now, appointments: bookings.appointments }),
      ...invariants,
    ],
  };
}

/** At small size what is not written by then never will be. */
const smallTimeoutMs = 45_000;
const quietTimeoutMs = 30_000;

/** Reads the Workflows, again while some are at work or Temporal does not list all of them yet. */
async function untilQuiet(workflows: WorkflowReader, ledger: Ledger): Promise<WorkflowAccount[]> {
  const ids = new Set([...ledger.taken.values()].map(({ appointmentId }) => appointmentId));
  for (const giveUpAt = Date.now() + quietTimeoutMs; ; await sleep(500)) {
    const accounts = await workflows.readAccounts(ledger);
    const isQuiet = accounts.length >= ids.size && accounts.every(isAtRest);
    if (isQuiet || Date.now() > giveUpAt) return accounts;
  }
}

function isAtRest({ states, unreadable }: WorkflowAccount): boolean {
  return (
    unreadable === undefined &&
    states.every(
      ({ syncState, events }) =>
        syncState !== "Syncing" && events.every(({ outcome }) => outcome !== "pending"),
    )
  );
}

function commonFigures(ledger: Ledger, traffic: DrillRun["watch"]["traffic"]): Figure[] {
  return [
    { name: "deliveries, by answer", value: formatCounts(ledger.answers) },
    {
      name: "requests to Dynamics, by answer",
      value: `${traffic.total()}: ${formatCounts(traffic.answers)}`,
    },
    { name: "most requests to Dynamics in one second", value: String(traffic.peakPerSecond()) },
  ];
}

/** `12 × 202, 3 × 503` */
function formatCounts(answers: ReadonlyMap<string, number>): string {
  const counts = [...answers].toSorted(([a], [b]) => a.localeCompare(b));
  return counts.map(([answer, times]) => `${times} × ${answer}`).join(", ") || "none";
}

async function versionOf(connection: Connection): Promise<string> {
  const { serverVersion } = await connection.workflowService.getSystemInfo({});
  return serverVersion ?? "unknown";
}
