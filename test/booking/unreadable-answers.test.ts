/** Coconut answers a request to book with something else than a booking: what is known then, and what is not. */
import { expect } from "vitest";
import { wireEvent } from "../helpers/events.ts";
import { startForFile } from "../helpers/fixtures.ts";
import { startStandIn, type Told } from "../helpers/stand-in.ts";
import { startStage, testWithStage } from "./stage.ts";

const page = { headers: { "content-type": "text/html" }, body: "<html>Zoe Kay, thank you!</html>" };
const document = (attributes: object) => ({
  status: 201,
  body: JSON.stringify({ data: { type: "appointments", id: "5", attributes } }),
});
let told: Told;

const coconut = startForFile(() => startStandIn(() => told));
const test = testWithStage(() => startStage({ env: { COCONUT_API_URL: coconut().url } }));

test.for([
  ["a page", { ...page, status: 200 }],
  ["a gateway's page", { ...page, status: 502 }],
  ["a success without data", { status: 200, body: "{}" }],
  ["half an answer", "cut"],
  ["far too much", { status: 201, body: `{"data":"${"x".repeat(300_000)}"}` }],
] as const)("%s: the outcome is unknown, and one request was made", async ([_name, answer], { stage }) => {
  told = answer;
  const before = coconut().asked.length;
  const booker = stage.booker({ limits: { seenWithinMs: 200 } });
  const wish = await stage.wish();
  expect(await booker.book(wish)).toEqual({ kind: "unknown" });
  expect(await booker.book(wish)).toEqual({ kind: "unknown" });
  expect(coconut().asked.length - before).toBe(1);
});

test("a booking whose document cannot be read is booked, and the delivery is left to tell of it", async ({
  stage,
}) => {
  told = document({ status: "Confirmed", start: "soon" });
  const sender = { send: () => Promise.reject(new Error("there is nothing to send")) };
  const wish = await stage.wish();
  expect(await stage.booker({ sender }).book(wish)).toEqual({
    kind: "booked",
    appointmentId: "5",
    subject: "",
    start: wish.start,
    end: wish.start,
    timezone: wish.timezone,
    location: null,
    staff: null,
  });
});

test("a document that passes for a delivery is read as the booking that it answers", async ({ stage }) => {
  const delivery = { ...wireEvent("appointment.cancelled", { id: "6" }), tenant: "somebody-else" };
  told = { status: 201, body: JSON.stringify(delivery) };
  const sent: unknown[] = [];
  const sender = { send: (event: unknown) => Promise.resolve({ workflowId: `${sent.push(event)}` }) };
  await stage.booker({ sender }).book(await stage.wish());
  expect(sent).toMatchObject([{ type: "appointment.created", tenant: "acme", eventId: "pane:6" }]);
});
