/** A server that replies with what a test has prepared, and records the requests. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createApi } from "../server/api.ts";

interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** What the server sends. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Starts the server. Each request gets the next reply, and the last reply is repeated. "lost" closes the connection,
 * "never" sends no response, a promise is awaited; a body that is a text is sent as it is.
 */
export async function startStubServer(...replies: (Reply | "lost" | "never" | Promise<Reply>)[]) {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const { method = "", url = "", headers } = request;
    requests.push({ method, url, headers, body: text === "" ? undefined : JSON.parse(text) });
    const reply = await replies[Math.min(requests.length, replies.length) - 1];
    if (reply === "never") return;
    if (reply === undefined || reply === "lost") return void request.socket.destroy();
    response.writeHead(reply.status, { "Content-Type": "application/json", ...reply.headers });
    response.end(typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** A refusal as our server writes it. */
export function refusalReply(
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { status, body: { error: { code, message: `${code}!` } }, headers };
}

/** The calls of a banker who is logged in to this server, in English. */
export function bankerApi(url: string) {
  return createApi(url, "en").forBanker("t");
}
