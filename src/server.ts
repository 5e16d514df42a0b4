/** Process: the web server that takes deliveries. */
import { once } from "node:events";
import { createApp } from "./app.ts";
import { readServerConfig } from "./config.ts";
import { createServerContext } from "./context.ts";
import { runProcess, untilAskedToStop } from "./process.ts";

await runProcess("server", async () => {
  const config = readServerConfig(process.env);
  await using context = createServerContext(config);
  const server = createApp(context).listen(config.port, config.host);
  server.headersTimeout = 5_000;
  server.requestTimeout = 10_000;
  await once(server, "listening");
  context.log.info({ address: server.address(), tenant: config.tenant }, "listening");
  await untilAskedToStop();
  context.log.info("stopping");
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  await closed;
});
