/** What a person must decide waits for that person, is seen, and goes on. */
import { expect } from "vitest";
import { workflowIdFor } from "../../src/appointments/ids.ts";
import { retrySignal, skipSignal } from "../../src/workflows/messages.ts";
import { canonicalEvent } from "../helpers/canonical.ts";
import { at } from "../helpers/events.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

const isParked = ({ syncState }: { syncState: string }) => syncState === "NeedsAttention";

const test = testWithService()
  /** An appointment that waits for a privilege. */
  .extend("parked", { scope: "file" }, ({ service, story }) => async (name: string) => {
    await service.dynamics.privileges({ revoke: ["prvCreateLead"] });
    const person = newcomer(name);
    const booking = bookingOf(person);
    const event = await story.tell("appointment.created", booking);
    const state = await service.until(booking.id, isParked);
    return { person, booking, event, state };
  });
test.beforeEach(({ service }) => service.dynamics.privileges({ grant: ["prvCreateLead"] }));

test("a missing privilege parks the Workflow, says which and what to do; `retry` goes on", async ({
  service,
  story,
  parked,
}) => {
  const { person, booking, event, state } = await parked("Omar");
  expect(state.problem).toMatchObject({
    type: "DynamicsRefused",
    message: expect.stringContaining("prvCreateLead"),
  });
  expect(state.problem?.message).toContain("`retry`");
  expect(JSON.stringify(state.problem)).not.toContain(person.lastName);

  await service.workflowOf(booking.id).signal(retrySignal);
  await service.until(
    booking.id,
    ({ problem, syncState }) => syncState === "NeedsAttention" && problem?.since !== state.problem?.since,
  );
  await service.dynamics.privileges({ grant: ["prvCreateLead"] });
  await service.workflowOf(booking.id).signal(retrySignal);
  await service.untilDone(booking.id, event.id);
  expect(await story.leadsOf(person)).toHaveLength(1);
  expect(await story.rowOf(booking)).toMatchObject({ statecode: 3 });
});

test("the parked are a list an operator can search, and leave it when they go on", async ({
  service,
  parked,
}) => {
  const { booking } = await parked("Nils");
  const listed = async () => {
    const found = service.temporal.workflow.list({ query: 'SyncState = "NeedsAttention"' });
    const ids: string[] = [];
    for await (const { workflowId } of found) ids.push(workflowId);
    return ids;
  };
  await expect.poll(listed).toContain(workflowIdFor("acme", booking.id));
  await service.workflowOf(booking.id).signal(skipSignal);
  await expect.poll(listed).not.toContain(workflowIdFor("acme", booking.id));
});

test("`skip` leaves the event unwritten; the next one is written", async ({ service, story, parked }) => {
  const { booking, event, person } = await parked("Ines");
  await service.workflowOf(booking.id).signal(skipSignal);
  const state = await service.untilDone(booking.id, event.id);
  expect(state).toMatchObject({ syncState: "Skipped", events: [{ outcome: "skipped" }] });
  expect(await story.leadsOf(person)).toEqual([]);
  await service.dynamics.privileges({ grant: ["prvCreateLead"] });
  await story.tellAndWait("appointment.updated", { ...booking, updatedAt: at(60) });
  expect(await story.rowOf(booking)).toMatchObject({ statecode: 3 });
});

test("a newer event takes the place of a parked one; an older one does not", async ({
  service,
  story,
  parked,
}) => {
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

test("an unknown status is asked about, not guessed; the next known one cures it", async ({
  service,
  story,
}) => {
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

test("a retry that was sent before anything was parked is no standing order", async ({ service, story }) => {
  const booking = bookingOf(newcomer("Otto"));
  await story.tellAndWait("appointment.created", booking);
  await service.workflowOf(booking.id).signal(retrySignal);
  await service.workflowOf(booking.id).signal(skipSignal);
  await story.tell("appointment.updated", { ...booking, status: "Odd", updatedAt: at(60) });
  expect((await service.until(booking.id, isParked)).problem?.type).toBe("MappingIncomplete");
});

test("a Signal typed by hand that is no event is counted and harms nothing", async ({ service, story }) => {
  const booking = bookingOf(newcomer("Vera"));
  await story.tellAndWait("appointment.created", booking);
  const nearly = { ...canonicalEvent({}), occurredAt: "yesterday" };
  const anothers = canonicalEvent({ appointment: { id: "another", updatedAt: at(500) } });
  for (const garbage of [null, { version: 1, appointment: null }, nearly, anothers]) {
    await service.workflowOf(booking.id).signal("appointmentChanged", garbage);
  }
  await service.until(booking.id, ({ rejected }) => rejected === 4);
  await story.tellAndWait("appointment.updated", { ...booking, notes: "still here", updatedAt: at(60) });
  expect((await story.rowOf(booking))?.["description"]).toMatch(/^still here/);
});

test("a client whose lead was deleted is looked up again, and becomes a lead again", async ({
  service,
  story,
}) => {
  const person = newcomer("Emma");
  const booking = bookingOf(person);
  await story.tellAndWait("appointment.created", booking);
  const leadId = String((await story.leadsOf(person))[0]?.["leadid"]);
  await service.dynamics.deleteRow("leads", leadId);
  await story.tellAndWait("appointment.updated", { ...booking, notes: "again", updatedAt: at(60) });
  expect(await story.leadsOf(person)).toHaveLength(1);
  expect((await story.rowOf(booking))?.["_regardingobjectid_value"]).toBe(leadId);
});

test("an appointment row that a user deleted, or completed by hand, is written again", async ({
  service,
  story,
}) => {
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

test("an operator reads in Temporal what is wrong and what to send, and no name of a person", async ({
  service,
  story,
}) => {
  const person = newcomer("Gil");
  const booking = bookingOf(person, { status: "Odd" });
  await story.tell("appointment.created", booking);
  await service.until(booking.id, ({ syncState }) => syncState === "NeedsAttention");
  const details = async () => {
    const metadata = await service
      .workflowOf(booking.id)
      .query<{ currentDetails?: string }>("__temporal_workflow_metadata");
    return metadata.currentDetails ?? "";
  };
  expect(await details()).toMatch(/Parked[^]*MappingIncomplete[^]*`retry`[^]*`skip`/);
  expect(await details()).not.toMatch(/Gil|Story|@example/);
  await service.workflowOf(booking.id).signal(skipSignal);
  await expect.poll(details).toContain("Not in step");
  expect(await details()).not.toContain("MappingIncomplete");
  await story.tellAndWait("appointment.updated", { ...booking, status: "Confirmed", updatedAt: at(60) });
  const state = await service.state(booking.id);
  expect(await details()).toContain(`appointment ${state.saved?.activityId}, written`);
  expect(await details()).not.toMatch(/Gil|Story|@example/);
});

test("an operator may end a parked Workflow, and the next event starts anew", async ({ service, story }) => {
  const booking = bookingOf(newcomer("Hal"), { status: "Odd" });
  await story.tell("appointment.created", booking);
  await service.until(booking.id, ({ syncState }) => syncState === "NeedsAttention");
  await service.workflowOf(booking.id).cancel();
  await expect
    .poll(async () => (await service.workflowOf(booking.id).describe()).status.name)
    .toBe("CANCELLED");
  await story.tellAndWait("appointment.updated", { ...booking, status: "Confirmed", updatedAt: at(60) });
  expect(await story.rowOf(booking)).toMatchObject({ statecode: 3 });
});
