/** Coconut books and its answer is lost or late: never a second booking, and the truth as soon as it is known. */
import { expect } from "vitest";
import { bookingWorkflowIdFor } from "../../src/appointments/ids.ts";
import { bookingConfirmedByDeliverySignal } from "../../src/workflows/messages.ts";
import { annLee, canonicalEvent } from "../helpers/canonical.ts";
import { testWithStage } from "./stage.ts";

const test = testWithStage();

test("the delivery proves the booking: it is booked once and answered", async ({ stage }) => {
  await stage.fault({ drop: "after" });
  const wish = await stage.wish();
  const { result, asked, booked } = await stage.during(async () => [
    await stage.booker().book(wish),
    await stage.booker().book(wish),
  ]);
  const [outcome = expect.fail()] = result;
  expect(outcome).toMatchObject({
    kind: "booked",
    subject: "Mortgage advice",
    start: wish.start,
    timezone: "America/Toronto",
    location: "King Street",
    staff: "Dana Roy",
  });
  expect(result[1]).toEqual(outcome);
  expect([asked, booked]).toEqual([1, 1]);
  const { bookedFrom } = await stage.service.until(
    outcome.kind === "booked" ? outcome.appointmentId : "",
    ({ syncState }) => syncState === "InStep",
  );
  expect(bookedFrom).toMatchObject(wish.row);
});

test("without word of it the outcome stays unknown, and asking again books nothing", async ({ stage }) => {
  await stage.tellOrigin(false);
  await stage.fault({ drop: "after" });
  const wish = await stage.wish();
  const booker = stage.booker({ limits: { seenWithinMs: 300 } });
  const { asked, booked } = await stage.during(async () => {
    expect(await booker.book(wish)).toEqual({ kind: "unknown" });
    expect(await booker.book(wish)).toEqual({ kind: "unknown" });
    expect(await stage.booker().book({ ...wish, notify: false })).toEqual({ kind: "key_reused" });
  });
  expect([asked, booked]).toEqual([1, 1]);
  const workflowId = bookingWorkflowIdFor("acme", wish.staffId, wish.key);
  const inDoubt = stage.service.temporal.workflow.list({ query: 'BookingOutcome = "unknown"' });
  const listed = async () => {
    const ids: string[] = [];
    for await (const run of inDoubt) ids.push(run.workflowId);
    return ids;
  };
  await expect.poll(listed).toContain(workflowId);
});

test("word that comes after the banker was told nothing is what the next question is answered with", async ({
  stage,
}) => {
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

test("an answer that comes too late for the banker is there when they ask again", async ({ stage }) => {
  const held = await stage.hold();
  const wish = await stage.wish();
  const booker = stage.booker({ limits: { resultTimeoutMs: 700 } });
  expect(await booker.book(wish)).toEqual({ kind: "unknown" });
  await held.untilThere();
  await held.letGo();
  expect(await stage.booker().book(wish)).toMatchObject({ kind: "booked", start: wish.start });
});
