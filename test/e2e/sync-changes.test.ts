/** What happens to the row when the appointment changes, whatever way the events come. */
import { expect } from "vitest";
import { workflowIdFor } from "../../src/appointments/ids.ts";
import { at, wireEvent } from "../helpers/events.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

const test = testWithService();

test("a reschedule and a new banker change the same row; two requests, since the banker is new to us", async ({
  story,
}) => {
  const booking = bookingOf(newcomer("Noah"));
  await story.tellAndWait("appointment.created", booking);
  const before = await story.rowOf(booking);
  const marc = { id: "32", firstName: "Marc", lastName: "Tremblay", email: "marc.tremblay@acme.example" };
  const moved = {
    ...booking,
    start: "2026-03-11 09:00:00",
    end: "2026-03-11 09:30:00",
    staff: [marc],
    updatedAt: at(60),
  };
  const operations = await story.operationsDuring(() => story.tellAndWait("appointment.rescheduled", moved));
  expect(operations).toHaveLength(2);
  const after = await story.rowOf(booking);
  expect(after).toMatchObject({
    activityid: before?.["activityid"],
    scheduledstart: "2026-03-11T13:00:00Z",
  });
  expect(after?.["_ownerid_value"]).not.toBe(before?.["_ownerid_value"]);
});

test("costs one request, and nothing when nothing is in it", async ({ story }) => {
  const booking = bookingOf(newcomer("Lea"));
  await story.tellAndWait("appointment.created", booking);
  const changed = { ...booking, notes: "Bring papers", updatedAt: at(60) };
  expect(await story.operationsDuring(() => story.tellAndWait("appointment.updated", changed))).toHaveLength(
    1,
  );
  expect((await story.rowOf(booking))?.["description"]).toMatch(/^Bring papers\n/);
  const same = { ...changed, updatedAt: at(120) };
  expect(await story.operationsDuring(() => story.tellAndWait("appointment.updated", same))).toHaveLength(0);
  const cleared = { ...booking, updatedAt: at(180) };
  await story.tellAndWait("appointment.updated", cleared);
  expect((await story.rowOf(booking))?.["description"]).not.toMatch(/Bring papers/);
});

test("a second delivery of the same event changes nothing and is counted", async ({ service, story }) => {
  const booking = bookingOf(newcomer("Ida"));
  const event = await story.tell("appointment.created", booking);
  await service.untilDone(booking.id, event.id);
  const before = await story.rowOf(booking);
  await Promise.all([service.deliver(event), service.deliver(event)]);
  const state = await service.until(booking.id, ({ duplicates }) => duplicates === 2);
  expect(state.events).toHaveLength(1);
  expect((await story.rowOf(booking))?.["versionnumber"]).toBe(before?.["versionnumber"]);
});

test("every order and repetition of a booking's events ends in the same row", async ({ service, story }) => {
  const orders = [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [2, 0, 3, 1],
    [1, 3, 0, 2],
    [3, 0, 0, 1, 2, 3],
    [0, 2, 1, 2, 3, 1],
  ];
  const finals = await Promise.all(
    orders.map(async (order) => {
      const booking = bookingOf({ ...newcomer("Eve"), lastName: "Order" });
      const events = [
        wireEvent("appointment.created", { ...booking, updatedAt: at(1) }),
        wireEvent("appointment.rescheduled", {
          ...booking,
          start: "2026-03-12 10:00:00",
          end: "2026-03-12 11:00:00",
          updatedAt: at(2),
        }),
        wireEvent("appointment.updated", {
          ...booking,
          start: "2026-03-13 10:00:00",
          end: "2026-03-13 11:00:00",
          notes: "later",
          updatedAt: at(3),
        }),
        wireEvent("appointment.cancelled", {
          ...booking,
          start: "2026-03-13 10:00:00",
          end: "2026-03-13 11:00:00",
          notes: "later",
          status: "Cancelled",
          updatedAt: at(4),
        }),
      ];
      for (const index of order) {
        const event = events[index];
        if (event) expect((await service.deliver(event)).status).toBe(202);
      }
      await service.until(
        booking.id,
        (state) => state.events.length === 4 && state.events.every(({ outcome }) => outcome !== "pending"),
      );
      const row = await story.rowOf(booking);
      return [row?.["scheduledstart"], row?.["statecode"], row?.["statuscode"], row?.["description"]];
    }),
  );
  expect(new Set(finals.map((final) => JSON.stringify(final))).size).toBe(1);
  expect(finals[0]?.slice(0, 3)).toEqual(["2026-03-13T14:00:00Z", 2, 4]);
});

test("a completed appointment that comes alive again is reopened in one request", async ({ story }) => {
  const booking = bookingOf(newcomer("Tom"));
  await story.tellAndWait("appointment.created", booking);
  await story.tellAndWait("appointment.status_changed", {
    ...booking,
    status: "Completed",
    updatedAt: at(60),
  });
  expect(await story.rowOf(booking)).toMatchObject({ statecode: 1, statuscode: 3 });
  const again = {
    ...booking,
    start: "2026-03-20 10:00:00",
    end: "2026-03-20 11:00:00",
    updatedAt: at(120),
  };
  expect(
    await story.operationsDuring(() => story.tellAndWait("appointment.rescheduled", again)),
  ).toHaveLength(1);
  expect(await story.rowOf(booking)).toMatchObject({
    statecode: 3,
    statuscode: 5,
    scheduledstart: "2026-03-20T14:00:00Z",
  });
});

test("each status has its state and reason; a no-show keeps its word", async ({ story }) => {
  const booking = bookingOf(newcomer("Pia"));
  const expected = [
    ["Confirmed", 3, 5],
    ["Arrived", 3, 5],
    ["In Progress", 3, 5],
    ["Served", 3, 5],
    ["Completed", 1, 3],
    ["No Show", 2, 4],
    ["Canceled", 2, 4],
  ] as const;
  for (const [index, [status, statecode, statuscode]] of expected.entries()) {
    await story.tellAndWait("appointment.status_changed", { ...booking, status, updatedAt: at(index * 10) });
    expect(await story.rowOf(booking), status).toMatchObject({ statecode, statuscode });
    if (status === "No Show") expect((await story.rowOf(booking))?.["description"]).toContain("No Show");
  }
});

test("an update that comes while the first write still waits for Dynamics is applied after it", async ({
  service,
  story,
}) => {
  const booking = bookingOf(newcomer("Uma"));
  await service.dynamics.fault({ times: 1_000, path: "leads(", method: "PATCH", status: 503 });
  await service.dynamics.clearRequests();
  await story.tell("appointment.created", booking);
  // Taken up, and refused once.
  const refused = async () => (await service.dynamics.requests()).some(({ status }) => status === 503);
  await expect.poll(refused).toBe(true);
  const update = await story.tell("appointment.updated", { ...booking, notes: "second", updatedAt: at(60) });
  const bothWait = await service.until(booking.id, ({ events }) => events.length === 2);
  expect(bothWait.events.map(({ outcome }) => outcome)).toEqual(["pending", "pending"]);
  await service.dynamics.clearFaults();
  const state = await service.untilDone(booking.id, update.id);
  expect(state.events.map(({ outcome }) => outcome)).toEqual(["applied", "applied"]);
  expect((await story.rowOf(booking))?.["description"]).toMatch(/^second/);
});

test("a row that we closed ourselves is opened and changed in one request", async ({ story }) => {
  const booking = bookingOf(newcomer("Fay"), { status: "Completed" });
  expect((await story.tellAndWait("appointment.created", booking)).saved?.how).toBe("written");
  const state = await story.tellAndWait("appointment.updated", {
    ...booking,
    notes: "late",
    updatedAt: at(60),
  });
  expect(state.saved?.how).toBe("reopened");
  expect(await story.rowOf(booking)).toMatchObject({
    statecode: 1,
    description: expect.stringMatching(/^late/),
  });
});

test("when a row we remember was deleted, everybody is looked up again, staff too", async ({
  service,
  story,
}) => {
  const booking = bookingOf(newcomer("Ida"));
  await story.tellAndWait("appointment.created", booking);
  // Both forms of the save are told that something is gone; the new look-up trips over the staff's part of it.
  const gone = { status: 404, code: "0x80040217", message: "systemuser Does Not Exist" };
  await service.dynamics.fault({ times: 2, path: "appointments(", ...gone });
  await service.dynamics.fault({ times: 1, path: "systemusers?", status: 503 });
  const changed = { ...booking, notes: "anew", updatedAt: at(60) };
  const operations = await story.operationsDuring(() => story.tellAndWait("appointment.updated", changed));
  expect(operations.map((operation) => operation.split(" ")[0])).toEqual([
    "PATCH",
    "POST",
    "POST",
    "POST",
    "PATCH",
  ]);
  expect((await story.rowOf(booking))?.["description"]).toMatch(/^anew/);
});

test("a change whose reply was lost is written back when it is taken back: it does not count as never written", async ({
  service,
  story,
}) => {
  const booking = bookingOf(newcomer("Gil"));
  await story.tellAndWait("appointment.created", booking);
  const before = await story.rowOf(booking);
  // The new time is stored, nobody hears of it, and before it is written again Dynamics refuses to be written to.
  await service.dynamics.fault({ times: 1, method: "PATCH", path: "appointments(", drop: "after" });
  await service.dynamics.fault({ times: 1_000, method: "PATCH", path: "appointments(", status: 503 });
  const moved = { ...booking, start: "2026-03-12 10:00:00", end: "2026-03-12 11:00:00", updatedAt: at(60) };
  await story.tell("appointment.rescheduled", moved);
  const hasMoved = async () =>
    (await story.rowOf(booking))?.["scheduledstart"] !== before?.["scheduledstart"];
  await expect.poll(hasMoved).toBe(true);
  await service.dynamics.privileges({ revoke: ["prvWriteActivity"] });
  await service.dynamics.clearFaults();
  await service.until(booking.id, ({ syncState }) => syncState === "NeedsAttention");
  await service.dynamics.privileges({ grant: ["prvWriteActivity"] });
  await story.tellAndWait("appointment.rescheduled", { ...booking, updatedAt: at(120) });
  expect((await story.rowOf(booking))?.["scheduledstart"]).toBe(before?.["scheduledstart"]);
});

test("a Search Attribute that has not changed costs no event of history", async ({ service, story }) => {
  const booking = bookingOf(newcomer("Joe"));
  await story.tellAndWait("appointment.created", booking);
  const history = await service.temporal.workflow.getHandle(workflowIdFor("acme", booking.id)).fetchHistory();
  const upserts = history.events?.flatMap(
    (event) => event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields ?? [],
  );
  expect(upserts?.map(Object.keys)).toEqual([["SyncState"]]);
});
