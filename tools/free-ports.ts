import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:net";

/** Below the ports that systems give to outgoing connections, so that none takes one that its server does not hold. */
const range = [20_000, 32_000] as const;
const mostTries = 200;

/** Different ports of 127.0.0.1 that nothing listens on now. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers: Server[] = [];
  try {
    while (servers.length < count) servers.push(await listenSomewhere());
    return servers.map((server) => (server.address() as { port: number }).port);
  } finally {
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

async function listenSomewhere(): Promise<Server> {
  for (let tries = 1; ; tries += 1) {
    const server = createServer();
    try {
      server.listen(randomInt(...range), "127.0.0.1");
      await once(server, "listening");
      return server;
    } catch (error) {
      if (tries === mostTries) throw error;
    }
  }
}
