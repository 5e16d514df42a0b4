import { once } from "node:events";
import type { Server } from "node:http";
import { Server as HttpsServer } from "node:https";

/** Where a server listens; disposing closes it, and with it every connection, also those without an answer yet. */
export interface Listening extends AsyncDisposable {
  /** Without a slash at the end. */
  readonly url: string;
}

/**
 * Makes the server listen on `port` of `host`; 0, the default, is a free port. Rejects with Node's own error, such as
 * EADDRINUSE.
 */
export async function listen(
  server: Server | HttpsServer,
  { port = 0, host = "127.0.0.1" }: { readonly port?: number | undefined; readonly host?: string } = {},
): Promise<Listening> {
  server.listen(port, host);
  await once(server, "listening");
  return {
    url: urlOf(server, host),
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Clients on this machine reach a server that listens on every address at 127.0.0.1. */
function urlOf(server: Server | HttpsServer, host: string): string {
  const scheme = server instanceof HttpsServer ? "https" : "http";
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  if (host === "0.0.0.0" || host === "::") return `${scheme}://127.0.0.1:${port}`;
  return `${scheme}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
