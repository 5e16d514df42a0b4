/** Health of the worker process over HTTP, for the system that restarts it. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express from "express";
import type { Readiness } from "./temporal/readiness.ts";

/** The server of the health routes. */
export interface WorkerHealth extends AsyncDisposable {
  readonly address: AddressInfo;
}

/** Listens: `/health/live` is always 200, `/health/ready` says what the check says. */
export async function startHealth(
  { host, port }: { readonly host: string; readonly port: number },
  readiness: () => Promise<Readiness>,
): Promise<WorkerHealth> {
  const app = express();
  app.disable("x-powered-by");
  app.get("/health/live", (_request, response) => void response.json({ status: "live" }));
  app.get("/health/ready", async (_request, response) => {
    const { isReady, details } = await readiness();
    response.status(isReady ? 200 : 503).json({ status: isReady ? "ready" : "not ready", details });
  });
  const server = app.listen(port, host);
  await once(server, "listening");
  return {
    address: server.address() as AddressInfo,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      const closed = once(server, "close");
      server.close();
      await closed;
    },
  };
}
