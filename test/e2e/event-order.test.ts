/** Which event stands in the row when the sender's times do not order them, or its clock is wrong. */
import { expect } from "vitest";
import { at, wireEvent } from "../helpers/events.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

const test = testWithService();

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();

test("of changes in the same second the one that arrived last is written", async ({ service, story }) => {
  const booking = bookingOf(newcomer("Zoe"));
  const told = [
    ["appointment.created", "evt-m", "first"],
    ["appointment.updated", "evt-z", "second"],
    ["appointment.cancelled", "evt-k", "third"],
    ["appointment.rescheduled", "evt-a", "fourth"],
  ] as const;
  for (const [type, id, notes] of told) {
    const status = type === "appointment.cancelled" ? "Cancelled" : "Confirmed";
    const event = wireEvent(type, { ...booking, notes, status }, { id: `${id}-${booking.id}` });
    expect((await service.deliver(event)).status).toBe(202);
    const { events } = await service.untilDone(booking.id, event.id);
    expect(events.at(-1)?.outcome).toBe("applied");
  }
  expect((await story.rowOf(booking))?.["description"]).toMatch(/^fourth/);
  const again = wireEvent(
    "appointment.updated",
    { ...booking, notes: "second" },
    { id: `evt-z-${booking.id}` },
  );
  await service.deliver(again);
  await service.until(booking.id, ({ duplicates }) => duplicates === 1);
  expect((await story.rowOf(booking))?.["description"]).toMatch(/^fourth/);
});

test("a re-confirmation that was told after the cancellation counts, though both name one time of change", async ({
  service,
  story,
}) => {
  const booking = bookingOf(newcomer("Ida"), { updatedAt: at(30) });
  await story.tellAndWait("appointment.created", booking);
  for (const [type, status, seconds] of [
    ["appointment.cancelled", "Cancelled", 40],
    ["appointment.status_changed", "Confirmed", 50],
  ] as const) {
    const event = wireEvent(type, { ...booking, status }, { occurredAt: at(seconds) });
    await service.deliver(event);
    await service.untilDone(booking.id, event.id);
  }
  expect(await story.rowOf(booking)).toMatchObject({ statecode: 3 });
});

for (const hours of [1, 23]) {
  test(`a time of change ${hours} h ahead hides nothing that comes after it`, async ({ story }) => {
    const booking = bookingOf(newcomer("Uma"), { updatedAt: inSeconds(-60) });
    await story.tellAndWait("appointment.created", booking);
    await story.tellAndWait("appointment.updated", {
      ...booking,
      notes: "ahead",
      updatedAt: inSeconds(hours * 3_600),
    });
    await story.tellAndWait("appointment.rescheduled", {
      ...booking,
      notes: "moved",
      updatedAt: inSeconds(0),
    });
    expect((await story.rowOf(booking))?.["description"]).toMatch(/^moved/);
    await story.tellAndWait("appointment.cancelled", {
      ...booking,
      status: "Cancelled",
      updatedAt: inSeconds(1),
    });
    expect(await story.rowOf(booking)).toMatchObject({ statecode: 2 });
  });
}

test("a clock that is an hour ahead all the time still orders its events", async ({ service, story }) => {
  const booking = bookingOf(newcomer("Kai"), { updatedAt: inSeconds(3_600) });
  await story.tellAndWait("appointment.created", booking);
  await story.tellAndWait("appointment.cancelled", {
    ...booking,
    status: "Cancelled",
    updatedAt: inSeconds(3_620),
  });
  await story.tellAndWait("appointment.updated", { ...booking, notes: "late", updatedAt: inSeconds(3_610) });
  const { events } = await service.state(booking.id);
  expect(events.map(({ outcome }) => outcome)).toEqual(["applied", "applied", "stale"]);
  expect(await story.rowOf(booking)).toMatchObject({ statecode: 2 });
});
