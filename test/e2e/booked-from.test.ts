/** An appointment that was booked from a row in Dynamics is written to that row, whatever the order of the events. */
import { expect } from "vitest";
import type { Appointment, Attendee } from "../../src/appointments/appointment.ts";
import type { CoconutEvent } from "../../src/appointments/events.ts";
import { createEventSender } from "../../src/webhooks/sender.ts";
import type { SyncAppointmentState } from "../../src/workflows/state.ts";
import { canonicalEvent } from "../helpers/canonical.ts";
import { patienceMs } from "../helpers/service.ts";
import { newcomer as newPerson } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

const perFile = { scope: "file" } as const;

const newcomer = (name: string) => newPerson(name) as Attendee & { readonly lastName: string };

/** The booking's answer, which says where it was booked, and a webhook of the same moment, which does not. */
function twoTellings(leadId: string) {
  const client = newcomer("Nora");
  const appointment: Partial<Appointment> = { id: `s10-${client.id}`, attendees: [client] };
  const told = (eventId: string, more: Partial<Appointment> = {}) =>
    canonicalEvent({
      eventId: `${eventId}-${client.id}`,
      type: "appointment.created",
      fingerprint: client.id,
      appointment: { ...appointment, ...more },
    });
  const bookedFrom = { table: "lead", id: leadId, bookingKey: "key", bookerId: "31" } as const;
  return { answer: told("pane", { bookedFrom }), webhook: told("evt"), client, bookedFrom };
}

/** Settled: the event was dealt with, and so is what it set off. */
const isSettled = (state: SyncAppointmentState) =>
  state.syncState === "InStep" &&
  state.events.every(({ outcome }) => outcome !== "pending") &&
  (state.bookedFrom?.link !== undefined) === (state.bookedFrom !== undefined);

const test = testWithService()
  .extend("sender", perFile, ({ service: { temporal } }) =>
    createEventSender({ temporal, periods: { settlePeriodMs: 86_400_000 }, timeoutMs: patienceMs }),
  )
  /** A lead of the bank whose name and address are not those that the client gave when booking. */
  .extend("leadId", perFile, async ({ service }) => {
    const leads = await service.dynamics.rows("leads");
    return String(leads.find(({ lastname }) => lastname === "Becker")?.["leadid"]);
  })
  /** Sends the events, waiting for each or for the last one; then the state of the Workflow and the row. */
  .extend(
    "rowAfter",
    perFile,
    ({ service, sender }) =>
      async (events: readonly CoconutEvent[], wait: "each" | "last") => {
        const id = events[0]?.appointment.id ?? "";
        for (const [index, event] of events.entries()) {
          await sender.send(event);
          if (wait === "last" && index < events.length - 1) continue;
          await service.untilDone(id, event.eventId);
          await service.until(id, isSettled);
        }
        const state = await service.state(id);
        const rows = await service.dynamics.newAppointments();
        return { state, row: rows.find((row) => row["activityid"] === state.saved?.activityId) };
      },
  );

test("a booking stands on the lead it was booked from, though name and address are a stranger's", async ({
  story,
  leadId,
  rowAfter,
}) => {
  const { answer, client } = twoTellings(leadId);
  const { row, state } = await rowAfter([answer], "each");
  expect(row?.["_regardingobjectid_value"]).toBe(leadId);
  expect(state.regarding).toMatchObject({ table: "lead", id: leadId, basis: "booked from" });
  expect(await story.leadsOf(client)).toEqual([]);
});

test("the answer first, then the webhook: one row, on the lead, no second lead", async ({
  story,
  leadId,
  rowAfter,
}) => {
  const { answer, webhook, client } = twoTellings(leadId);
  const { row, state } = await rowAfter([answer, webhook, answer, webhook], "each");
  expect(row?.["_regardingobjectid_value"]).toBe(leadId);
  expect(state.duplicates).toBe(2);
  expect(await story.leadsOf(client)).toEqual([]);
});

test("a webhook that says nothing of it first: the answer takes the appointment to its lead", async ({
  leadId,
  rowAfter,
}) => {
  const { answer, webhook } = twoTellings(leadId);
  const { row } = await rowAfter([webhook, answer], "each");
  expect(row?.["_regardingobjectid_value"]).toBe(leadId);
});

test("an answer that comes after a newer event still says where it was booked, and undoes nothing", async ({
  leadId,
  rowAfter,
}) => {
  const { answer, webhook } = twoTellings(leadId);
  const moved = canonicalEvent({
    ...webhook,
    eventId: `${webhook.eventId}-moved`,
    type: "appointment.rescheduled",
    fingerprint: `${webhook.fingerprint}-moved`,
    appointment: {
      ...webhook.appointment,
      start: "2026-03-11T14:00:00Z",
      end: "2026-03-11T14:45:00Z",
      updatedAt: "2026-03-04T15:00:08Z",
    },
  });
  const { row, state } = await rowAfter([webhook, moved, answer], "each");
  expect(state.events.at(-1)).toMatchObject({ eventId: answer.eventId, outcome: "stale" });
  expect(row).toMatchObject({
    _regardingobjectid_value: leadId,
    scheduledstart: "2026-03-11T14:00:00Z",
  });
});

test("all at once, in any order: one row on the lead", async ({ leadId, rowAfter }) => {
  for (const order of [
    [0, 1],
    [1, 0],
    [1, 1, 0],
    [0, 0, 1],
  ]) {
    const { answer, webhook } = twoTellings(leadId);
    const events = order.map((which) => (which === 0 ? answer : webhook));
    const { row } = await rowAfter(events, "last");
    expect(row?.["_regardingobjectid_value"]).toBe(leadId);
  }
});

test("later events stay on the lead, also once the first guest has cancelled", async ({
  story,
  leadId,
  rowAfter,
}) => {
  const { answer, webhook, client } = twoTellings(leadId);
  const other = newcomer("Omar");
  const later = canonicalEvent({
    ...webhook,
    eventId: `${webhook.eventId}-later`,
    type: "attendee.cancelled",
    fingerprint: `${webhook.fingerprint}-later`,
    appointment: {
      ...webhook.appointment,
      attendees: [{ ...client, status: "cancelled" }, other],
      updatedAt: "2026-03-04T15:01:00Z",
    },
  });
  const { row } = await rowAfter([answer, later], "each");
  expect(row?.["_regardingobjectid_value"]).toBe(leadId);
  expect(await story.leadsOf(other)).toEqual([]);
});

test("the first word counts: a later event cannot take the appointment to another row", async ({
  service,
  leadId,
  rowAfter,
}) => {
  const { answer, webhook } = twoTellings(leadId);
  const others = (await service.dynamics.rows("leads")).map((row) => String(row["leadid"]));
  const elsewhere = others.find((id) => id !== leadId) ?? "";
  const claim = canonicalEvent({
    ...webhook,
    eventId: `${webhook.eventId}-claim`,
    fingerprint: `${webhook.fingerprint}-claim`,
    appointment: {
      ...webhook.appointment,
      updatedAt: "2026-03-04T15:02:00Z",
      bookedFrom: { table: "lead", id: elsewhere, bookingKey: "key", bookerId: "31" },
    },
  });
  const { row } = await rowAfter([answer, claim], "each");
  expect(row?.["_regardingobjectid_value"]).toBe(leadId);
});

test("a merged lead leads to its master, a qualified one to its contact", async ({ service, rowAfter }) => {
  for (const name of ["Haidari", "Larsen", "Baker"]) {
    const lead = (await service.dynamics.rows("leads")).find((row) => row["lastname"] === name);
    const became = lead?.["_masterid_value"] ?? lead?.["_parentcontactid_value"];
    const { row } = await rowAfter([twoTellings(String(lead?.["leadid"])).answer], "each");
    expect([name, row?.["_regardingobjectid_value"]]).toEqual([name, became ?? lead?.["leadid"]]);
  }
});

test("a row that is gone is no row: the client is looked for as always", async ({ story, rowAfter }) => {
  const { answer, client } = twoTellings("00000000-0000-4000-8000-000000000001");
  const { row, state } = await rowAfter([answer], "each");
  expect(state.bookedFrom?.link).toBeNull();
  const [lead] = await story.leadsOf(client);
  expect(row?.["_regardingobjectid_value"]).toBe(lead?.["leadid"]);
});

test("a signal typed by hand with a strange row is refused, and hurts nothing", async ({
  service,
  sender,
  leadId,
}) => {
  const { answer } = twoTellings("' or 1 eq 1");
  const other = twoTellings(leadId);
  await sender.send({ ...other.answer });
  const id = other.answer.appointment.id;
  await sender.send({ ...answer, appointment: { ...answer.appointment, id } });
  const state = await service.until(id, ({ rejected }) => rejected === 1);
  expect(state.bookedFrom?.id).toBe(other.bookedFrom.id);
});
