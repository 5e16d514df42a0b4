/** What a person must decide waits for that person, is seen, and goes on. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { workflowIdFor } from "../../src/appointments/ids.ts";
import { retrySignal, skipSignal } from "../../src/workflows/messages.ts";
import { canonicalEvent } from "../helpers/canonical.ts";
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
beforeEach(() => service.dynamics.privileges({ grant: ["prvCreateLead"] }));

const handle = (id: string) => service.temporal.workflow.getHandle(workflowIdFor("acme", id));
const isParked = ({ syncState }: { syncState: string }) => syncState === "NeedsAttention";

async function parked(name: string) {
  await service.dynamics.privileges({ revoke: ["prvCreateLead"] });
  const person = newcomer(name);
  const booking = bookingOf(person);
  const event = await story.tell("appointment.created", booking);
  const state = await service.until(booking.id, isParked);
  return { person, booking, event, state };
}

test("a missing privilege parks the Workflow, says which and what to do; `retry` goes on", async () => {
  const { person, booking, event, state } = await parked("Omar");
  expect(state.problem).toMatchObject({
    type: "DynamicsRefused",
    message: expect.stringContaining("prvCreateLead"),
  });
  expect(state.problem?.message).toContain("`retry`");
  expect(JSON.stringify(state.problem)).not.toContain(person.lastName);

  await handle(booking.id).signal(retrySignal);
  await service.until(
    booking.id,
    ({ problem, syncState }) => syncState === "NeedsAttention" && problem?.since !== state.problem?.since,
  );
  await service.dynamics.privileges({ grant: ["prvCreateLead"] });
  await handle(booking.id).signal(retrySignal);
  await service.untilDone(booking.id, event.id);
  expect(await story.leadsOf(person)).toHaveLength(1);
  expect(await story.rowOf(booking)).toMatchObject({ statecode: 3 });
});

test("the parked are a list an operator can search, and leave it when they go on", async () => {
  const { booking } = await parked("Nils");
  const listed = async () => {
    const found = service.temporal.workflow.list({ query: 'SyncState = "NeedsAttention"' });
    const ids: string[] = [];
    for await (const { workflowId } of found) ids.push(workflowId);
    return ids;
  };
  await expect.poll(listed).toContain(workflowIdFor("acme", booking.id));
  await handle(booking.id).signal(skipSignal);
  await expect.poll(listed).not.toContain(workflowIdFor("acme", booking.id));
});

test("`skip` leaves the event unwritten; the next one is written", async () => {
  const { booking, event, person } = await parked("Ines");
  await handle(booking.id).signal(skipSignal);
  const state = await service.untilDone(booking.id, event.id);
  expect(state).toMatchObject({ syncState: "Skipped", events: [{ outcome: "skipped" }] });
  expect(await story.leadsOf(person)).toEqual([]);
  await service.dynamics.privileges({ grant: ["prvCreateLead"] });
  await story.tellAndWait("appointment.updated", { ...booking, updatedAt: at(60) });
  expect(await story.rowOf(booking)).toMatchObject({ statecode: 3 });
});

test("a newer event takes the place of a parked one; an older one does not", async () => {
  const { booking, event, person } = await parked("Timo");
  await story.tell("appointment.updated", { ...booking, updatedAt: at(1) });
  await service.until(booking.id, ({ events }) => events[1]?.outcome === "stale");
  expect((await service.state(booking.id)).syncState).toBe("NeedsAttention");
  await service.dynamics.privileges({ grant: ["prvCreateLead"] });
  await story.tellAndWait("appointment.updated", { ...booking, notes: "newer", updatedAt: at(60) });
  const state = await service.state(booking.id);
  expect(state.events.find(({ eventId }) => eventId === event.id)?.outcome).toBe("superseded");
  expect(await story.leadsOf(person)).toHaveLength(1);
  expect((await story.rowOf(booking))?.["description"]).toMatch(/^newer/);
});

test("an unknown status is asked about, not guessed; the next known one cures it", async () => {
  const booking = bookingOf(newcomer("Rosa"), { status: "Daydreaming" });
  await story.tell("appointment.created", booking);
  const state = await service.until(booking.id, isParked);
  expect(state.problem).toMatchObject({
    type: "MappingIncomplete",
    message: expect.stringContaining("Daydreaming"),
  });
  await story.tellAndWait("appointment.status_changed", { ...booking, status: "Served", updatedAt: at(60) });
  expect(await story.rowOf(booking)).toMatchObject({ statecode: 3 });
});

test("a retry that was sent before anything was parked is no standing order", async () => {
  const booking = bookingOf(newcomer("Otto"));
  await story.tellAndWait("appointment.created", booking);
  await handle(booking.id).signal(retrySignal);
  await handle(booking.id).signal(skipSignal);
  await story.tell("appointment.updated", { ...booking, status: "Odd", updatedAt: at(60) });
  expect((await service.until(booking.id, isParked)).problem?.type).toBe("MappingIncomplete");
});

test("a Signal typed by hand that is no event is counted and harms nothing", async () => {
  const booking = bookingOf(newcomer("Vera"));
  await story.tellAndWait("appointment.created", booking);
  const nearly = { ...canonicalEvent({}), occurredAt: "yesterday" };
  const anothers = canonicalEvent({ appointment: { id: "another", updatedAt: at(500) } });
  for (const garbage of [null, { version: 1, appointment: null }, nearly, anothers]) {
    await handle(booking.id).signal("appointmentChanged", garbage);
  }
  await service.until(booking.id, ({ rejected }) => rejected === 4);
  await story.tellAndWait("appointment.updated", { ...booking, notes: "still here", updatedAt: at(60) });
  expect((await story.rowOf(booking))?.["description"]).toMatch(/^still here/);
});

test("a client whose lead was deleted is looked up again, and becomes a lead again", async () => {
  const person = newcomer("Emma");
  const booking = bookingOf(person);
  await story.tellAndWait("appointment.created", booking);
  const leadId = String((await story.leadsOf(person))[0]?.["leadid"]);
  await service.dynamics.deleteRow("leads", leadId);
  await story.tellAndWait("appointment.updated", { ...booking, notes: "again", updatedAt: at(60) });
  expect(await story.leadsOf(person)).toHaveLength(1);
  expect((await story.rowOf(booking))?.["_regardingobjectid_value"]).toBe(leadId);
});

test("an appointment row that a user deleted, or completed by hand, is written again", async () => {
  const booking = bookingOf(newcomer("Finn"));
  const state = await story.tellAndWait("appointment.created", booking);
  const activityId = state.saved?.activityId ?? "";
  await service.dynamics.deleteRow("appointments", activityId);
  await story.tellAndWait("appointment.updated", { ...booking, notes: "one", updatedAt: at(60) });
  expect(await story.rowOf(booking)).toMatchObject({ activityid: activityId, statecode: 3 });

  await service.dynamics.patchRow("appointments", activityId, { statecode: 1, statuscode: 3 });
  await story.tellAndWait("appointment.updated", { ...booking, notes: "two", updatedAt: at(120) });
  expect(await story.rowOf(booking)).toMatchObject({
    statecode: 3,
    description: expect.stringMatching(/^two/),
  });
});

test("an operator reads in Temporal what is wrong and what to send, and no name of a person", async () => {
  const person = newcomer("Gil");
  const booking = bookingOf(person, { status: "Odd" });
  await story.tell("appointment.created", booking);
  await service.until(booking.id, ({ syncState }) => syncState === "NeedsAttention");
  const details = async () => {
    const metadata = await handle(booking.id).query<{ currentDetails?: string }>(
      "__temporal_workflow_metadata",
    );
    return metadata.currentDetails ?? "";
  };
  expect(await details()).toMatch(/Parked[^]*MappingIncomplete[^]*`retry`[^]*`skip`/);
  expect(await details()).not.toMatch(/Gil|Story|@example/);
  await handle(booking.id).signal(skipSignal);
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
  await handle(booking.id).cancel();
  await expect.poll(async () => (await handle(booking.id).describe()).status.name).toBe("CANCELLED");
  await story.tellAndWait("appointment.updated", { ...booking, status: "Confirmed", updatedAt: at(60) });
  expect(await story.rowOf(booking)).toMatchObject({ statecode: 3 });
});
