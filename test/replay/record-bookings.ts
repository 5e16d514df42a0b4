/** Plays every branch of the Workflow `bookAppointment` and keeps the Event Histories: `npm run histories`. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bookingWorkflowIdFor } from "../../src/appointments/ids.ts";
import type { BookingLimits } from "../../src/booking/booker.ts";
import type { BookingRequest } from "../../src/booking/request.ts";
import { type Stage, startStage } from "../booking/stage.ts";
import { tenant } from "../helpers/service.ts";
import { saveHistory } from "./save-history.ts";

function handleOf(stage: Stage, { staffId, key }: BookingRequest) {
  return stage.service.temporal.workflow.getHandle(bookingWorkflowIdFor(tenant, staffId, key));
}

/** Books and keeps the history. */
async function save(
  stage: Stage,
  name: string,
  kind: string,
  options: { readonly wish?: BookingRequest; readonly limits?: Partial<BookingLimits> } = {},
): Promise<BookingRequest> {
  const { wish = await stage.wish(), limits = {} } = options;
  expect(await stage.booker({ limits }).book(wish)).toMatchObject({ kind });
  await keep(stage, name, wish);
  return wish;
}

/** Waits for the Workflow to end, well or not. */
async function keep(stage: Stage, name: string, wish: BookingRequest): Promise<void> {
  await handleOf(stage, wish)
    .result()
    .catch(() => undefined);
  await saveHistory(`booking-${name}`, handleOf(stage, wish));
}

describe("with a Coconut that is there", () => {
  let stage: Stage;
  beforeAll(async () => (stage = await startStage()));
  afterAll(() => stage[Symbol.asyncDispose]());

  test("booked; the time taken; a detail wrong; refused", async () => {
    const { start } = await save(stage, "booked", "booked");
    await save(stage, "slot-taken", "slot_taken", { wish: await stage.wish({ start }) });
    await save(stage, "invalid", "invalid", { wish: await stage.wish({ timezone: "Nowhere/Land" }) });
    await stage.fault({ status: 403 });
    await save(stage, "refused", "refused");
  });

  test("booked at the third attempt; given up, and started again", async () => {
    await stage.fault({ status: 429, retryAfter: 1 });
    await stage.fault({ status: 503, retryAfter: 1 });
    await save(stage, "third-attempt", "booked");
    await stage.fault({ status: 503, retryAfter: 120 });
    const wish = await save(stage, "unavailable", "unavailable");
    await save(stage, "started-again", "booked", { wish });
  });

  test("the answer lost, and the booking seen; never seen", async () => {
    await stage.fault({ drop: "after" });
    await save(stage, "seen", "booked");
    await stage.tellOrigin(false);
    await stage.fault({ drop: "after" });
    await save(stage, "never-seen", "unknown", { limits: { seenWithinMs: 500 } });
  });

  test("cancelled by an operator while it waits for word", async () => {
    await stage.tellOrigin(false);
    await stage.fault({ drop: "after" });
    const wish = await stage.wish();
    await stage.booker({ limits: { resultTimeoutMs: 1_500 } }).book(wish);
    await handleOf(stage, wish).cancel();
    await save(stage, "cancelled-by-operator", "unknown", { wish });
  });
});

test("taken up too late to begin", async () => {
  await using stage = await startStage({ withWorkers: false });
  const wish = await stage.wish();
  const limits = { beginWithinMs: 300, resultTimeoutMs: 1_000 };
  expect(await stage.booker({ limits }).book(wish)).toMatchObject({ kind: "unavailable" });
  await using _workers = await stage.service.startWorkers();
  await keep(stage, "too-late", wish);
});

test("an Activity that nobody takes up", async () => {
  await using stage = await startStage({ withWorkers: false });
  await using _workers = await stage.service.startWorkers("workflows only");
  await save(stage, "no-worker", "unavailable", { limits: { beginWithinMs: 1_000 } });
});
