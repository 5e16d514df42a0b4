/** The product and its stand-ins as processes of their own, for the demo and for tests that kill some. */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Cleanup, createCleanup } from "./cleanup.ts";
import { withoutOurSettings } from "./environment.ts";
import { freePorts } from "./free-ports.ts";
import { readReport, type SandboxReport } from "./sandbox-report.ts";
import { type ServerProcess, startServerProcess } from "./server-process.ts";

/** What the processes are started with. */
export interface StackOptions {
  readonly temporal: { readonly address: string; readonly namespace: string };
  readonly tenant: string;
  /** Called before each process is started, for showing progress. */
  readonly onStart?: (name: string) => void;
  /** The product's settings beside those for the stand-ins. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The running processes; disposing of it ends them, the last one first. URLs have no slash at the end. */
export interface Stack extends AsyncDisposable {
  readonly serverUrl: string;
  readonly dataverseUrl: string;
  readonly coconutUrl: string;
  /** Where the page of Dynamics is expected, which is not part of the stack. */
  readonly dynamicsPort: number;
  readonly webhookSecret: string;
  readonly server: ServerProcess;
  readonly worker: ServerProcess;
  /** Another worker process beside or after the first. */
  startWorker(): Promise<ServerProcess>;
}

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Starts the stand-ins without a page of Dynamics, the server and a worker, on free ports; resolves once all are ready.
 * Throws with the output of the one that is not.
 */
export async function startStack({ temporal, tenant, onStart, env: extra }: StackOptions): Promise<Stack> {
  const cleanup = createCleanup();
  const [port, workerPort, dataversePort, coconutPort, identityPort, dynamicsPort = 0] = await freePorts(6);
  const serverUrl = `http://127.0.0.1:${port}`;
  const dataverseUrl = `http://127.0.0.1:${dataversePort}`;
  const coconutUrl = `http://127.0.0.1:${coconutPort}`;
  const webhookSecret = `whsec_${randomBytes(32).toString("base64")}`;

  try {
    onStart?.("Dynamics and Coconut stand-ins");
    const sandbox = await start(cleanup, "tools/sandbox.ts", withoutOurSettings(), [
      ["--dataverse-port", String(dataversePort)],
      ["--coconut-port", String(coconutPort)],
      ["--identity-port", String(identityPort)],
      ["--dynamics-port", String(dynamicsPort)],
      ["--no-dynamics-page"],
      ["--least-privilege"],
      ["--tenant", tenant],
      ["--service-url", serverUrl],
      ["--webhook-secret", webhookSecret],
      ["--json"],
    ]);
    const { settings } = await untilReported(sandbox);

    const env = {
      ...withoutOurSettings(),
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: temporal.namespace,
      ...settings,
      HOST: "127.0.0.1",
      PORT: String(port),
      WORKER_PORT: String(workerPort),
      ...extra,
    };
    onStart?.("server");
    const server = await start(cleanup, "src/server.ts", env);
    await untilAnswering(server, `${serverUrl}/health/ready`);

    const startWorker = async () => {
      const worker = await start(cleanup, "src/worker.ts", env);
      await untilAnswering(worker, `http://127.0.0.1:${workerPort}/health/ready`);
      return worker;
    };
    onStart?.("worker");
    const worker = await startWorker();
    return {
      serverUrl,
      dataverseUrl,
      coconutUrl,
      dynamicsPort,
      webhookSecret,
      server,
      worker,
      startWorker,
      [Symbol.asyncDispose]: () => cleanup[Symbol.asyncDispose](),
    };
  } catch (error) {
    await cleanup[Symbol.asyncDispose]();
    throw error;
  }
}

async function start(
  cleanup: Cleanup,
  entry: string,
  env: NodeJS.ProcessEnv,
  options: readonly (readonly string[])[] = [],
): Promise<ServerProcess> {
  const args = ["--import", "tsx", `${root}${entry}`, ...options.flat()];
  const child = await startServerProcess(process.execPath, args, env);
  cleanup.defer(() => child.stop("SIGTERM"));
  return child;
}

const startTimeoutMs = 120_000;

/** Waits for the line of JSON that the stand-ins print once they all listen. */
async function untilReported(sandbox: ServerProcess): Promise<SandboxReport> {
  for (const giveUpAt = Date.now() + startTimeoutMs; ; await sleep(100)) {
    const report = readReport(sandbox.tail());
    if (report !== undefined) return report;
    if (sandbox.hasEnded())
      throw new Error(`The stand-ins ended before they listened. They wrote:\n${sandbox.tail()}`);
    if (Date.now() > giveUpAt) throw new Error(`The stand-ins do not listen. They wrote:\n${sandbox.tail()}`);
  }
}

async function untilAnswering(child: ServerProcess, url: string): Promise<void> {
  for (const giveUpAt = Date.now() + startTimeoutMs; ; await sleep(100)) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (answer?.ok) return;
    if (child.hasEnded())
      throw new Error(`A process ended before it answered ${url}. It wrote:\n${child.tail()}`);
    if (Date.now() > giveUpAt) throw new Error(`Nothing answers ${url}. The process wrote:\n${child.tail()}`);
  }
}
