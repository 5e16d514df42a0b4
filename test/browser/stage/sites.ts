/** The sites of the browser tests behind one TLS port: which host name is which server on this machine. */
import { once } from "node:events";
import { type IncomingMessage, request as send, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { selfSignedPem } from "../../../tools/certificate.ts";

export interface Sites extends AsyncDisposable {
  /** `https://{hostName}:{port}`, known before there is anything behind it. */
  origin(hostName: string): string;
  /** Requests to the host name go to the server at that address from now on. */
  serve(hostName: string, url: string): void;
}

export async function startSites(): Promise<Sites> {
  const targets = new Map<string, URL>();
  const pem = await selfSignedPem("*.test");
  const server = createServer({ key: pem, cert: pem }, (request, response) => {
    const hostName = (request.headers.host ?? "").replace(/:\d+$/, "");
    const target = targets.get(hostName);
    if (target === undefined) response.writeHead(502).end(`Nothing stands behind ${hostName}.\n`);
    else passOn(request, response, target);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    origin: (hostName) => `https://${hostName}:${port}`,
    serve: (hostName, url) => void targets.set(hostName, new URL(url)),
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function passOn(request: IncomingMessage, response: ServerResponse, target: URL): void {
  const { method, url, headers, socket } = request;
  const onward = send({
    host: target.hostname,
    port: target.port,
    method,
    path: url,
    headers: {
      ...headers,
      "x-forwarded-for": socket.remoteAddress,
      "x-forwarded-host": headers.host,
      "x-forwarded-proto": "https",
    },
  });
  onward.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(response);
  });
  onward.on("error", () => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502).end("The server behind this address does not answer.\n");
  });
  response.on("close", () => onward.destroy());
  request.pipe(onward);
}
