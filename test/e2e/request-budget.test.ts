/** What an appointment may cost Dynamics in requests: each case with its bar, counted at the stand-in. */
import { expect } from "vitest";
import { at, type Booking, type Person } from "../helpers/events.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

const test = testWithService()
  /** `POST $batch`, `PATCH leads`: what an event costs. */
  .extend("costOf", { scope: "file" }, ({ service, story }) => async (booking: Booking) => {
    const operations = await story.operationsDuring(() => story.tellAndWait("appointment.updated", booking));
    const log = await fetch(`${service.dynamics.sandbox.url}/sandbox/requests`);
    expect(await log.text()).not.toMatch(/\/oauth2\/|WhoAmI/);
    return operations.map((operation) => operation.replace("/api/data/v9.2/", ""));
  })
  /** Written before, in this status. */
  .extend(
    "synced",
    { scope: "file" },
    ({ story }) =>
      async (status: string, person: Person = newcomer("Ann")) => {
        const booking = bookingOf(person, { status });
        await story.tellAndWait("appointment.created", booking);
        return booking;
      },
  );
// The token and the organisation's id are warm from here on: signing in is once an hour, the id is asked once a process.
test.beforeAll(async ({ synced }) => void (await synced("Confirmed")));

const look = "POST $batch";
const save = "POST $batch";
const change = "PATCH appointments";

test("a new client: three", async ({ costOf }) => {
  expect(await costOf(bookingOf(newcomer("Ann")))).toEqual([look, "PATCH leads", save]);
});

test("a client whose lead we made before, at another appointment: two", async ({ costOf, synced }) => {
  const person = newcomer("Ann");
  await synced("Confirmed", person);
  expect(await costOf(bookingOf(person))).toEqual([look, save]);
});

test("a client who is a contact, in whatever case: two", async ({ costOf }) => {
  const robert = {
    id: "r7",
    clientId: "r7",
    firstName: "Robert",
    lastName: "CHEN",
    email: "robert.chen@example.com",
  };
  expect(await costOf(bookingOf(robert))).toEqual([look, save]);
});

test.for([
  ["changed", "Confirmed", { notes: "Bring papers" }],
  ["moved", "Confirmed", { start: "2026-03-12 10:00:00", end: "2026-03-12 11:00:00" }],
  ["arrived", "Confirmed", { status: "Arrived" }],
  ["cancelled", "Confirmed", { status: "Cancelled" }],
  ["completed", "Confirmed", { status: "Completed" }],
  ["a no-show", "Confirmed", { status: "No Show" }],
] as const)(
  "a synced appointment that is %s: one, its owner known",
  async ([_what, status, differences], { costOf, synced }) => {
    const booking = await synced(status);
    expect(await costOf({ ...booking, ...differences, updatedAt: at(60) })).toEqual([change]);
  },
);

test.for([
  ["changed", "Completed", { notes: "late" }],
  ["alive again", "Cancelled", { status: "Confirmed" }],
  ["cancelled after all", "Completed", { status: "Cancelled" }],
] as const)(
  "a row that we closed and that is %s: one, opened in it",
  async ([_what, status, differences], { service, costOf, synced }) => {
    const booking = await synced(status);
    expect(await costOf({ ...booking, ...differences, updatedAt: at(60) })).toEqual([save]);
    expect((await service.state(booking.id)).saved?.how).toBe("reopened");
  },
);

test("unchanged, older, or delivered twice: none", async ({ service, story, costOf, synced }) => {
  const booking = await synced("Confirmed");
  expect(await costOf({ ...booking, updatedAt: at(60) })).toEqual([]);
  expect(await costOf({ ...booking, notes: "old news", updatedAt: at(30) })).toEqual([]);
  const event = await story.tell("appointment.updated", { ...booking, updatedAt: at(120) });
  await service.untilDone(booking.id, event.id);
  await service.dynamics.clearRequests();
  await service.deliver(event);
  await service.until(booking.id, ({ duplicates }) => duplicates === 1);
  expect(await service.dynamics.requests()).toEqual([]);
});

test("staff we have not met: one more to find them, once", async ({ costOf, synced }) => {
  const booking = await synced("Confirmed");
  const marc = { id: "32", firstName: "Marc", lastName: "Tremblay", email: "marc.tremblay@acme.example" };
  const withMarc = { ...booking, staff: [marc], updatedAt: at(60) };
  expect(await costOf(withMarc)).toEqual([look, change]);
  expect(await costOf({ ...withMarc, notes: "again", updatedAt: at(120) })).toEqual([change]);
});
