/** Sends deliveries as Coconut does, signed, again and again until they are taken, and keeps the account of the answers. */
import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import type { Delivery } from "./bookings.ts";

/** A delivery that was answered 202. */
export interface Taken {
  readonly eventId: string;
  readonly appointmentId: string;
  /** Milliseconds since 1970 of the first 202. */
  readonly at: number;
  /** How often the same id was answered 202 again. */
  again: number;
}

/** What was sent, and how it was answered. */
export interface Ledger {
  /** By the event's id, in the order of their first 202. */
  readonly taken: ReadonlyMap<string, Taken>;
  /** Ids of events that the server said it does not sync. */
  readonly ignored: ReadonlySet<string>;
  /** How many requests got which answer: "202", "503", "no answer". */
  readonly answers: ReadonlyMap<string, number>;
  /** Requests without a final answer, by appointment: Temporal may have stored the event, or not. */
  readonly unsure: ReadonlyMap<string, number>;
  /** Events that were refused for good, or were not taken before the end, with the last answer. */
  readonly refused: ReadonlyMap<string, string>;
}

/** Sends deliveries. */
export interface Sender {
  readonly ledger: Ledger;
  /**
   * Resolves once the delivery was taken or refused for good; sends it again while the answer is none or 5xx. Each request
   * goes to the next server, as behind a load balancer; `server` says which is the first.
   */
  send(delivery: Delivery, server?: number): Promise<void>;
}

/** `signal` ends all sending: what was not taken by then is in the ledger as refused. */
export function createSender(options: {
  readonly servers: readonly string[];
  readonly secret: string;
  readonly signal: AbortSignal;
}): Sender {
  const { servers, signal } = options;
  const webhook = new Webhook(options.secret);
  const taken = new Map<string, Taken>();
  const ignored = new Set<string>();
  const answers = new Map<string, number>();
  const unsure = new Map<string, number>();
  const refused = new Map<string, string>();
  let turn = 0;

  async function post(delivery: Delivery, server: number): Promise<Response | undefined> {
    const body = JSON.stringify(delivery);
    const now = new Date();
    const url = `${servers[server % servers.length]}/webhooks/coconut`;
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "webhook-id": delivery.id,
        "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
        "webhook-signature": webhook.sign(delivery.id, now, body),
      },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    }).catch(() => undefined);
    count(answers, answer === undefined ? "no answer" : String(answer.status));
    return answer;
  }

  async function note(delivery: Delivery, answer: Response): Promise<void> {
    const body = (await answer.json().catch(() => ({}))) as { ignored?: string };
    const { id: eventId } = delivery;
    if (body.ignored !== undefined) return void ignored.add(eventId);
    refused.delete(eventId);
    const known = taken.get(eventId);
    if (known) known.again += 1;
    else taken.set(eventId, { eventId, appointmentId: delivery.data.id, at: Date.now(), again: 0 });
  }

  return {
    ledger: { taken, ignored, answers, unsure, refused },
    async send(delivery, first = (turn += 1)) {
      for (let attempt = 0; !signal.aborted; attempt += 1) {
        const answer = await post(delivery, first + attempt);
        if (answer?.status === 202) return note(delivery, answer);
        if (!taken.has(delivery.id)) refused.set(delivery.id, String(answer?.status ?? "no answer"));
        const isFinal = answer !== undefined && answer.status < 500 && answer.status !== 429;
        if (isFinal) return undefined;
        count(unsure, delivery.data.id);
        const askedMs = Number(answer?.headers.get("retry-after") ?? 1) * 1_000;
        // Longer each time, as senders of webhooks do: else those that wait are a load of their own.
        const waitMs = Math.min(30_000, askedMs * 1.5 ** attempt);
        await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      }
      return undefined;
    },
  };
}

/** Runs `work` for each item, at most `atATime` of them at a time. */
export async function forEachOf<T>(
  items: readonly T[],
  atATime: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next;
      next += 1;
      await work(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
}

/** Adds one to the count of a name. */
export function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
