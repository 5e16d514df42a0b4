import type { CoconutSandbox } from "../src/server.ts";
import { startCoconutSandbox } from "../src/server.ts";
import type { Timers } from "../src/webhooks/timers.ts";
import type { EventBody, Receiver } from "./receiver.ts";
import { SECRET } from "./receiver.ts";
import { withoutLimit } from "./timers.ts";
import { BRANCH, SERVICE, STAFF } from "./seed-ids.ts";

export interface Answered<T = unknown> {
  status: number;
  body: T;
}

export type Document = Pick<EventBody, "data" | "included"> & { meta?: { code: string } };

export interface DeliveryRecord {
  id: string;
  event: string;
  appointmentId: string;
  attempts: { at: string; status?: number; error?: string }[];
  state: string;
}

export const ANN = {
  firstName: "Ann",
  lastName: "Lee",
  email: "ann.lee@example.com",
  cellPhone: "+1 416 555 0101",
};
export const ZOE = { firstName: "Zoe", lastName: "Kay", email: "zoe.kay@example.com" };

/**
 * Monday, 10:20 in Toronto; its clocks change on Sunday the 14th. A year that is over: what its time zones did will not
 * change any more, and so is the same in the data of every version of Node.
 */
export const NOW = "2021-03-01T15:20:00Z";

const nowMs = () => Date.parse(NOW);

/** Where the clock stands still; no webhooks. */
export async function startSandboxNow() {
  return startCoconutSandbox({ tenant: "acme", nowMs });
}

export const OPEN = "/api/v2/open";

export interface Errors {
  errors: {
    status: string;
    title: string;
    detail: string;
    source?: { pointer?: string; parameter?: string };
  }[];
}

/** Its clock stands still, except that of the webhooks: who checks their signatures compares the time. */
export async function startSandbox(
  receiver?: Pick<Receiver, "url">,
  { retryScheduleMs = [10], timers = withoutLimit }: { retryScheduleMs?: number[]; timers?: Timers } = {},
) {
  const webhook = receiver && { url: receiver.url, secret: SECRET, retryScheduleMs, timers };
  return startCoconutSandbox({ tenant: "acme", nowMs, ...(webhook && { webhook }) });
}

export async function call<T>(
  sandbox: CoconutSandbox,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answered<T>> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(`${sandbox.url}${path}`, init);
  const text = await response.text();
  const answer: T = text === "" ? undefined : JSON.parse(text);
  return { status: response.status, body: answer };
}

/** Staff book; it must work. */
export async function bookByStaff(sandbox: CoconutSandbox, body: object): Promise<Document> {
  const answer = await call<Document>(sandbox, "POST", "/sandbox/appointments", body);
  if (answer.status !== 201) throw new Error(`not booked: ${JSON.stringify(answer)}`);
  return answer.body;
}

export async function act(sandbox: CoconutSandbox, id: string, action: string, body: object = {}) {
  return call<Document & { error?: string }>(sandbox, "POST", `/sandbox/appointments/${id}/${action}`, body);
}

export async function deliveries(sandbox: CoconutSandbox): Promise<DeliveryRecord[]> {
  return (await call<DeliveryRecord[]>(sandbox, "GET", "/sandbox/deliveries")).body;
}

/** A booking as the Open API takes it. */
export function openBooking(attributes: object = {}, attendee: object = {}) {
  const person = { first_name: "Zoe", last_name: "Kay", email: "zoe.kay@example.com", ...attendee };
  return {
    data: {
      type: "appointments",
      attributes: {
        start: "2021-03-02 10:00:00",
        timezone: "America/Toronto",
        location_id: BRANCH.toronto,
        service_id: SERVICE.mortgage,
        staff_id: STAFF.dana,
        meeting_method: 1,
        booked_through: 9,
        ...attributes,
      },
      relationships: { attendees: { data: [{ type: "attendees", attributes: person }] } },
    },
  };
}
