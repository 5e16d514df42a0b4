/** The Temporal server of the demo: the one TEMPORAL_ADDRESS names, else a dev server of our own. */
import { randomBytes } from "node:crypto";
import { Connection } from "@temporalio/client";
import { startDevServer } from "../temporal/dev-server.ts";
import { createNamespace } from "../temporal/namespaces.ts";
import { searchAttributeTypes } from "../temporal/search-attributes.ts";

export interface DemoTemporal extends AsyncDisposable {
  readonly address: string;
  readonly namespace: string;
  readonly uiUrl?: string | undefined;
  /** Part of every Workflow Id: on a server that keeps its history each demo needs one of its own. */
  readonly tenant: string;
}

export async function openTemporal(tell: (name: string) => void): Promise<DemoTemporal> {
  const address = process.env["TEMPORAL_ADDRESS"];
  if (address) return useServer(address);
  tell("Temporal");
  const server = await startDevServer({ ui: true, searchAttributes: searchAttributeTypes });
  return {
    address: server.address,
    namespace: "default",
    uiUrl: server.uiUrl,
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
    tenant: `demo-${randomBytes(3).toString("hex")}`,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
