/** Owners and parties; appointments without people, and walk-ins, which wait until they are to be written. */
import { expect } from "vitest";
import { at } from "../helpers/events.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

const test = testWithService();

test("staff without a user leave the row with the application user, and the reason is kept", async ({
  story,
}) => {
  const lena = { id: "34", firstName: "Lena", lastName: "Fox", email: "lena.fox@acme.example" };
  const booking = bookingOf(newcomer("Kim"), { staff: [lena] });
  const state = await story.tellAndWait("appointment.created", booking);
  expect(state.saved?.owner.reason).toBe(
    "no enabled user has the staff e-mail; left to the application user",
  );
  const old = { ...lena, email: "old.hand@acme.example" };
  const disabled = await story.tellAndWait("appointment.updated", {
    ...booking,
    staff: [old],
    updatedAt: at(60),
  });
  expect(disabled.saved?.owner.owner).toBeUndefined();
});

test("all attendees and further staff are parties; whom Dynamics does not know is kept by address", async ({
  story,
}) => {
  const [first, second] = [newcomer("Una"), newcomer("Bob")];
  const robert = {
    id: "r2",
    clientId: "r2",
    firstName: "Robert",
    lastName: "Chen",
    email: "robert.chen@example.com",
  };
  const marc = { id: "32", firstName: "Marc", lastName: "Tremblay", email: "marc.tremblay@acme.example" };
  const dana = { id: "31", firstName: "Dana", lastName: "Roy", email: "dana.roy@acme.example" };
  const booking = bookingOf(first, { attendees: [first, second, robert], staff: [dana, marc] });
  await story.tellAndWait("appointment.created", booking);
  const parties = (await story.rowOf(booking))?.["parties"] as Record<string, unknown>[];
  const required = parties.filter((party) => party["participationtypemask"] === 5);
  const optional = parties.filter((party) => party["participationtypemask"] === 6);
  expect(required).toHaveLength(3);
  expect(required.map((party) => party["addressused"])).toContain(second.email);
  expect(optional).toHaveLength(1);
  expect(await story.leadsOf(second)).toEqual([]);
});

test("the second attendee takes over when the first cancels, and becomes a lead then", async ({ story }) => {
  const [first, second] = [newcomer("Amy"), newcomer("Ben")];
  const booking = bookingOf(first, { attendees: [first, second], group: true });
  await story.tellAndWait("appointment.created", booking);
  const attendees = [{ ...first, status: "Cancelled" }, second];
  await story.tellAndWait("attendee.cancelled", { ...booking, attendees, updatedAt: at(60) });
  const leads = await story.leadsOf(second);
  expect((await story.rowOf(booking))?.["_regardingobjectid_value"]).toBe(leads[0]?.["leadid"]);
  const nobody = attendees.map((person) => ({ ...person, status: "Cancelled" }));
  await story.tellAndWait("attendee.cancelled", { ...booking, attendees: nobody, updatedAt: at(120) });
  expect(await story.rowOf(booking)).toMatchObject({ statecode: 2 });
});

test("a group waits until somebody joins, a walk-in until it is over", async ({ story }) => {
  const group = bookingOf(newcomer("Gus"), { group: true, attendees: [] });
  const waiting = await story.tellAndWait("appointment.created", group);
  expect(waiting).toMatchObject({ syncState: "Waiting", waitingFor: "nobody has joined the group yet" });
  await story.tellAndWait("attendee.added", { ...group, attendees: [newcomer("Gus")], updatedAt: at(60) });
  expect(await story.rowOf(group)).toMatchObject({ statecode: 3 });

  const walkIn = bookingOf(newcomer("Wim"), { walkIn: true });
  expect((await story.tellAndWait("walkin.created", walkIn)).syncState).toBe("Waiting");
  await story.tellAndWait("walkin.updated", { ...walkIn, status: "Completed", updatedAt: at(60) });
  expect(await story.rowOf(walkIn)).toMatchObject({ statecode: 1, statuscode: 3 });
});

test("an attendee whom Dynamics did not know is looked up again before becoming a lead", async ({
  story,
}) => {
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

test("an appointment that all had cancelled before we heard of it is on its first client's timeline", async ({
  story,
}) => {
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

test("a group that was written and then emptied does not wait: it is cancelled, on the timeline it was on", async ({
  story,
}) => {
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

test("a walk-in that was written and goes on after all does not wait again", async ({ story }) => {
  const walkIn = bookingOf(newcomer("Eda"), { walkIn: true, status: "Completed" });
  await story.tellAndWait("walkin.created", walkIn);
  expect(await story.rowOf(walkIn)).toMatchObject({ statecode: 1 });
  const again = { ...walkIn, status: "In Progress", updatedAt: at(60) };
  expect((await story.tellAndWait("walkin.updated", again)).syncState).toBe("InStep");
  expect(await story.rowOf(walkIn)).toMatchObject({ statecode: 3 });
});

test("a row whose staff nobody in Dynamics is any more has the owner that a new one would have", async ({
  service,
  story,
}) => {
  const stranger = { id: "35", firstName: "Tim", lastName: "Temp", email: "temp.agency@acme.example" };
  const fresh = bookingOf(newcomer("Fay"), { staff: [stranger] });
  await story.tellAndWait("appointment.created", fresh);
  const applicationUser = (await story.rowOf(fresh))?.["_ownerid_value"];
  const booking = bookingOf(newcomer("Gil"));
  await story.tellAndWait("appointment.created", booking);
  const dana = (await story.rowOf(booking))?.["_ownerid_value"];
  expect(dana).not.toBe(applicationUser);
  const changes = [[stranger], undefined, []] as const;
  for (const [index, staff] of changes.entries()) {
    const changed = { ...booking, ...(staff && { staff }), updatedAt: at(60 * (index + 1)) };
    const state = await story.tellAndWait("appointment.updated", changed);
    const owner = staff === undefined ? dana : applicationUser;
    expect((await story.rowOf(booking))?.["_ownerid_value"]).toBe(owner);
    if (staff) expect(state.saved?.owner.reason).toMatch(/left to the application user$/);
  }
  // Who we are was asked once for all of them.
  await service.dynamics.clearRequests();
  await story.tellAndWait("appointment.created", bookingOf(newcomer("Hal"), { staff: [] }));
  expect((await service.dynamics.requests()).some(({ path }) => path.includes("WhoAmI"))).toBe(false);
});

test("400 guests are all found, in several queries, and each is a party", async ({ service, story }) => {
  const guests = Array.from({ length: 400 }, () => newcomer("Guest"));
  // The last one is a contact: found only if nobody was left out of the question.
  const robert = {
    ...newcomer("x"),
    firstName: "Robert",
    lastName: "Chen",
    email: "robert.chen@example.com",
  };
  const booking = bookingOf(newcomer("Ivo"), { attendees: [...guests, robert], group: true });
  const state = await story.tellAndWait("appointment.created", booking);
  expect(state.syncState).toBe("InStep");
  const parties = (await story.rowOf(booking))?.["parties"] as Record<string, unknown>[];
  const required = parties.filter((party) => party["participationtypemask"] === 5);
  expect(required).toHaveLength(401);
  const contacts = await service.dynamics.rows("contacts");
  const contact = contacts.find((row) => row["emailaddress1"] === robert.email);
  expect(JSON.stringify(required)).toContain(String(contact?.["contactid"]));
});
