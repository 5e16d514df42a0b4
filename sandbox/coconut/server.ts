import { once } from "node:events";
import { createServer } from "node:http";
import { createApp } from "./app.ts";
import type { Desk } from "./desk.ts";
import { isHttpUrl } from "./routes/deliveries.ts";
import { seed } from "./seed.ts";
import { createStore } from "./store.ts";
import { createEvent } from "./webhooks/event.ts";
import { createOutbox } from "./webhooks/outbox.ts";
import { isSecret } from "./webhooks/signing.ts";

export interface CoconutSandboxOptions {
  /** 0 = a free one, which is the default. */
  readonly port?: number;
  readonly host?: string;
  readonly tenant: string;
  readonly webhook?: {
    readonly url: string;
    /** whsec_… */
    readonly secret: string;
    /** The waits between tries; the last one repeats. */
    readonly retryScheduleMs?: readonly number[];
  };
}

export interface CoconutSandbox extends AsyncDisposable {
  readonly url: string;
  /** Back to the seed: no appointments, no deliveries, the webhook as at the start. Ids are not used again. */
  reset(): void;
}

export async function startCoconutSandbox(options: CoconutSandboxOptions): Promise<CoconutSandbox> {
  const { host = "127.0.0.1", port = 0, tenant, webhook } = options;
  if (webhook && !isHttpUrl(webhook.url)) throw new TypeError("webhook.url must be an http or https address");
  if (webhook && !isSecret(webhook.secret)) {
    throw new TypeError('webhook.secret must be "whsec_" and the base64 of 24 to 64 bytes');
  }

  const store = createStore(seed);
  const outbox = createOutbox({ target: webhook, retryScheduleMs: webhook?.retryScheduleMs });
  const desk: Desk = {
    store,
    nowMs: Date.now,
    emit: (event, appointment) => outbox.add(createEvent(store, tenant, event, appointment)),
  };
  const reset = () => {
    outbox.reset();
    store.reset();
  };

  const server = createServer(createApp({ desk, outbox, tenant, reset }));
  server.listen(port, host);
  await once(server, "listening");

  return {
    url: urlOf(host, server.address()),
    reset,
    async [Symbol.asyncDispose]() {
      outbox.clear();
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function urlOf(host: string, address: ReturnType<ReturnType<typeof createServer>["address"]>): string {
  const port = typeof address === "object" && address !== null ? address.port : 0;
  if (host === "0.0.0.0" || host === "::") return `http://127.0.0.1:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
