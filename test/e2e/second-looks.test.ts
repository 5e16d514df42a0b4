/** What was true at the first look and is not any more; and first looks at what is half over already. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { workflowIdFor } from "../../src/appointments/ids.ts";
import { skipSignal } from "../../src/workflows/messages.ts";
import { at } from "../helpers/events.ts";
import { type Service, startService } from "../helpers/service.ts";
import { bookingOf, createStory, newcomer, type Story } from "../helpers/story.ts";

let service: Service;
let story: Story;
beforeAll(async () => {
  service = await startService();
  story = createStory(service);
});
afterAll(() => service[Symbol.asyncDispose]());

test("an attendee whom Dynamics did not know is looked up again before becoming a lead", async () => {
  const [first, second] = [newcomer("Abe"), newcomer("Bea")];
  const booking = bookingOf(first, { attendees: [first, second] });
  await story.tellAndWait("appointment.created", booking);
  // Meanwhile Bea is met elsewhere, as another client of Coconut's: only e-mail and name can find her.
  await story.tellAndWait("appointment.created", bookingOf({ ...second, clientId: "elsewhere" }));
  const [lead] = await story.leadsOf(second);
  const attendees = [{ ...first, status: "Cancelled" }, second];
  await story.tellAndWait("attendee.cancelled", { ...booking, attendees, updatedAt: at(60) });
  expect(await story.leadsOf(second)).toHaveLength(1);
  expect((await story.rowOf(booking))?.["_regardingobjectid_value"]).toBe(lead?.["leadid"]);
});

test("an appointment that all had cancelled before we heard of it is on its first client's timeline", async () => {
  const person = newcomer("Cleo");
  const booking = bookingOf(person, { attendees: [{ ...person, status: "Cancelled" }] });
  await story.tellAndWait("attendee.cancelled", booking);
  const [lead] = await story.leadsOf(person);
  expect(lead).toBeDefined();
  expect(await story.rowOf(booking)).toMatchObject({
    statecode: 2,
    _regardingobjectid_value: lead?.["leadid"],
  });
});

test("a group that was written and then emptied does not wait: it is cancelled, on the timeline it was on", async () => {
  const person = newcomer("Dov");
  const group = bookingOf(person, { group: true });
  await story.tellAndWait("appointment.created", group);
  const before = await story.rowOf(group);
  const state = await story.tellAndWait("attendee.cancelled", {
    ...group,
    attendees: [],
    updatedAt: at(60),
  });
  expect(state.syncState).toBe("InStep");
  expect(await story.rowOf(group)).toMatchObject({
    statecode: 2,
    _regardingobjectid_value: before?.["_regardingobjectid_value"],
  });
});

test("a walk-in that was written and goes on after all does not wait again", async () => {
  const walkIn = bookingOf(newcomer("Eda"), { walkIn: true, status: "Completed" });
  await story.tellAndWait("walkin.created", walkIn);
  expect(await story.rowOf(walkIn)).toMatchObject({ statecode: 1 });
  const again = { ...walkIn, status: "In Progress", updatedAt: at(60) };
  expect((await story.tellAndWait("walkin.updated", again)).syncState).toBe("InStep");
  expect(await story.rowOf(walkIn)).toMatchObject({ statecode: 3 });
});

test("a booking that two requests changed and that was closed by us is opened at once: one request", async () => {
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

test("when a row that was remembered is gone, everybody is asked for anew, the staff too", async () => {
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

test("a Search Attribute that is true already costs no event of history", async () => {
  const booking = bookingOf(newcomer("Joe"));
  await story.tellAndWait("appointment.created", booking);
  const history = await service.temporal.workflow.getHandle(workflowIdFor("acme", booking.id)).fetchHistory();
  const upserts = history.events?.flatMap(
    (event) => event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields ?? [],
  );
  expect(upserts?.map(Object.keys)).toEqual([["SyncState"]]);
});

test("an operator reads in Temporal what is wrong and what to send, and no name of a person", async () => {
  const person = newcomer("Gil");
  const booking = bookingOf(person, { status: "Odd" });
  await story.tell("appointment.created", booking);
  await service.until(booking.id, ({ syncState }) => syncState === "NeedsAttention");
  const handle = service.temporal.workflow.getHandle(workflowIdFor("acme", booking.id));
  const details = async () => {
    const metadata = await handle.query<{ currentDetails?: string }>("__temporal_workflow_metadata");
    return metadata.currentDetails ?? "";
  };
  expect(await details()).toMatch(/Parked[^]*MappingIncomplete[^]*`retry`[^]*`skip`/);
  expect(await details()).not.toMatch(/Gil|Story|@example/);
  await handle.signal(skipSignal);
  await expect.poll(details).toContain("Not in step");
  expect(await details()).not.toContain("MappingIncomplete");
  await story.tellAndWait("appointment.updated", { ...booking, status: "Confirmed", updatedAt: at(60) });
  const state = await service.state(booking.id);
  expect(await details()).toContain(`appointment ${state.saved?.activityId}, written`);
  expect(await details()).not.toMatch(/Gil|Story|@example/);
});

test("an operator may end a parked Workflow, and the next event starts anew", async () => {
  const booking = bookingOf(newcomer("Hal"), { status: "Odd" });
  await story.tell("appointment.created", booking);
  await service.until(booking.id, ({ syncState }) => syncState === "NeedsAttention");
  const handle = service.temporal.workflow.getHandle(workflowIdFor("acme", booking.id));
  await handle.cancel();
  await expect.poll(async () => (await handle.describe()).status.name).toBe("CANCELLED");
  await story.tellAndWait("appointment.updated", { ...booking, status: "Confirmed", updatedAt: at(60) });
  expect(await story.rowOf(booking)).toMatchObject({ statecode: 3 });
});

test("a write whose reply was lost does not pass for undone when the change is taken back", async () => {
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

test("Retry-After of nothing is tried again: it parks nobody", async () => {
  await service.dynamics.fault({ times: 1, path: "/api/data/", status: 503, retryAfter: 0 });
  const state = await story.tellAndWait("appointment.created", bookingOf(newcomer("Hal")));
  expect(state.syncState).toBe("InStep");
});
