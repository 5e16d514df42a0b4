/** One row for one appointment, and one lead for one client, by whatever address and spelling the product is set up. */
import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { createRowIds, workflowIdFor } from "../../src/appointments/ids.ts";
import { taskQueues } from "../../src/temporal/task-queues.ts";
import { newState } from "../../src/workflows/state.ts";
import type { syncAppointment } from "../../src/workflows/sync-appointment.ts";
import { at, type Booking } from "../helpers/events.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

/** Long over: its Workflow ends at once, and the next event starts another. */
const over = { start: "2026-03-10 10:00:00", end: "2026-03-10 10:45:00" };
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const toCome = { start: inDays(2), end: inDays(3) };

const test = testWithService({
  withWorkers: false,
  settlePeriod: "1 second",
  // The server's own spelling; the Workers of these tests have others.
  env: { COCONUT_TENANT: "aCme" },
}).extend(
  "workWith",
  { scope: "file" },
  ({ service }) =>
    async (settings: Readonly<Record<string, string>>, act: () => Promise<unknown>) => {
      await using _workers = await service.startWorkers(undefined, settings);
      await act();
    },
);

const changes = [
  ["the host of DATAVERSE_URL", { DATAVERSE_URL: "127.0.0.1" }, { DATAVERSE_URL: "localhost" }],
  ["the spelling of COCONUT_TENANT", { COCONUT_TENANT: "Acme" }, { COCONUT_TENANT: "acme" }],
] as const;
const moments = [
  ["while its Workflow is open", toCome, false],
  ["after its Workflow has ended", over, true],
] as const;
const cases = changes.flatMap((change) => moments.map((moment) => [...change, ...moment] as const));

test.for(cases)(
  "%s changes: what was booked before is cancelled (%#)",
  async ([_what, before, after, _when, times, isSettled], { service, story, workWith }) => {
    const settingsOf = (given: Readonly<Record<string, string>>) => {
      const url = new URL(service.dynamics.sandbox.url);
      url.hostname = given["DATAVERSE_URL"] ?? url.hostname;
      return { ...given, DATAVERSE_URL: url.origin };
    };
    const person = newcomer("Ann");
    const booking = bookingOf(person, times);
    const rows = await service.dynamics.newAppointments();
    await workWith(settingsOf(before), async () => {
      await story.tellAndWait("appointment.created", booking);
      if (isSettled) await service.workflowOf(booking.id).result();
    });
    // By e-mail and name nobody would find the client again.
    const renamed = { ...person, firstName: "Anna", email: `new.${person.email}` };
    const cancelled = { ...booking, attendees: [renamed], status: "Cancelled", updatedAt: at(60) };
    await workWith(settingsOf(after), async () => {
      await story.tellAndWait("appointment.cancelled", cancelled);
      await story.tellAndWait("appointment.created", bookingOf(renamed));
    });
    const leads = await story.leadsOf(person);
    expect(leads).toHaveLength(1);
    const isNew = (row: { readonly activityid?: unknown }) =>
      !rows.some(({ activityid }) => activityid === row.activityid);
    const written = (await service.dynamics.newAppointments()).filter(isNew);
    // The appointment, and the client's second one.
    expect(written.map(({ statecode }) => statecode).toSorted()).toEqual([2, 3]);
    for (const row of written) expect(row["_regardingobjectid_value"]).toBe(leads[0]?.["leadid"]);
  },
);

test.for([
  ["as it is spelt now", "acme"],
  ["as it is still spelt", "Acme"],
] as const)(
  "rows that version 0.2.0 wrote for a tenant, %s, are found: no second row, no second lead",
  async ([_what, spelling], { service, story, workWith }) => {
    const { url } = service.dynamics.sandbox;
    const person = newcomer("Bob");
    const booking: Booking = bookingOf(person, over);
    const [, activityid = ""] = createRowIds(url, spelling).activityIdsFor(booking.id);
    const attendee = { id: person.id, clientId: person.clientId ?? "" };
    const [, leadid = ""] = createRowIds(url, spelling).leadIdsFor(attendee);
    await service.dynamics.privileges({ grant: ["prvCreateLead", "prvCreateActivity"] });
    await service.dynamics.post("leads", { leadid, subject: "x", lastname: person.lastName });
    await service.dynamics.post("appointments", {
      activityid,
      subject: "as 0.2.0 wrote it",
      "regardingobjectid_lead_appointment@odata.bind": `/leads(${leadid})`,
    });
    await workWith({ COCONUT_TENANT: spelling }, async () => {
      await story.tellAndWait("appointment.cancelled", { ...booking, status: "Cancelled" });
      await story.tellAndWait("appointment.created", bookingOf(person, over));
    });
    const rows = (await service.dynamics.newAppointments()).filter(
      (row) => row["_regardingobjectid_value"] === leadid,
    );
    expect(rows).toHaveLength(2);
    expect(rows.find((row) => row["activityid"] === activityid)).toMatchObject({
      statecode: 2,
      subject: "Mortgage advice",
    });
    expect(await story.leadsOf(person)).toHaveLength(1);
  },
);

test("a run that version 0.2.0 began stays on the row it has written, though Dynamics was renamed since", async ({
  service,
  story,
  workWith,
}) => {
  const booking = bookingOf(newcomer("Cora"), over);
  const { activityId, leadId } = { activityId: randomUUID(), leadId: randomUUID() };
  const regarding = { table: "lead", id: leadId } as const;
  await service.dynamics.post("leads", { leadid: leadId, subject: "x", lastname: "Cora" });
  await service.dynamics.post("appointments", {
    activityid: activityId,
    subject: "as 0.2.0 wrote it",
    "regardingobjectid_lead_appointment@odata.bind": `/leads(${leadId})`,
  });
  const saved = {
    statecode: 3,
    statuscode: 5,
    how: "written",
    owner: { reason: "" },
    partiesFingerprint: "",
    fingerprint: "",
    at: "2026-03-04T15:00:00Z",
    activityId,
    regarding,
  } as const;
  const link = { ...regarding, basis: "created", candidates: 0 } as const;
  const state = { ...newState("acme", booking.id), saved, regarding: link };
  await service.temporal.workflow.start<typeof syncAppointment>("syncAppointment", {
    workflowId: workflowIdFor("acme", booking.id),
    taskQueue: taskQueues.workflows,
    args: [
      {
        tenant: "acme",
        appointmentId: booking.id,
        settlePeriodMs: 86_400_000,
        carried: {
          state: { ...state, clients: { [`client:${booking.attendees?.[0]?.clientId}`]: link } },
          pending: [],
        },
      },
    ],
  });
  await workWith({}, async () => {
    await story.tellAndWait("appointment.cancelled", { ...booking, status: "Cancelled" });
  });
  const rows = await service.dynamics.newAppointments();
  const ours = rows.filter((row) => row["_regardingobjectid_value"] === leadId);
  expect(ours).toHaveLength(1);
  expect(ours[0]).toMatchObject({ activityid: activityId, statecode: 2 });
});
