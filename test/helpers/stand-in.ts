/** A small HTTP server that answers as one test wants it and keeps what it was asked. */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { Agent } from "undici";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** `hang` never answers, `drop` cuts the line, `cut` cuts it in the middle of the body, `endless` never ends the body. */
export type Told =
  | "hang"
  | "drop"
  | "cut"
  | "endless"
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

export interface StandIn extends AsyncDisposable {
  readonly url: string;
  readonly asked: readonly Asked[];
  readonly dispatcher: Agent;
}

export async function startStandIn(
  answer: (asked: Asked, count: number) => Told | Promise<Told>,
): Promise<StandIn> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const body = Buffer.concat(chunks).toString("utf8");
      const one = { method, path: decodeURIComponent(url), headers, body };
      asked.push(one);
      tell(one).catch((error: unknown) => request.socket.destroy(error as Error));
    });
    async function tell(one: Asked): Promise<void> {
      const told = await answer(one, asked.length);
      if (told === "hang") return;
      if (told === "drop") return void request.socket.destroy();
      if (told === "cut") {
        response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
        return void response.write('{"value":', () => request.socket.destroy());
      }
      if (told === "endless") {
        response.writeHead(200, { "content-type": "application/json" });
        return void Readable.from(endlessText()).pipe(response);
      }
      response.writeHead(told.status ?? 200, told.headers).end(told.body);
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const dispatcher = new Agent();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    dispatcher,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await dispatcher.destroy();
    },
  };
}

function* endlessText() {
  yield '{"value":"';
  for (;;) yield "x".repeat(65_536);
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Told {
  const odata = { "content-type": "application/json", "odata-version": "4.0" };
  return { status, headers: { ...odata, ...headers }, body: JSON.stringify(body) };
}

/** Dataverse's answer to a write. */
export const written = { status: 204, headers: { "odata-version": "4.0" } } as const satisfies Told;

/** Dataverse's answer to a request whose token it does not take. */
export const tokenDemand = {
  status: 401,
  headers: { "www-authenticate": "Bearer authorization_uri=https://login.example/oauth2/authorize" },
} as const satisfies Told;

/** Dataverse's answer to a batch without change sets: one part for each status and body. */
export function batchAnswer(...parts: readonly (readonly [status: number, body?: unknown])[]): Told {
  const lines = parts.flatMap(([status, body]) => [
    "--batchresponse_x",
    "Content-Type: application/http",
    "Content-Transfer-Encoding: binary",
    "",
    `HTTP/1.1 ${status} Words`,
    "Content-Type: application/json",
    "OData-Version: 4.0",
    "",
    body === undefined ? "" : JSON.stringify(body),
  ]);
  return {
    headers: { "content-type": "multipart/mixed; boundary=batchresponse_x" },
    body: [...lines, "--batchresponse_x--", ""].join("\r\n"),
  };
}
