/** A Temporal that answers as one test wants it, if at all, and keeps what it was called for. */
import { once } from "node:events";
import { createServer, type ServerHttp2Session, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";

export interface Call {
  /** `SignalWithStartWorkflowExecution` */
  readonly method: string;
  /** How long the caller will wait for the answer. */
  readonly timeoutMs: number;
}

export interface TemporalStandIn extends AsyncDisposable {
  readonly address: string;
  readonly calls: readonly Call[];
}

/** Not compressed, 0 bytes long. */
const emptyMessage = Buffer.alloc(5);

/** @param statusOf the gRPC status that a call is answered with, 0 with an empty message; undefined: never answered */
export async function startTemporalStandIn(
  statusOf: (call: Call) => number | undefined = () => undefined,
): Promise<TemporalStandIn> {
  const calls: Call[] = [];
  const sessions: ServerHttp2Session[] = [];
  const server = createServer()
    .on("session", (session) => void sessions.push(session.on("error", () => undefined)))
    .on("stream", (stream: ServerHttp2Stream, headers) => {
      // Whoever waited has gone.
      stream.on("error", () => undefined);
      // Below a day gRPC tells it in milliseconds: `2500m`.
      const timeoutMs = Number.parseInt(String(headers["grpc-timeout"]), 10);
      const call = { method: headers[":path"]?.split("/").at(-1) ?? "", timeoutMs };
      calls.push(call);
      const status = statusOf(call);
      const answer = { ":status": 200, "content-type": "application/grpc" };
      if (status === undefined) return;
      if (status > 0)
        return stream.respond({ ...answer, "grpc-status": String(status) }, { endStream: true });
      stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
      stream.respond(answer, { waitForTrailers: true });
      stream.end(emptyMessage);
    })
    .listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    async [Symbol.asyncDispose]() {
      for (const session of sessions) session.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
