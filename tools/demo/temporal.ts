/** The Temporal server of the demo: the one that TEMPORAL_ADDRESS names, else a dev server that is started for it. */
import { randomBytes } from "node:crypto";
import { Connection } from "@temporalio/client";
import { startDevServer } from "../temporal/dev-server.ts";
import { createNamespace } from "../temporal/namespaces.ts";
import { searchAttributeTypes } from "../temporal/search-attributes.ts";
import { createTemporalUi, type TemporalUi } from "./temporal-ui.ts";

/** A Temporal server with the product's Search Attributes; a dev server ends when disposed of. */
export interface DemoTemporal extends AsyncDisposable {
  readonly address: string;
  readonly namespace: string;
  /** Undefined where the server is not the demo's own: nobody knows where its UI is. */
  readonly ui: TemporalUi | undefined;
  /** Part of every Workflow Id: on a server that keeps its history each demo needs one of its own. */
  readonly tenant: string;
}

/** Connects to the server, or starts a dev server after telling its name. Throws where the server cannot be reached. */
export async function openTemporal(tell: (name: string) => void): Promise<DemoTemporal> {
  const address = process.env["TEMPORAL_ADDRESS"];
  if (address) return useServer(address);
  tell("Temporal");
  const server = await startDevServer({ ui: true, searchAttributes: searchAttributeTypes });
  return {
    address: server.address,
    namespace: "default",
    ui: createTemporalUi(server.uiUrl ?? "", "default"),
    tenant: "acme",
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

async function useServer(address: string): Promise<DemoTemporal> {
  const namespace = process.env["TEMPORAL_NAMESPACE"] || "default";
  const connection = await Connection.connect({ address, connectTimeout: "5 seconds" });
  try {
    await createNamespace(connection, namespace, searchAttributeTypes);
  } finally {
    await connection.close();
  }
  return {
    address,
    namespace,
    ui: undefined,
    tenant: `demo-${randomBytes(3).toString("hex")}`,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
