/** What a Workflow remembers of Dynamics does not go stale: users, guests and rows are asked for again when that can matter. */
import { expect } from "vitest";
import { at, type Person } from "../helpers/events.ts";
import type { Service } from "../helpers/service.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

const test = testWithService();
test.beforeEach(({ service }) =>
  service.dynamics.privileges({ grant: ["prvWriteUser", "prvCreateContact"] }),
);

const marc: Person = {
  id: "32",
  firstName: "Marc",
  lastName: "Tremblay",
  email: "marc.tremblay@acme.example",
};

/** Enables or disables Marc's user as an administrator does; its id. */
async function setEnabled(service: Service, isEnabled: boolean): Promise<string> {
  const id = await userOf(service, marc.email);
  await service.dynamics.patchRow("systemusers", id, { isdisabled: !isEnabled });
  return id;
}

async function userOf({ dynamics }: Service, email: string | undefined): Promise<string> {
  const users = await dynamics.rows("systemusers");
  return String(users.find((row) => row["internalemailaddress"] === email)?.["systemuserid"]);
}

test("a user who was enabled after the booking owns the row with the next event", async ({
  service,
  story,
}) => {
  const systemuserid = await setEnabled(service, false);
  const booking = bookingOf(newcomer("Ora"), { staff: [marc] });
  await story.tellAndWait("appointment.created", booking);
  expect((await story.rowOf(booking))?.["_ownerid_value"]).not.toBe(systemuserid);
  await setEnabled(service, true);
  await story.tellAndWait("appointment.rescheduled", { ...booking, notes: "moved", updatedAt: at(60) });
  expect((await story.rowOf(booking))?.["_ownerid_value"]).toBe(systemuserid);
});

test("a guest who became known after the booking is no longer only an address", async ({
  service,
  story,
}) => {
  const [host, guest] = [newcomer("Hob"), newcomer("Gil")];
  const booking = bookingOf(host, { group: true, attendees: [host, guest] });
  await story.tellAndWait("appointment.created", booking);
  await service.dynamics.post("contacts", {
    firstname: guest.firstName,
    lastname: guest.lastName,
    emailaddress1: guest.email,
  });
  await story.tellAndWait("appointment.updated", {
    ...booking,
    attendees: [host, guest],
    notes: "again",
    updatedAt: at(60),
  });
  const { clients } = await service.state(booking.id);
  expect(clients[`client:${guest.clientId}`]).toMatchObject({ table: "contact" });
});

test("a banker who left: the next event is written, and the row is no longer theirs", async ({
  service,
  story,
}) => {
  const systemuserid = await setEnabled(service, true);
  const booking = bookingOf(newcomer("Ula"), { staff: [marc] });
  await story.tellAndWait("appointment.created", booking);
  expect((await story.rowOf(booking))?.["_ownerid_value"]).toBe(systemuserid);
  // Whoever takes the appointments over is given the row; then the user is disabled.
  const { saved } = await service.state(booking.id);
  const dana = await userOf(service, "dana.roy@acme.example");
  await service.dynamics.patchRow("appointments", saved?.activityId ?? "", {
    "ownerid@odata.bind": `/systemusers(${dana})`,
  });
  await setEnabled(service, false);
  const state = await story.tellAndWait("appointment.rescheduled", {
    ...booking,
    notes: "moved",
    updatedAt: at(60),
  });
  expect(state).toMatchObject({ syncState: "InStep" });
  expect((await story.rowOf(booking))?.["_ownerid_value"]).not.toBe(systemuserid);
  expect((await story.rowOf(booking))?.["description"]).toMatch(/^moved/);
});
