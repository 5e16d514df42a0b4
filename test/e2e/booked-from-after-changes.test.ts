/** The row booked from is kept when a new run does not know of it, and followed when Dynamics merges it or it is told late. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Appointment, Attendee } from "../../src/appointments/appointment.ts";
import { workflowIdFor } from "../../src/appointments/ids.ts";
import type { CoconutEvent } from "../../src/appointments/events.ts";
import { createEventSender } from "../../src/webhooks/sender.ts";
import { skipSignal } from "../../src/workflows/messages.ts";
import type { syncAppointment } from "../../src/workflows/sync-appointment.ts";
import { canonicalEvent } from "../helpers/canonical.ts";
import { patienceMs, type Service, startService, tenant } from "../helpers/service.ts";
import { newcomer } from "../helpers/story.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
  await service.dynamics.privileges({ grant: ["prvWriteLead", "prvAppendLead", "prvCreateLead"] });
});
afterAll(() => service[Symbol.asyncDispose]());

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

const later = { updatedAt: "2026-03-20T15:00:00Z", notes: "changed" };

async function openLeads(): Promise<readonly [string, string, string]> {
  const leads = (await service.dynamics.rows("leads")).filter(({ statecode }) => statecode === 0);
  const [first = "", second = "", third = ""] = leads.map(({ leadid }) => String(leadid));
  return [first, second, third];
}

const send = async (event: CoconutEvent, settlePeriodMs = 86_400_000) =>
  createEventSender({ temporal: service.temporal, settlePeriodMs, timeoutMs: patienceMs }).send(event);

async function sendAndWait(event: CoconutEvent): Promise<void> {
  await send(event);
  await service.untilDone(event.appointment.id, event.eventId);
}

async function regardingOf(appointmentId: string, activityId?: string | null): Promise<unknown> {
  const id = activityId ?? (await service.state(appointmentId)).saved?.activityId;
  const rows = await service.dynamics.rows("appointments");
  return rows.find(({ activityid }) => activityid === id)?.["_regardingobjectid_value"];
}

const leadsOf = async ({ lastName }: { readonly lastName: string }) =>
  (await service.dynamics.newLeads()).filter((row) => row["lastname"] === lastName);

test("an event after settlement that does not name the row booked from leaves the appointment on it", async () => {
  const [lead] = await openLeads();
  const { id, client, told, answer } = bookedFromLead(lead);
  const handle = service.temporal.workflow.getHandle<typeof syncAppointment>(workflowIdFor(tenant, id));
  await send(answer, 500);
  const { activityId } = await handle.result();
  expect(await regardingOf(id, activityId)).toBe(lead);
  await send(told("appointment.status_changed", later), 500);
  expect(await handle.result()).toMatchObject({ syncState: "InStep", activityId });
  expect(await regardingOf(id, activityId)).toBe(lead);
  expect(await leadsOf(client)).toEqual([]);
});

test("after two merges in Dynamics an update leaves the appointment on the row that is left", async () => {
  const [first, second, third] = await openLeads();
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

test("a row booked from that is told while the client is looked up is taken: no lead is created", async () => {
  const [lead] = await openLeads();
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
  expect(await leadsOf(client)).toEqual([]);
});

test("an event that an operator skipped stays unwritten when a late answer names the row booked from", async () => {
  const [lead] = await openLeads();
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

test("the lead that was booked from is found among any number of newer namesakes", async () => {
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
