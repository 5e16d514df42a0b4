/** The row booked from is kept when a new run does not know of it, and followed when Dynamics merges it or it is told late. */
import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { Appointment, Attendee } from "../../src/appointments/appointment.ts";
import type { CoconutEvent } from "../../src/appointments/events.ts";
import { createEventSender } from "../../src/webhooks/sender.ts";
import { skipSignal } from "../../src/workflows/messages.ts";
import { canonicalEvent } from "../helpers/canonical.ts";
import { patienceMs } from "../helpers/service.ts";
import { newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

/** An appointment of somebody whom Dynamics does not know, booked from a lead of another name. */
function bookedFromLead(leadId: string) {
  const client = newcomer("Nora") as Attendee & { readonly lastName: string };
  const id = `stands-${client.id}`;
  const told = (type: CoconutEvent["type"], more: Partial<Appointment> = {}) =>
    canonicalEvent({
      type,
      ...(more.updatedAt && { occurredAt: more.updatedAt, receivedAt: more.updatedAt }),
      appointment: { id, attendees: [client], ...more },
    });
  const bookedFrom = { table: "lead", id: leadId, bookingKey: "key", bookerId: "31" } as const;
  return { id, client, told, answer: told("appointment.created", { bookedFrom }) };
}

const perFile = { scope: "file" } as const;

const later = { updatedAt: "2026-03-20T15:00:00Z", notes: "changed" };

const test = testWithService()
  /** Of each test anew: others merge some. */
  .extend("openLeads", async ({ service }) => {
    const leads = (await service.dynamics.rows("leads")).filter(({ statecode }) => statecode === 0);
    const [first = "", second = "", third = ""] = leads.map(({ leadid }) => String(leadid));
    return [first, second, third] as const;
  })
  .extend(
    "send",
    perFile,
    ({ service: { temporal } }) =>
      (event: CoconutEvent, settlePeriodMs = 86_400_000) =>
        createEventSender({ temporal, periods: { settlePeriodMs }, timeoutMs: patienceMs }).send(event),
  )
  .extend("sendAndWait", perFile, ({ service, send }) => async (event: CoconutEvent) => {
    await send(event);
    await service.untilDone(event.appointment.id, event.eventId);
  })
  .extend(
    "regardingOf",
    perFile,
    ({ service }) =>
      async (appointmentId: string, activityId?: string | null) => {
        const id = activityId ?? (await service.state(appointmentId)).saved?.activityId;
        const rows = await service.dynamics.rows("appointments");
        return rows.find(({ activityid }) => activityid === id)?.["_regardingobjectid_value"];
      },
  );
test.beforeAll(({ service }) =>
  service.dynamics.privileges({ grant: ["prvWriteLead", "prvAppendLead", "prvCreateLead"] }),
);

test("an event after settlement that does not name the row booked from leaves the appointment on it", async ({
  openLeads,
  service,
  story,
  send,
  regardingOf,
}) => {
  const [lead] = openLeads;
  const { id, client, told, answer } = bookedFromLead(lead);
  const handle = service.workflowOf(id);
  await send(answer, 500);
  const { activityId } = await handle.result();
  expect(await regardingOf(id, activityId)).toBe(lead);
  await send(told("appointment.status_changed", later), 500);
  expect(await handle.result()).toMatchObject({ syncState: "InStep", activityId });
  expect(await regardingOf(id, activityId)).toBe(lead);
  expect(await story.leadsOf(client)).toEqual([]);
});

test("a row that was deleted after settlement is made anew on the row booked from", async ({
  openLeads,
  service,
  story,
  send,
  regardingOf,
}) => {
  const [lead] = openLeads;
  const { id, client, told, answer } = bookedFromLead(lead);
  const handle = service.workflowOf(id);
  await send(answer, 500);
  const { activityId } = await handle.result();
  await service.dynamics.deleteRow("appointments", activityId ?? "");
  await send(told("appointment.rescheduled", later), 500);
  expect(await handle.result()).toMatchObject({ syncState: "InStep", activityId });
  expect(await regardingOf(id, activityId)).toBe(lead);
  expect(await story.leadsOf(client)).toEqual([]);
});

test("an event after a run that was terminated before it could write leaves the appointment on the row booked from", async ({
  openLeads,
  service,
  story,
  send,
  sendAndWait,
  regardingOf,
}) => {
  const [lead] = openLeads;
  const { id, client, told, answer } = bookedFromLead(lead);
  await service.dynamics.fault({ path: "$batch", status: 503, times: 1_000 });
  await send(answer);
  await service.workflowOf(id).terminate("by an operator");
  await service.dynamics.clearFaults();
  await sendAndWait(told("appointment.rescheduled", later));
  expect(await regardingOf(id)).toBe(lead);
  expect(await story.leadsOf(client)).toEqual([]);
});

test("after two merges in Dynamics an update leaves the appointment on the row that is left", async ({
  openLeads,
  service,
  sendAndWait,
  regardingOf,
}) => {
  const [first, second, third] = openLeads;
  const { id, told, answer } = bookedFromLead(first);
  await sendAndWait(answer);
  const row = (leadid: string) => ({ "@odata.type": "Microsoft.Dynamics.CRM.lead", leadid });
  const merge = (master: string, other: string) =>
    service.dynamics.post("Merge", {
      Target: row(master),
      Subordinate: row(other),
      PerformParentingChecks: false,
    });
  await merge(second, first);
  await sendAndWait(told("appointment.updated", later));
  expect(await regardingOf(id)).toBe(second);
  await merge(third, second);
  const cancelled = { status: "cancelled", updatedAt: "2026-03-21T15:00:00Z" } as const;
  await sendAndWait(told("appointment.cancelled", cancelled));
  // A closed row is opened for a change.
  await sendAndWait(told("appointment.updated", { ...later, updatedAt: "2026-03-22T15:00:00Z" }));
  expect(await regardingOf(id)).toBe(third);

  // Somebody who opens the first from an old list and books there.
  const late = bookedFromLead(first);
  await sendAndWait(late.answer);
  expect(await regardingOf(late.id)).toBe(third);
});

test("a row booked from that is told while the client is looked up is taken: no lead is created", async ({
  openLeads,
  service,
  story,
  send,
  regardingOf,
}) => {
  const [lead] = openLeads;
  const { id, client, told, answer } = bookedFromLead(lead);
  await service.dynamics.fault({ path: "$batch", status: 503, times: 1_000 });
  const { workflowId } = await send(told("appointment.created"));
  const handle = service.temporal.workflow.getHandle(workflowId);
  await expect.poll(async () => (await handle.describe()).raw.pendingActivities?.length).toBe(1);
  await send(answer);
  await service.until(id, ({ bookedFrom }) => bookedFrom !== undefined);
  await service.dynamics.clearFaults();
  await service.until(
    id,
    ({ syncState, bookedFrom }) => syncState === "InStep" && bookedFrom?.link !== undefined,
  );
  expect(await regardingOf(id)).toBe(lead);
  expect(await story.leadsOf(client)).toEqual([]);
});

test("an event that an operator skipped stays unwritten when a late answer names the row booked from", async ({
  openLeads,
  service,
  send,
  sendAndWait,
  regardingOf,
}) => {
  const [lead] = openLeads;
  const { id, told, answer } = bookedFromLead(lead);
  const odd = { status: "unknown", rawStatus: "Odd", updatedAt: "2026-03-04T16:00:00Z" } as const;
  const { workflowId } = await send(told("appointment.updated", odd));
  await service.until(id, ({ syncState }) => syncState === "NeedsAttention");
  await service.temporal.workflow.getHandle(workflowId).signal(skipSignal);
  await service.until(id, ({ syncState }) => syncState === "Skipped");
  await sendAndWait(answer);
  const { syncState, events, problem } = await service.state(id);
  expect([syncState, events.map(({ outcome }) => outcome), problem]).toEqual([
    "Skipped",
    ["skipped", "stale"],
    undefined,
  ]);
  await sendAndWait(told("appointment.updated", later));
  expect(await regardingOf(id)).toBe(lead);
});

test("the lead that was booked from is found among any number of newer namesakes", async ({
  service,
  sendAndWait,
  regardingOf,
}) => {
  const leadid = randomUUID();
  const { id, client, answer } = bookedFromLead(leadid);
  const namesake = {
    firstname: client.firstName,
    lastname: client.lastName,
    emailaddress1: client.email,
    subject: "x",
  };
  await service.dynamics.post("leads", { leadid, ...namesake });
  for (let made = 0; made < 45; made += 1) await service.dynamics.post("leads", namesake);
  await sendAndWait(answer);
  expect(await regardingOf(id)).toBe(leadid);
});
