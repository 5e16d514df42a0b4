/** Coconut's answer to a booking may say less than its deliveries, or come after them: the appointment is as they have it. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { BookingRequest } from "../../src/booking/request.ts";
import type { EventSender } from "../../src/webhooks/sender.ts";
import { type Stage, startStage } from "./stage.ts";

interface Document {
  readonly data: { readonly id: string; readonly attributes: Record<string, unknown> };
  included: readonly { readonly type: string }[];
}

let stage: Stage;
/** What becomes of the answer on its way. */
let onTheWay: (answer: Document) => void;
/** How the answer's event is sent. */
let deliverAnswer: EventSender["send"];

/** Between the product and Coconut. */
const between = createServer((request, response) => {
  const pass = async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = await fetch(stage.service.coconut.openApiUrl + (request.url ?? ""), {
      method: request.method ?? "GET",
      headers: { accept: "application/json", "content-type": "application/json" },
      ...(request.method === "POST" && { body: Buffer.concat(chunks) }),
    });
    const document = (await answer.json()) as Document;
    if (answer.status === 201) onTheWay(document);
    response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(document));
  };
  pass().catch((error: unknown) => response.destroy(error as Error));
});

beforeAll(async () => {
  between.listen(0, "127.0.0.1");
  await once(between, "listening");
  const { port } = between.address() as AddressInfo;
  stage = await startStage({ env: { COCONUT_API_URL: `http://127.0.0.1:${port}` } });
});
beforeEach(async () => {
  deliverAnswer = (event) => stage.sender.send(event);
  await stage.tellOrigin(true);
  await control("deliveries/release");
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
  between.closeAllConnections();
  between.close();
});

const control = (path: string) =>
  fetch(`${stage.service.coconut.url}/sandbox/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });

async function leadId(): Promise<string> {
  const leads = await stage.service.dynamics.rows("leads");
  return String(leads.find(({ lastname }) => lastname === "Becker")?.["leadid"]);
}

async function book(differences: Partial<BookingRequest> = {}) {
  const wish = await stage.wish({ row: { table: "lead", id: await leadId() }, ...differences });
  const outcome = await stage.booker({ sender: { send: deliverAnswer } }).book(wish);
  if (outcome.kind !== "booked") throw new Error(outcome.kind);
  await control("deliveries/release");
  const { appointmentId } = outcome;
  const state = await untilDone(appointmentId, `pane:${appointmentId}`);
  const rows = await stage.service.dynamics.rows("appointments");
  return { state, row: rows.find(({ activityid }) => activityid === state.saved?.activityId) };
}

/** All that was told is dealt with, what is named among it. */
const untilDone = (appointmentId: string, told: string) =>
  stage.service.until(
    appointmentId,
    ({ events }) =>
      events.length >= 2 &&
      events.some(({ eventId, type }) => [eventId, type].includes(told)) &&
      events.every(({ outcome }) => outcome !== "pending"),
  );

test("neither answer nor delivery repeats the row: the appointment stands on it, and makes no second lead", async () => {
  await stage.tellOrigin(false);
  // A delivery without it that comes before the answer makes a lead: nobody could know.
  await control("deliveries/hold");
  onTheWay = ({ data }) => void delete data.attributes["utm"];
  const stranger = {
    firstName: "Zoe",
    lastName: "Stranger",
    email: "zoe.stranger@example.com",
    cellPhone: null,
    language: "en",
    notes: null,
    answers: [],
  } as const;
  const { row } = await book({ attendees: [stranger] });
  expect(row).toMatchObject({ _regardingobjectid_value: await leadId() });
  const leads = await stage.service.dynamics.newLeads();
  expect(leads.filter(({ lastname }) => lastname === "Stranger")).toEqual([]);
});

test("an answer without a time of its own, that comes after the cancellation, changes nothing", async () => {
  onTheWay = ({ data }) => {
    delete data.attributes["updated_at"];
    delete data.attributes["created_at"];
  };
  deliverAnswer = async (event) => {
    const { id } = event.appointment;
    await control(`appointments/${id}/cancel`);
    await untilDone(id, "appointment.cancelled");
    return stage.sender.send(event);
  };
  const { state, row } = await book();
  expect(state.events.at(-1)).toMatchObject({ outcome: "stale" });
  expect(row).toMatchObject({ statecode: 2, _regardingobjectid_value: await leadId() });
});

test("an answer that says less than the delivery of the same moment takes nothing away", async () => {
  onTheWay = (answer) => {
    answer.included = answer.included.filter(({ type }) => type === "attendees");
  };
  const { state, row } = await book();
  expect(state.saved?.owner).toMatchObject({ owner: { table: "systemuser" } });
  expect(row).toMatchObject({ subject: "Mortgage advice", location: expect.stringContaining("King Street") });
});
