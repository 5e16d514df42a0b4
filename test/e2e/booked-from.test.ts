/** An appointment that was booked from a row in Dynamics is written to that row, whatever the order of the events. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Appointment, Attendee } from "../../src/appointments/appointment.ts";
import type { CoconutEvent } from "../../src/appointments/events.ts";
import { createEventSender, type EventSender } from "../../src/webhooks/sender.ts";
import { canonicalEvent } from "../helpers/canonical.ts";
import { patienceMs, type Service, startService } from "../helpers/service.ts";
import { newcomer as newPerson } from "../helpers/story.ts";

let service: Service;
let sender: EventSender;
beforeAll(async () => {
  service = await startService();
  const { temporal } = service;
  sender = createEventSender({ temporal, settlePeriodMs: 86_400_000, timeoutMs: patienceMs });
});
afterAll(() => service[Symbol.asyncDispose]());

const newcomer = (name: string) => newPerson(name) as Attendee & { readonly lastName: string };

/** A lead of the bank whose name and address are not those that the client gave when booking. */
async function leadOf(lastname: string) {
  const lead = (await service.dynamics.rows("leads")).find((row) => row["lastname"] === lastname);
  return String(lead?.["leadid"]);
}

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

async function rowAfter(events: readonly CoconutEvent[], wait: "each" | "last") {
  const id = events[0]?.appointment.id ?? "";
  for (const event of events) {
    await sender.send(event);
    if (wait === "each") await settled(id, event.eventId);
  }
  const state = await settled(id, events.at(-1)?.eventId ?? "");
  const rows = await service.dynamics.newAppointments();
  return { state, row: rows.find((row) => row["activityid"] === state.saved?.activityId) };
}

/** The event was dealt with, and so is what it set off. */
async function settled(id: string, eventId: string) {
  await service.untilDone(id, eventId);
  return service.until(
    id,
    (state) =>
      state.syncState === "InStep" &&
      state.events.every(({ outcome }) => outcome !== "pending") &&
      (state.bookedFrom?.link !== undefined) === (state.bookedFrom !== undefined),
  );
}

const leadsNamed = async (name: string) =>
  (await service.dynamics.newLeads()).filter((row) => row["lastname"] === name);

test("a booking stands on the lead it was booked from, though name and address are a stranger's", async () => {
  const leadId = await leadOf("Becker");
  const { answer, client } = twoTellings(leadId);
  const { row, state } = await rowAfter([answer], "each");
  expect(row?.["_regardingobjectid_value"]).toBe(leadId);
  expect(state.regarding).toMatchObject({ table: "lead", id: leadId, basis: "booked from" });
  expect(await leadsNamed(client.lastName)).toEqual([]);
});

test("the answer first, then the webhook: one row, on the lead, no second lead", async () => {
  const leadId = await leadOf("Becker");
  const { answer, webhook, client } = twoTellings(leadId);
  const { row, state } = await rowAfter([answer, webhook, answer, webhook], "each");
  expect(row?.["_regardingobjectid_value"]).toBe(leadId);
  expect(state.duplicates).toBe(2);
  expect(await leadsNamed(client.lastName)).toEqual([]);
});

test("a webhook that says nothing of it first: the answer takes the appointment to its lead", async () => {
  const leadId = await leadOf("Becker");
  const { answer, webhook } = twoTellings(leadId);
  const { row } = await rowAfter([webhook, answer], "each");
  expect(row?.["_regardingobjectid_value"]).toBe(leadId);
});

test("an answer that comes after a newer event still says where it was booked, and undoes nothing", async () => {
  const leadId = await leadOf("Becker");
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

test("all at once, in any order: one row on the lead", async () => {
  const leadId = await leadOf("Becker");
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

test("later events stay on the lead, also once the first guest has cancelled", async () => {
  const leadId = await leadOf("Becker");
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
  expect(await leadsNamed(other.lastName)).toEqual([]);
});

test("the first word counts: a later event cannot take the appointment to another row", async () => {
  const leadId = await leadOf("Becker");
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

test("a merged lead leads to its master, a qualified one to its contact", async () => {
  for (const name of ["Haidari", "Larsen", "Baker"]) {
    const lead = (await service.dynamics.rows("leads")).find((row) => row["lastname"] === name);
    const became = lead?.["_masterid_value"] ?? lead?.["_parentcontactid_value"];
    const { row } = await rowAfter([twoTellings(String(lead?.["leadid"])).answer], "each");
    expect([name, row?.["_regardingobjectid_value"]]).toEqual([name, became ?? lead?.["leadid"]]);
  }
});

test("a row that is gone is no row: the client is looked for as always", async () => {
  const { answer, client } = twoTellings("00000000-0000-4000-8000-000000000001");
  const { row, state } = await rowAfter([answer], "each");
  expect(state.bookedFrom?.link).toBeNull();
  const [lead] = await leadsNamed(client.lastName);
  expect(row?.["_regardingobjectid_value"]).toBe(lead?.["leadid"]);
});

test("a signal typed by hand with a strange row is refused, and hurts nothing", async () => {
  const { answer } = twoTellings("' or 1 eq 1");
  const other = twoTellings(await leadOf("Becker"));
  await sender.send({ ...other.answer });
  const id = other.answer.appointment.id;
  await sender.send({ ...answer, appointment: { ...answer.appointment, id } });
  const state = await service.until(id, ({ rejected }) => rejected === 1);
  expect(state.bookedFrom?.id).toBe(other.bookedFrom.id);
});
