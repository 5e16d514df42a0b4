/** A booking is made once, and its answer is the same however often and by whomever it is asked for. */
import { expect } from "vitest";
import { bookingWorkflowIdFor } from "../../src/appointments/ids.ts";
import type { BookingOutcome } from "../../src/booking/request.ts";
import { testWithStage } from "./stage.ts";

const test = testWithStage();

function appointmentIdOf(outcome: BookingOutcome): string {
  if (outcome.kind !== "booked") throw new Error(`not booked: ${JSON.stringify(outcome)}`);
  return outcome.appointmentId;
}

test("a booking is answered with what Coconut made of it", async ({ stage }) => {
  const wish = await stage.wish({ staff: null });
  const outcome = await stage.booker().book(wish);
  expect(outcome).toEqual({
    kind: "booked",
    appointmentId: appointmentIdOf(outcome),
    subject: "Mortgage advice",
    start: wish.start,
    end: wish.start.replace("00:00", "45:00"),
    timezone: "America/Toronto",
    location: "King Street",
    staff: expect.stringMatching(/^\p{L}+ \p{L}+$/u),
  });
});

test("the appointment is on its way to Dynamics with the row it was booked from, though no delivery says so", async ({
  stage,
}) => {
  await stage.tellOrigin(false);
  const wish = await stage.wish();
  const appointmentId = appointmentIdOf(await stage.booker().book(wish));
  const { events, bookedFrom } = await stage.service.until(
    appointmentId,
    (state) => state.events.length === 2,
  );
  expect(events.map(({ eventId }) => eventId)).toContain(`pane:${appointmentId}`);
  expect(bookedFrom).toMatchObject(wish.row);
});

test("the same key twice at once, at two servers, is one booking", async ({ stage }) => {
  const wish = await stage.wish();
  const { result, asked, booked } = await stage.during(() =>
    Promise.all([stage.booker().book(wish), stage.booker().book(wish)]),
  );
  expect([asked, booked]).toEqual([1, 1]);
  expect(result[0].kind).toBe("booked");
  expect(result[1]).toEqual(result[0]);
});

test("the same key later, after a restart of the server, has the same answer", async ({ stage }) => {
  const wish = await stage.wish();
  const first = await stage.booker().book(wish);
  const { result, asked } = await stage.during(() => stage.booker().book(wish));
  expect(result).toEqual(first);
  expect(asked).toBe(0);
  const { duplicates } = await stage.service.until(appointmentIdOf(first), (state) => state.duplicates > 0);
  expect(duplicates).toBe(1);
});

test("the same key for another booking is refused, and the first one stands", async ({ stage }) => {
  const wish = await stage.wish();
  expect((await stage.booker().book(wish)).kind).toBe("booked");
  const { result, asked } = await stage.during(() => stage.booker().book({ ...wish, notify: false }));
  expect(result).toEqual({ kind: "key_reused" });
  expect(asked).toBe(0);
});

test("the same key of two bankers is two bookings", async ({ stage }) => {
  const [mine, theirs] = [await stage.wish(), await stage.wish({ staffId: "32" })];
  const { booked } = await stage.during(() =>
    Promise.all([stage.booker().book(mine), stage.booker().book({ ...theirs, key: mine.key })]),
  );
  expect(booked).toBe(2);
});

test("a time that was taken is said so, as often as it is asked for", async ({ stage }) => {
  const wish = await stage.wish();
  await stage.booker().book(wish);
  const late = await stage.wish({ start: wish.start });
  const { result, asked } = await stage.during(async () => [
    await stage.booker().book(late),
    await stage.booker().book(late),
  ]);
  expect(result).toEqual([{ kind: "slot_taken" }, { kind: "slot_taken" }]);
  expect(asked).toBe(1);
});

test("what Coconut finds wrong is told with its place in the request", async ({ stage }) => {
  const [attendee] = (await stage.wish()).attendees;
  if (attendee === undefined) throw new Error("nobody is coming");
  const answers = [{ questionId: "501", value: "because" }];
  const wish = await stage.wish({ attendees: [{ ...attendee, email: "no address", answers }] });
  const outcome = await stage.booker().book(wish);
  expect(outcome).toMatchObject({ kind: "invalid", issues: [{ path: "attendees.0.email" }] });

  const misplaced = await stage.booker().book(await stage.wish({ attendees: [{ ...attendee, answers }] }));
  expect(misplaced).toMatchObject({ kind: "invalid", issues: [{ path: "attendees.0.answers" }] });
});

test("a refusal is passed on with its status and without Coconut's words", async ({ stage }) => {
  await stage.fault({ status: 403 });
  const outcome = await stage.booker().book(await stage.wish());
  expect(outcome).toEqual({ kind: "refused", reason: "Coconut answered with status 403" });
});

test("an event that cannot be sent leaves the booking as it is", async ({ stage }) => {
  const sender = { send: () => Promise.reject(new Error("Temporal did not confirm")) };
  const outcome = await stage.booker({ sender }).book(await stage.wish());
  await stage.service.until(appointmentIdOf(outcome), ({ syncState }) => syncState === "InStep");
});

test("an operator finds the booking by its appointment, and nothing there names a client", async ({
  stage,
}) => {
  const wish = await stage.wish();
  const appointmentId = appointmentIdOf(await stage.booker().book(wish));
  const workflowId = bookingWorkflowIdFor("acme", wish.staffId, wish.key);
  const { searchAttributes, memo, status, type } = await stage.service.temporal.workflow
    .getHandle(workflowId)
    .describe();
  expect(status.name).toBe("COMPLETED");
  expect(type).toBe("bookAppointment");
  expect(searchAttributes).toMatchObject({ AppointmentId: [appointmentId], BookingOutcome: ["booked"] });
  expect(JSON.stringify([workflowId, searchAttributes, memo])).not.toMatch(/Zoe|Kay|example/);
});
