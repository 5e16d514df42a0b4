/** The product and its stand-ins as processes of their own, for the demo, and for drills and tests that kill some. */
import { randomBytes } from "node:crypto";
import { createCleanup } from "./cleanup.ts";
import { withoutOurSettings } from "./environment.ts";
import { freePorts } from "./free-ports.ts";
import { readReport, type SandboxReport } from "./sandbox-report.ts";
import { type Program, startProgram } from "./program.ts";
import type { ServerProcess } from "./server-process.ts";

/** What the processes are started with. */
export interface StackOptions {
  readonly temporal: { readonly address: string; readonly namespace: string };
  readonly tenant: string;
  /** Called before each process is started, for showing progress. */
  readonly onStart?: (name: string) => void;
  /** The product's settings beside those for the stand-ins. */
  readonly env?: Readonly<Record<string, string>>;
  /** How many servers and workers: one of each when left out. */
  readonly servers?: number;
  readonly workers?: number;
  /** The product from its source, which is the default, or as `npm run build` made it. */
  readonly from?: "src" | "dist";
  /** Where the stand-in for Dynamics keeps its rows, so that they are there again when it is started again. */
  readonly dynamicsFile?: string;
}

/** The running processes; disposing of it ends them, the last one first. URLs have no slash at the end. */
export interface Stack extends AsyncDisposable {
  readonly serverUrl: string;
  readonly dataverseUrl: string;
  readonly coconutUrl: string;
  /** Where the page of Dynamics is expected, which is not part of the stack. */
  readonly dynamicsPort: number;
  readonly webhookSecret: string;
  /** The first server and the first worker. */
  readonly server: ServerProcess;
  readonly worker: ServerProcess;
  readonly servers: readonly Program[];
  readonly workers: readonly Program[];
  readonly standIns: Program;
  /** The first worker again, once it was stopped. */
  startWorker(): Promise<ServerProcess>;
}

/**
 * Starts the stand-ins without a page of Dynamics, the servers and the workers, on free ports; resolves once all are ready.
 * Throws with the output of the one that is not.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { temporal, tenant, onStart, env: extra, servers = 1, workers = 1, from = "src" } = options;
  const cleanup = createCleanup();
  const [dataversePort, coconutPort, identityPort, dynamicsPort = 0, ...others] = await freePorts(
    4 + servers + workers,
  );
  const serverPorts = others.slice(0, servers);
  const serverUrl = `http://127.0.0.1:${serverPorts[0]}`;
  const dataverseUrl = `http://127.0.0.1:${dataversePort}`;
  const coconutUrl = `http://127.0.0.1:${coconutPort}`;
  const webhookSecret = `whsec_${randomBytes(32).toString("base64")}`;

  try {
    onStart?.("Dynamics and Coconut stand-ins");
    const standIns = await startProgram(cleanup, {
      entry: "tools/sandbox.ts",
      env: withoutOurSettings(),
      args: [
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
        options.dynamicsFile === undefined ? [] : ["--file", options.dynamicsFile],
      ].flat(),
      url: dataverseUrl,
      isReady: (process) => readReport(process.tail()) !== undefined,
    });
    const { settings } = readReport(standIns.running.tail()) as SandboxReport;

    const entry = (name: string) => (from === "src" ? `src/${name}.ts` : `dist/${name}.js`);
    const start = (name: "server" | "worker", variable: string, port: number) => {
      onStart?.(name);
      const env = {
        ...withoutOurSettings(),
        TEMPORAL_ADDRESS: temporal.address,
        TEMPORAL_NAMESPACE: temporal.namespace,
        ...settings,
        HOST: "127.0.0.1",
        [variable]: String(port),
        ...extra,
      };
      const url = `http://127.0.0.1:${port}`;
      const isReady = () => isAnswering(`${url}/health/ready`);
      return startProgram(cleanup, { entry: entry(name), env, url, isReady });
    };
    const started = await allOrFirstError([
      ...serverPorts.map((port) => start("server", "PORT", port)),
      ...others.slice(servers).map((port) => start("worker", "WORKER_PORT", port)),
    ]);
    const [server] = started;
    const worker = started[servers];
    if (server === undefined || worker === undefined)
      throw new Error("a stack has one server and one worker at least");
    return {
      serverUrl,
      dataverseUrl,
      coconutUrl,
      dynamicsPort,
      webhookSecret,
      server: server.running,
      worker: worker.running,
      servers: started.slice(0, servers),
      workers: started.slice(servers),
      standIns,
      async startWorker() {
        await worker.start();
        return worker.running;
      },
      [Symbol.asyncDispose]: () => cleanup[Symbol.asyncDispose](),
    };
  } catch (error) {
    await cleanup[Symbol.asyncDispose]();
    throw error;
  }
}

/** Waits for all of them, also where one fails: what starts late has to be ended as well. */
async function allOrFirstError<T>(promises: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

async function isAnswering(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  return answer?.ok === true;
}
