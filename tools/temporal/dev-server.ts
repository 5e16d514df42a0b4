import { setTimeout as sleep } from "node:timers/promises";
import { Connection } from "@temporalio/client";
import { freePorts } from "../free-ports.ts";
import { checkNamespace, type SearchAttributes } from "./namespaces.ts";
import { findTemporalCli } from "./resolve.mjs";
import { startServerProcess, type ServerProcess } from "../server-process.ts";

const startTimeoutMs = 120_000;

/** What a dev server is started with. */
export interface DevServerOptions {
  /** Beside "default", which is always there. */
  readonly namespaces?: readonly string[];
  /** Registered in every namespace. */
  readonly searchAttributes?: SearchAttributes;
  readonly ui?: boolean;
  /** Values are JSON, as `temporal server start-dev --dynamic-config-value` takes them. */
  readonly dynamicConfig?: Readonly<Record<string, string>>;
  /** In memory when left out. */
  readonly dbFilename?: string;
  /** A free one when left out. */
  readonly port?: number;
}

/** A running dev server; addresses are host:port and, of the UI, a URL. */
export interface DevServer {
  readonly address: string;
  readonly uiUrl?: string;
  readonly pid: number;
  /** Ends it at once by SIGKILL, as an outage does. Another one on the same port and dbFilename ends the outage. */
  kill(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a Temporal dev server on 127.0.0.1; resolves when every namespace can be used. It ends with this process at
 * the latest. Throws where there is no Temporal CLI, and where the server does not serve within two minutes.
 */
export async function startDevServer(options: DevServerOptions = {}): Promise<DevServer> {
  const cli = findTemporalCli();
  if (cli === undefined) {
    throw new Error(
      "No Temporal CLI to start a dev server with. Run `node tools/setup.mjs`, which gets one or says what is missing.",
    );
  }
  // Another program may take a port after it was found free. The server also chooses some ports by itself, even where
  // it is told its own.
  for (let attempt = 1; ; attempt++) {
    const ports = await choosePorts(options);
    const server = await startServerProcess(cli.path, startDevArguments(options, ports));
    try {
      await untilServing(server, `127.0.0.1:${ports.grpc}`, options);
      return describe(server, ports, options);
    } catch (error) {
      await server.stop("SIGKILL");
      const raced = /address already in use/i.test(server.tail());
      if (raced && attempt < 3) continue;
      throw error;
    }
  }
}

interface Ports {
  readonly grpc: number;
  readonly ui: number | undefined;
}

function describe(server: ServerProcess, ports: Ports, options: DevServerOptions): DevServer {
  return {
    address: `127.0.0.1:${ports.grpc}`,
    ...(ports.ui === undefined ? {} : { uiUrl: `http://127.0.0.1:${ports.ui}` }),
    pid: server.pid,
    kill: () => server.stop("SIGKILL"),
    // Without a database file there is nothing to write before it ends.
    [Symbol.asyncDispose]: () => server.stop(options.dbFilename === undefined ? "SIGKILL" : "SIGTERM"),
  };
}

function startDevArguments(options: DevServerOptions, ports: Ports): string[] {
  const args = ["server", "start-dev", "--ip", "127.0.0.1", "--log-level", "error"];
  args.push("--port", String(ports.grpc));
  args.push(...(ports.ui === undefined ? ["--headless"] : ["--ui-port", String(ports.ui)]));
  for (const namespace of options.namespaces ?? []) args.push("--namespace", namespace);
  for (const [name, type] of Object.entries(options.searchAttributes ?? {})) {
    args.push("--search-attribute", `${name}=${type}`);
  }
  for (const [key, value] of Object.entries(options.dynamicConfig ?? {})) {
    args.push("--dynamic-config-value", `${key}=${value}`);
  }
  if (options.dbFilename !== undefined) args.push("--db-filename", options.dbFilename);
  return args;
}

async function untilServing(
  server: ServerProcess,
  address: string,
  options: DevServerOptions,
): Promise<void> {
  // No retries inside the connection: the loop below polls faster than its backoff would.
  const connection = Connection.lazy({ address, interceptors: [] });
  const until = Date.now() + startTimeoutMs;
  try {
    for (const namespace of ["default", ...(options.namespaces ?? [])]) {
      for (;;) {
        try {
          await connection.withDeadline(Date.now() + 2_000, () =>
            checkNamespace(connection, namespace, options.searchAttributes ?? {}),
          );
          break;
        } catch (error) {
          if (server.hasEnded()) {
            throw new Error(
              `The Temporal dev server ended by ${await server.ended} before it served ${address}. It wrote:\n${server.tail()}`,
              { cause: error },
            );
          }
          if (Date.now() > until) {
            throw new Error(
              `The Temporal dev server at ${address} did not serve namespace "${namespace}" within ` +
                `${startTimeoutMs / 1000} s: ${String(error)}. It wrote:\n${server.tail()}`,
              { cause: error },
            );
          }
          await sleep(25);
        }
      }
    }
  } finally {
    await connection.close();
  }
}

async function choosePorts(options: DevServerOptions): Promise<Ports> {
  const [grpc = 0, ui] = await freePorts(2);
  return { grpc: options.port ?? grpc, ui: options.ui === true ? ui : undefined };
}
