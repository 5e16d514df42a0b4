import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import { connect, createServer as createTcpServer, type AddressInfo } from "node:net";
import { listen } from "@coconut-dynamics/sandbox-kit/listen";
import { Webhook } from "standardwebhooks";
import { expect } from "vitest";

export const SECRET = `whsec_${Buffer.from("a secret of thirty-two bytes, ok").toString("base64")}`;

export interface Resource {
  type: string;
  id: string;
  attributes: Record<string, unknown>;
  relationships?: Record<"services" | "staff" | "attendees", { data: { type: string; id: string }[] }>;
}

export interface EventBody {
  id: string;
  event: string;
  occurred_at: string;
  tenant: string;
  data: Resource;
  included: Resource[];
}

export interface Received {
  headers: IncomingMessage["headers"];
  raw: string;
  body: EventBody;
  isSigned: boolean;
}

interface Answer {
  status: number;
  headers?: Record<string, string>;
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

/** A server that takes webhooks, checks their signatures, and answers what it is told to (202 unless told). */
export async function startReceiver(secret = SECRET) {
  const received: Received[] = [];
  const answers: (Answer | "silence")[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks).toString("utf8");
      const body: EventBody = JSON.parse(raw);
      received.push({
        headers: request.headers,
        raw,
        body,
        isSigned: isSigned(secret, raw, request.headers),
      });
      const answer = answers.shift() ?? { status: 202 };
      if (answer === "silence") return;
      response.writeHead(answer.status, answer.headers).end("{}");
    });
  });
  const listening = await listen(server);
  return {
    url: `${listening.url}/webhooks`,
    received,
    /** The next answers, one per request. */
    answerNext: (...next: (Answer | "silence")[]) => answers.push(...next),
    /** Waits until so many have come, and says which. */
    async arrived(count: number): Promise<Received[]> {
      await expect.poll(() => received.length, { interval: 5 }).toBeGreaterThanOrEqual(count);
      return received;
    },
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}

/** Every connection is refused there: the port is the near end of a connection, so nobody can listen on it. */
export async function startRefusal() {
  const server = createTcpServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const [[farEnd]] = await Promise.all([once(server, "connection"), once(socket, "connect")]);
  return {
    url: `http://127.0.0.1:${socket.localPort}/webhooks`,
    async [Symbol.asyncDispose]() {
      socket.destroy();
      farEnd.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function isSigned(secret: string, raw: string, headers: IncomingMessage["headers"]): boolean {
  try {
    const texts = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
    new Webhook(secret).verify(raw, Object.fromEntries(texts));
    return true;
  } catch {
    return false;
  }
}
