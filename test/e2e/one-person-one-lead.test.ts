/** One person who books under several Coconut clients, or without one, at the same moment: one lead, by two workers. */
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { createCleanup } from "../../tools/cleanup.ts";
import { startServerProcess } from "../../tools/server-process.ts";
import type { Booking, Person } from "../helpers/events.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

const test = testWithService({ withWorkers: false });

/** The same person to matching, in other spellings and as another client of Coconut's, or as none. */
const spellings: readonly ((person: Person) => Partial<Person>)[] = [
  () => ({}),
  ({ firstName, email = "" }) => ({ firstName: firstName.toUpperCase(), email: email.toUpperCase() }),
  () => ({ firstName: "Zoe" }),
  ({ lastName }) => ({ firstName: "Zoe\u0308", lastName: ` ${lastName} ` }),
  ({ lastName }) => ({ lastName: lastName.toLowerCase() }),
];

function again(person: Person, index: number): Person {
  const { clientId, ...rest } = { ...person, ...spellings[index % spellings.length]?.(person) };
  const id = `${person.id}-again`;
  return index % 2 === 0 ? { ...rest, id } : { ...rest, id, clientId: `${clientId}-again` };
}

test(
  "twenty pairs of bookings make twenty leads, and each pair's appointments stand on one",
  { timeout: 240_000 },
  async ({ service, story }) => {
    const { dynamics } = service;
    const pairs = Array.from({ length: 20 }, (_, index) => {
      const person = newcomer("Zoë");
      return [bookingOf(person), bookingOf(again(person, index))] as const;
    });
    const bookings: readonly Booking[] = pairs.flat();
    const events = await Promise.all(bookings.map((booking) => story.tell("appointment.created", booking)));
    await using _workflows = await service.startWorkers("workflows only");
    // Everybody is to be looked up before anybody's lead is made.
    for (const { id } of bookings) {
      const pending = async () => (await service.workflowOf(id).describe()).raw.pendingActivities?.length;
      await expect.poll(pending, { timeout: 60_000 }).toBe(1);
    }
    await dynamics.fault({ times: 1_000, method: "PATCH", path: "leads(", delayMs: 200 });
    await using _one = await service.startWorkers("activities only");
    await using _other = await service.startWorkers("activities only");
    const untilApplied = (id: string, event: string | undefined) =>
      service.until(
        id,
        ({ events: known }) =>
          known.some(({ eventId, outcome }) => eventId === event && outcome === "applied"),
        120_000,
      );
    for (const [index, { id }] of bookings.entries()) await untilApplied(id, events[index]?.id);
    await dynamics.clearFaults();

    const people = new Set(pairs.map(([{ attendees }]) => attendees?.[0]?.email));
    const emails = (await dynamics.newLeads()).map((lead) => String(lead["emailaddress1"]).toLowerCase());
    const leads = emails.filter((email) => people.has(email));
    expect([leads.length, new Set(leads).size]).toEqual([20, 20]);
    const rows = new Map(
      (await dynamics.newAppointments()).map((row) => [row["activityid"], row["_regardingobjectid_value"]]),
    );
    for (const pair of pairs) {
      const [one, other] = await Promise.all(
        pair.map(async ({ id }) => rows.get((await service.state(id)).saved?.activityId)),
      );
      expect(one).toEqual(expect.any(String));
      expect(other).toBe(one);
    }
  },
);

const entry = fileURLToPath(new URL("../../src/worker.ts", import.meta.url));

test(
  "a worker that is killed after its claim leaves the lead to the next: one lead, under the claimed id",
  { timeout: 240_000 },
  async ({ service, story }) => {
    await using cleanup = createCleanup();
    const person = newcomer("Zoë");
    const { PATH } = process.env;
    const worker = await startServerProcess(process.execPath, ["--import", "tsx", entry], {
      PATH,
      ...service.env,
      WORKER_PORT: "0",
    });
    cleanup.defer(() => worker.stop("SIGKILL"));
    await service.dynamics.clearRequests();
    // Taken, and never carried out.
    await service.dynamics.fault({ method: "PATCH", path: "leads(", delayMs: 600_000, drop: "before" });
    const first = bookingOf(person);
    await story.tell("appointment.created", first);
    const asked = async () => (await service.dynamics.requests()).map(({ path }) => path);
    const claimed = async () => (await asked()).find((path) => path.includes("leads("));
    await expect.poll(claimed, { timeout: 120_000 }).toBeDefined();
    await worker.stop("SIGKILL");
    await service.dynamics.clearFaults();
    expect(await story.leadsOf(person)).toEqual([]);

    await using _workers = await service.startWorkers();
    const second = bookingOf({ ...person, clientId: `${person.clientId}-again` });
    for (const booking of [second, first]) {
      if (booking === second) await story.tell("appointment.created", booking);
      await service.until(booking.id, ({ syncState }) => syncState === "InStep", 120_000);
    }
    const [lead, ...others] = await story.leadsOf(person);
    expect(others).toEqual([]);
    expect(await claimed()).toContain(String(lead?.["leadid"]));
    for (const booking of [first, second])
      expect((await story.rowOf(booking))?.["_regardingobjectid_value"]).toBe(lead?.["leadid"]);
  },
);

test("a claim whose lead is closed or somebody else's by now is passed over, one that is deleted is made again", async ({
  service,
  story,
}) => {
  await using _workers = await service.startWorkers();
  const clientOf = (person: Person, index: number) =>
    bookingOf({ ...person, clientId: `${person.clientId}-${index}` });
  const changes = [
    ["closed", 2, (id: string) => service.dynamics.patchRow("leads", id, { statecode: 2, statuscode: 4 })],
    ["renamed", 2, (id: string) => service.dynamics.patchRow("leads", id, { firstname: "Somebody" })],
    ["deleted", 1, (id: string) => service.dynamics.deleteRow("leads", id)],
  ] as const;
  for (const [what, expected, change] of changes) {
    const person = newcomer("Zoë");
    await story.tellAndWait("appointment.created", clientOf(person, 0));
    const [first] = await story.leadsOf(person);
    await change(String(first?.["leadid"]));
    const bookings = [1, 2, 3].map((index) => clientOf(person, index));
    const events = await Promise.all(bookings.map((booking) => story.tell("appointment.created", booking)));
    await Promise.all(
      bookings.map((booking, index) => service.untilDone(booking.id, events[index]?.id ?? "")),
    );
    const leads = await story.leadsOf(person);
    expect(leads, what).toHaveLength(expected);
    const rows = await Promise.all(bookings.map((booking) => story.rowOf(booking)));
    const [regarding, ...others] = new Set(rows.map((row) => row?.["_regardingobjectid_value"]));
    expect(others, what).toEqual([]);
    expect(regarding === first?.["leadid"], what).toBe(what === "deleted");
  }
});
