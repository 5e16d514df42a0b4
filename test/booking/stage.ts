/** The product with the pane's settings, a Coconut that fails as it is told, and Bookers that ask it. */
import { randomBytes } from "node:crypto";
import type { Client } from "@temporalio/client";
import { expect, test as plainTest } from "vitest";
import { pino } from "pino";
import { Agent } from "undici";
import { createBooker, type Booker, type BookingLimits } from "../../src/booking/booker.ts";
import type { BookingRequest } from "../../src/booking/request.ts";
import { createCoconutClient } from "../../src/coconut/client.ts";
import { createEventSender, type EventSender } from "../../src/webhooks/sender.ts";
import { createCleanup } from "../../tools/cleanup.ts";
import { startForFile } from "../helpers/fixtures.ts";
import { bookingRequest } from "../helpers/new-booking.ts";
import { patienceMs, type Service, startService, tenant } from "../helpers/service.ts";

/** Wide, so that a slow machine is not too slow for what is to succeed: tests set the one that is to be met. */
const wideLimits: Partial<BookingLimits> = {
  callTimeoutMs: patienceMs,
  beginWithinMs: 40_000,
  resultTimeoutMs: 50_000,
};

export interface Fault {
  readonly times?: number;
  readonly status?: number;
  readonly retryAfter?: number;
  readonly delayMs?: number;
  readonly drop?: "before" | "after";
}

export interface Stage extends AsyncDisposable {
  readonly service: Service;
  /** Takes events to their Workflows. */
  readonly sender: EventSender;
  /** Each is as good as another process of the server. */
  booker(options?: {
    /** Beside those that are not to be met; `usual` ones are the product's own. */
    readonly limits?: Partial<BookingLimits> | "usual";
    readonly sender?: Pick<EventSender, "send">;
    readonly temporal?: Client;
  }): Booker;
  /** A wish for a time that is free, and that no other test has. */
  wish(differences?: Partial<BookingRequest>): Promise<BookingRequest>;
  /** For the next requests to book. */
  fault(fault: Fault): Promise<void>;
  /** The next request to book is held up; resolves with how to let it go on. */
  hold(): Promise<{ untilThere(): Promise<unknown>; letGo(): Promise<void> }>;
  /** Whether the deliveries of new bookings say what they were booked from. */
  tellOrigin(isTold: boolean): Promise<void>;
  /** What Coconut was asked to book, and what it has booked, since the stage was set. */
  asked(): Promise<number>;
  booked(): Promise<number>;
  /** What became of an action, how often Coconut was asked to book meanwhile, and how much it booked. */
  during<Result>(
    action: () => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly asked: number; readonly booked: number }>;
}

export interface StageOptions {
  readonly withWorkers?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

export async function startStage(options: StageOptions = {}): Promise<Stage> {
  const stack = createCleanup();
  const secret = randomBytes(32);
  const env = {
    PANE_URL: "https://appointments.bank.test",
    PANE_HOSTS: "https://org.crm.dynamics.test",
    PANE_SECRET: secret.toString("base64"),
    ...options.env,
  };
  const service = stack.use(await startService({ ...options, env }));
  const { coconut, temporal } = service;
  const dispatcher = new Agent();
  stack.defer(() => dispatcher.destroy());
  const client = createCoconutClient({ url: coconut.openApiUrl, dispatcher });
  const sender = createEventSender({
    temporal,
    periods: { settlePeriodMs: 3_600_000 },
    timeoutMs: patienceMs,
  });

  const day = (inDays: number) => new Date(Date.now() + inDays * 86_400_000).toISOString().slice(0, 10);
  const { times } = await client.times({
    serviceId: "7",
    locationId: "12",
    staffId: "31",
    meetingMethod: "at_location",
    timezone: "America/Toronto",
    from: day(2),
    to: day(30),
  });
  const free = times.map(({ start }) => start).filter((start) => start.endsWith(":00:00"));

  const control = (method: string, path: string, body?: object) =>
    fetch(`${coconut.url}/sandbox/${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
  const kept = async (path: "requests" | "deliveries" | "faults") =>
    (await (await control("GET", path)).json()) as { readonly method?: string; readonly event?: string }[];
  const fault = async (one: Fault) => {
    await control("POST", "faults", { method: "POST", path: "/appointments", ...one });
  };

  const asked = async () => (await kept("requests")).filter(({ method }) => method === "POST").length;
  const booked = async () =>
    (await kept("deliveries")).filter(({ event }) => event === "appointment.created").length;

  return {
    service,
    sender,
    booker: ({ limits = {}, ...differences } = {}) =>
      createBooker({
        temporal,
        sender,
        tenant,
        wireMap: {},
        bookedFromSecret: secret,
        log: pino({ level: "silent" }),
        ...(limits !== "usual" && { limits: { ...wideLimits, ...limits } }),
        ...differences,
      }),
    async wish(differences = {}) {
      const start = free.shift();
      if (start === undefined) throw new Error("no free time is left: take more days");
      return bookingRequest({ start, ...differences });
    },
    fault,
    async hold() {
      await fault({ delayMs: 120_000 });
      return {
        // A fault that has struck is no more in the list.
        untilThere: () => expect.poll(() => kept("faults"), { timeout: patienceMs }).toEqual([]),
        letGo: async () => void (await control("DELETE", "faults")),
      };
    },
    async tellOrigin(isTold) {
      await control("POST", "switches", { utmInWebhooks: isTold });
    },
    asked,
    booked,
    async during(action) {
      const before = [await asked(), await booked()] as const;
      const result = await action();
      return { result, asked: (await asked()) - before[0], booked: (await booked()) - before[1] };
    },
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}

/** A `test` for all tests of a file, which share a stage. Deliveries say what a booking was booked from. */
export function testWithStage(start: () => Promise<Stage> = startStage) {
  const test = plainTest.extend("stage", { scope: "file" }, startForFile(start));
  test.beforeEach(({ stage }) => stage.tellOrigin(true));
  return test;
}
