/** Process: the web server that takes deliveries. */
import { once } from "node:events";
import { createServer } from "node:http";
import { createApp } from "./app.ts";
import { readServerConfig } from "./config.ts";
import { createServerContext } from "./context.ts";
import { runProcess, untilAskedToStop } from "./process.ts";

await runProcess("server", async () => {
  const config = readServerConfig(process.env);
  await using context = createServerContext(config);
  const limits = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 1_000 };
  const server = createServer(limits, createApp(context)).listen(config.port, config.host);
  await once(server, "listening");
  context.log.info({ address: server.address(), tenant: config.tenant }, "listening");
  await untilAskedToStop();
  context.log.info("stopping");
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  // A delivery that has arrived is answered within 5 s; one that is still being sent then, Coconut will send again.
  const patience = setTimeout(() => server.closeAllConnections(), 5_000);
  await closed;
  clearTimeout(patience);
});
