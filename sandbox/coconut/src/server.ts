import { createServer } from "node:http";
import { listen } from "@coconut-dynamics/sandbox-kit/listen";
import { createApp } from "./app.ts";
import { createFaults } from "./control/faults.ts";
import { createRequestLog } from "./control/request-log.ts";
import { createSwitches } from "./control/switches.ts";
import type { BookingContext } from "./booking/context.ts";
import { createLockout } from "./login/lockout.ts";
import { staffPassword } from "./login/routes.ts";
import { isHttpUrl } from "./routes/deliveries.ts";
import { bank } from "./seed/bank.ts";
import { createStore } from "./store/store.ts";
import { createEvent } from "./webhooks/event.ts";
import { createOutbox } from "./webhooks/outbox.ts";
import { isSecret } from "./webhooks/signing.ts";
import type { Timers } from "./webhooks/timers.ts";

/** How a stand-in for Coconut is started. */
export interface CoconutSandboxOptions {
  /** 0 = a free one, which is the default. */
  readonly port?: number;
  readonly host?: string;
  readonly tenant: string;
  /** The time in milliseconds since 1970, which decides what is past. Default: this machine's. */
  readonly nowMs?: () => number;
  readonly webhook?: {
    readonly url: string;
    /** whsec_… */
    readonly secret: string;
    /** The waits between attempts; the last one repeats. */
    readonly retryScheduleMs?: readonly number[];
    /** The clock and timers of attempts and retries. Default: this machine's. */
    readonly timers?: Timers;
  };
}

/** A running stand-in for Coconut; disposing ends it. */
export interface CoconutSandbox extends AsyncDisposable {
  readonly url: string;
  /** Where the product reads and books, and where staff log in. */
  readonly openApiUrl: string;
  readonly loginUrl: string;
  /** The same for everybody in the seed; the username is the e-mail address. */
  readonly staffPassword: string;
  /**
   * Back to the seed: no appointments, deliveries, faults or log, and switches as at the start. Ids are not used
   * again.
   */
  reset(): void;
}

/**
 * Starts a stand-in for Coconut. Rejects with a TypeError on an unusable webhook address or secret, and
 * with EADDRINUSE on a port that is taken.
 */
export async function startCoconutSandbox(options: CoconutSandboxOptions): Promise<CoconutSandbox> {
  const { tenant, webhook } = options;
  if (webhook && !isHttpUrl(webhook.url)) throw new TypeError("webhook.url must be an http or https address");
  if (webhook && !isSecret(webhook.secret)) {
    throw new TypeError('webhook.secret must be "whsec_" and the base64 of 24 to 64 bytes');
  }

  const nowMs = options.nowMs ?? Date.now;
  const store = createStore(bank);
  const outbox = createOutbox({ target: webhook, ...webhook });
  const switches = createSwitches();
  const faults = createFaults();
  const requestLog = createRequestLog();
  const lockout = createLockout(nowMs);
  const context: BookingContext = {
    store,
    nowMs,
    emit(event, appointment) {
      const shown = { withUtm: switches.now().utmInWebhooks };
      outbox.add(createEvent(store, tenant, event, appointment, shown));
    },
  };
  const reset = () => {
    outbox.reset();
    store.reset();
    switches.reset();
    faults.clear();
    requestLog.clear();
    lockout.clear();
  };

  const app = createApp({ context, outbox, lockout, faults, requestLog, switches, tenant, reset });
  const listening = await listen(createServer(app), options);
  const { url } = listening;
  return {
    url,
    openApiUrl: `${url}/api/v2/open`,
    loginUrl: `${url}/api/v2/login`,
    staffPassword,
    reset,
    async [Symbol.asyncDispose]() {
      outbox.clear();
      await listening[Symbol.asyncDispose]();
    },
  };
}
