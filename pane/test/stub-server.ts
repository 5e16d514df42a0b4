/** The server's side of the pane in miniature: answers what a test has put in line, and writes down what was asked. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * `lost` cuts the connection, `never` leaves the question without an answer, a promise is waited for; a text is sent as
 * it stands. The last reply is repeated.
 */
export async function answerWith(...replies: (Reply | "lost" | "never" | Promise<Reply>)[]) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const { method = "", url = "", headers } = request;
    asked.push({ method, url, headers, body: text === "" ? undefined : JSON.parse(text) });
    const reply = await replies[Math.min(asked.length, replies.length) - 1];
    if (reply === "never") return;
    if (reply === undefined || reply === "lost") return void request.socket.destroy();
    response.writeHead(reply.status, { "Content-Type": "application/json", ...reply.headers });
    response.end(typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

export function refusalReply(
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { status, body: { error: { code, message: `${code}!` } }, headers };
}
