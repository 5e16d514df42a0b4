/** Coconut's answer is lost, late or nonsense: never a second booking, and the truth as soon as it is known. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bookingWorkflowIdFor } from "../../src/appointments/ids.ts";
import { bookingConfirmedByDeliverySignal } from "../../src/workflows/messages.ts";
import { annLee, canonicalEvent } from "../helpers/canonical.ts";
import { wireEvent } from "../helpers/events.ts";
import { startStandIn, type Told } from "../helpers/stand-in.ts";
import { type Stage, startStage } from "./stage.ts";

describe("a Coconut that books and does not say so", () => {
  let stage: Stage;
  beforeAll(async () => (stage = await startStage()));
  beforeEach(() => stage.tellOrigin(true));
  afterAll(() => stage[Symbol.asyncDispose]());

  test("the delivery proves the booking: it is booked once and answered", async () => {
    await stage.fault({ drop: "after" });
    const before = [await stage.asked(), await stage.booked()] as const;
    const wish = await stage.wish();
    const outcome = await stage.booker().book(wish);
    expect(outcome).toMatchObject({
      kind: "booked",
      subject: "Mortgage advice",
      start: wish.start,
      timezone: "America/Toronto",
      location: "King Street",
      staff: "Dana Roy",
    });
    expect(await stage.booker().book(wish)).toEqual(outcome);
    expect([(await stage.asked()) - before[0], (await stage.booked()) - before[1]]).toEqual([1, 1]);
    const { bookedFrom } = await stage.service.until(
      outcome.kind === "booked" ? outcome.appointmentId : "",
      ({ syncState }) => syncState === "InStep",
    );
    expect(bookedFrom).toMatchObject(wish.row);
  });

  test("without word of it the outcome stays unknown, and asking again books nothing", async () => {
    await stage.tellOrigin(false);
    await stage.fault({ drop: "after" });
    const before = [await stage.asked(), await stage.booked()] as const;
    const wish = await stage.wish();
    const booker = stage.booker({ limits: { seenWithinMs: 300 } });
    expect(await booker.book(wish)).toEqual({ kind: "unknown" });
    expect(await booker.book(wish)).toEqual({ kind: "unknown" });
    expect(await stage.booker().book({ ...wish, notify: false })).toEqual({ kind: "key_reused" });
    expect([(await stage.asked()) - before[0], (await stage.booked()) - before[1]]).toEqual([1, 1]);
  });

  test("word that comes after the banker was told nothing is what the next question is answered with", async () => {
    await stage.tellOrigin(false);
    await stage.fault({ drop: "after" });
    const before = await stage.booked();
    const wish = await stage.wish();
    expect(await stage.booker({ limits: { resultTimeoutMs: 1_500 } }).book(wish)).toEqual({
      kind: "unknown",
    });
    await expect.poll(async () => (await stage.booked()) - before).toBe(1);
    const { key: bookingKey, staffId: bookerId, row } = wish;
    const handle = stage.service.temporal.workflow.getHandle(
      bookingWorkflowIdFor("acme", bookerId, bookingKey),
    );
    const told = (id: string, of: string) => {
      const bookedFrom = { ...row, bookingKey: of, bookerId };
      return canonicalEvent({ appointment: { id, attendees: [annLee], bookedFrom } });
    };
    await handle.signal(bookingConfirmedByDeliverySignal, told("76", "another"));
    await handle.signal(bookingConfirmedByDeliverySignal.name, "typed by hand");
    const isDealtWith = async () => {
      const events = (await handle.fetchHistory()).events ?? [];
      const signalled = events.findLastIndex((event) => event.workflowExecutionSignaledEventAttributes);
      return events.findLastIndex((event) => event.workflowTaskCompletedEventAttributes) > signalled;
    };
    await expect.poll(isDealtWith).toBe(true);
    expect((await handle.describe()).status.name).toBe("RUNNING");
    await handle.signal(bookingConfirmedByDeliverySignal, told("77", bookingKey));
    expect(await stage.booker().book(wish)).toMatchObject({ kind: "booked", appointmentId: "77" });
  });

  test("an answer that comes too late for the banker is there when they ask again", async () => {
    const held = await stage.hold();
    const wish = await stage.wish();
    const booker = stage.booker({ limits: { resultTimeoutMs: 700 } });
    expect(await booker.book(wish)).toEqual({ kind: "unknown" });
    await held.untilThere();
    await held.letGo();
    expect(await stage.booker().book(wish)).toMatchObject({ kind: "booked", start: wish.start });
  });
});

describe("a Coconut that answers with something else", () => {
  const page = { headers: { "content-type": "text/html" }, body: "<html>Zoe Kay, thank you!</html>" };
  const document = (attributes: object) => ({
    status: 201,
    body: JSON.stringify({ data: { type: "appointments", id: "5", attributes } }),
  });
  let told: Told;
  let stage: Stage;
  let coconut: Awaited<ReturnType<typeof startStandIn>>;
  beforeAll(async () => {
    coconut = await startStandIn(() => told);
    stage = await startStage({ env: { COCONUT_API_URL: coconut.url } });
  });
  afterAll(async () => {
    await stage[Symbol.asyncDispose]();
    await coconut[Symbol.asyncDispose]();
  });

  test.each([
    ["a page", { ...page, status: 200 }],
    ["a gateway's page", { ...page, status: 502 }],
    ["a success without data", { status: 200, body: "{}" }],
    ["half an answer", "cut"],
    ["far too much", { status: 201, body: `{"data":"${"x".repeat(300_000)}"}` }],
  ] as const)("%s: the outcome is unknown, and one request was made", async (_name, answer) => {
    told = answer;
    const before = coconut.asked.length;
    const booker = stage.booker({ limits: { seenWithinMs: 200 } });
    const wish = await stage.wish();
    expect(await booker.book(wish)).toEqual({ kind: "unknown" });
    expect(await booker.book(wish)).toEqual({ kind: "unknown" });
    expect(coconut.asked.length - before).toBe(1);
  });

  test("a booking whose document cannot be read is booked, and the delivery is left to tell of it", async () => {
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

  test("a document that passes for a delivery is read as the booking that it answers", async () => {
    const delivery = { ...wireEvent("appointment.cancelled", { id: "6" }), tenant: "somebody-else" };
    told = { status: 201, body: JSON.stringify(delivery) };
    const sent: unknown[] = [];
    const sender = { send: (event: unknown) => Promise.resolve({ workflowId: `${sent.push(event)}` }) };
    await stage.booker({ sender }).book(await stage.wish());
    expect(sent).toMatchObject([{ type: "appointment.created", tenant: "acme", eventId: "pane:6" }]);
  });
});
