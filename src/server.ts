/** Process: the web server that takes deliveries. */
import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { createApp } from "./app.ts";
import { readServerConfig } from "./config.ts";
import { createServerContext } from "./context.ts";
import { runProcess, untilAskedToStop } from "./process.ts";

/** How long a server that is asked to end still takes deliveries while it says that it is not ready. */
const drainMs = 3_000;

await runProcess("server", async () => {
  const config = readServerConfig(process.env);
  await using context = createServerContext(config);
  const limits = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 1_000 };
  let isStopping = false;
  const readiness = async () =>
    isStopping ? { isReady: false, details: ["The server is stopping"] } : context.readiness();
  const server = createServer(limits, createApp({ ...context, readiness })).listen(config.port, config.host);
  await once(server, "listening");
  const askedToStop = untilAskedToStop();
  context.log.info({ address: server.address(), tenant: config.tenant }, "listening");
  // So that what is missing is logged at the start already.
  void readiness();
  await using _resending = context.startResending();
  const signal = await askedToStop;
  context.log.info("stopping");
  isStopping = true;
  // A load balancer learns it from the readiness and sends deliveries elsewhere. Ctrl-C has no load balancer.
  if (signal === "SIGTERM") await sleep(drainMs);
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  // A delivery that has arrived is answered within 5 s; one that is still being sent then, Coconut will send again.
  const patience = setTimeout(() => server.closeAllConnections(), 5_000);
  await closed;
  clearTimeout(patience);
});
