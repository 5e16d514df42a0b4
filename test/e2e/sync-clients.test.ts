/** Who the appointment is about: through the real receiver, Temporal, Workers and the Dataverse stand-in. */
import { expect } from "vitest";
import { bookingOf, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

const test = testWithService();

test("who is new becomes one lead, and the appointment is on its timeline, in three requests", async ({
  story,
}) => {
  const ann = newcomer("Ann");
  const booking = bookingOf(ann);
  const operations = await story.operationsDuring(() => story.tellAndWait("appointment.created", booking));
  expect(operations).toHaveLength(3);
  const leads = await story.leadsOf(ann);
  expect(leads).toHaveLength(1);
  expect(leads[0]).toMatchObject({
    firstname: "Ann",
    emailaddress1: ann.email,
    subject: expect.stringMatching(/^Mortgage advice - Ann/),
  });
  expect(await story.rowOf(booking)).toMatchObject({
    _regardingobjectid_value: leads[0]?.["leadid"],
    subject: "Mortgage advice",
    scheduledstart: "2026-03-10T14:00:00Z",
    scheduledend: "2026-03-10T14:45:00Z",
    location: "King Street, 1 King St W, Toronto",
    statecode: 3,
    statuscode: 5,
  });
});

test("who is known is found, whatever the case of the name, and is not changed; in two requests", async ({
  service,
  story,
}) => {
  const before = (await service.dynamics.rows("contacts")).find((row) => row["lastname"] === "Chen");
  const robert = {
    id: "r1",
    clientId: "r1",
    firstName: "ROBERT",
    lastName: "chen",
    email: "Robert.Chen@EXAMPLE.com",
  };
  const booking = bookingOf(robert);
  const operations = await story.operationsDuring(() => story.tellAndWait("appointment.created", booking));
  expect(operations).toHaveLength(2);
  expect((await story.rowOf(booking))?.["_regardingobjectid_value"]).toBe(before?.["contactid"]);
  const after = (await service.dynamics.rows("contacts")).find((row) => row["lastname"] === "Chen");
  expect(after).toEqual(before);
  expect(await story.leadsOf({ ...robert, lastName: "chen" })).toEqual([]);
});

test("with the apostrophe of O'Brien, a plus in the address or an umlaut is found again", async ({
  story,
}) => {
  const person = { ...newcomer("Zoë"), lastName: "O'Brien & Müller", email: "zoe+bank@example.com" };
  await story.tellAndWait("appointment.created", bookingOf(person));
  // Another Coconut client id: only e-mail and name can find the lead.
  await story.tellAndWait("appointment.created", bookingOf({ ...person, clientId: "other", id: "other" }));
  expect(await story.leadsOf(person)).toHaveLength(1);
});

test("with one name only, or one longer than its column, is found again under another Coconut client id", async ({
  service,
  story,
}) => {
  const { lastName: _lastName, ...cher } = newcomer("Cher");
  const long = { ...newcomer("Leo"), lastName: `Story${"o".repeat(80)}` };
  // The column ends in the middle of the emoji.
  const emoji = { ...newcomer("Mo"), lastName: `${"x".repeat(49)}😀` };
  for (const person of [{ ...cher, lastName: "" }, long, emoji]) {
    await story.tellAndWait("appointment.created", bookingOf(person));
    const again = { ...person, id: `${person.id}-again`, clientId: `${person.clientId}-again` };
    await story.tellAndWait("appointment.created", bookingOf(again));
    const leads = (await service.dynamics.newLeads()).filter((row) => row["emailaddress1"] === person.email);
    expect(leads).toHaveLength(1);
  }
});

test("twenty bookings of one new client at once make one lead", async ({ service, story }) => {
  const sofia = newcomer("Sofia");
  const bookings = Array.from({ length: 20 }, () => bookingOf(sofia));
  const events = await Promise.all(bookings.map((booking) => story.tell("appointment.created", booking)));
  await Promise.all(bookings.map((booking, index) => service.untilDone(booking.id, events[index]?.id ?? "")));
  const leads = await story.leadsOf(sofia);
  expect(leads).toHaveLength(1);
  const rows = await Promise.all(bookings.map((booking) => story.rowOf(booking)));
  expect(new Set(rows.map((row) => row?.["_regardingobjectid_value"]))).toEqual(
    new Set([leads[0]?.["leadid"]]),
  );
  expect(new Set(rows.map((row) => row?.["activityid"])).size).toBe(bookings.length);
});

test("a look-up that fails never leads to a new lead", async ({ service, story }) => {
  await service.dynamics.fault({
    times: 2,
    path: "contacts?",
    status: 500,
    message: "SQL timeout",
    code: "0x80044151",
  });
  const person = newcomer("Maria");
  const booking = bookingOf(person);
  const operations = await story.operationsDuring(() => story.tellAndWait("appointment.created", booking));
  // Twice refused, then answered; and only then the lead.
  expect(operations.slice(0, 3).every((operation) => operation.endsWith("$batch"))).toBe(true);
  expect(operations.findIndex((operation) => operation.includes("PATCH"))).toBe(3);
  expect(await story.leadsOf(person)).toHaveLength(1);
});
