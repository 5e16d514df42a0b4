/** Health of the worker process over HTTP, for the system that restarts it. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Worker } from "@temporalio/worker";
import express from "express";

/** The server of the health routes. */
export interface WorkerHealth extends AsyncDisposable {
  readonly address: AddressInfo;
}

/** Listens: `/health/live` is always 200, `/health/ready` is 200 while all Workers run. */
export async function startHealth(
  { host, port }: { readonly host: string; readonly port: number },
  workers: () => readonly Worker[],
): Promise<WorkerHealth> {
  const app = express();
  app.disable("x-powered-by");
  app.get("/health/live", (_request, response) => void response.json({ status: "live" }));
  app.get("/health/ready", (_request, response) => {
    const states = workers().map((worker) => worker.getStatus().runState);
    const isReady = states.length > 0 && states.every((state) => state === "RUNNING");
    response.status(isReady ? 200 : 503).json({ status: isReady ? "ready" : "not running", workers: states });
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
