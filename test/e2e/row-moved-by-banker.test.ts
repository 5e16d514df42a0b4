/** Where a banker put an appointment's row it stays, whatever table that is, whatever happens to the appointment. */
import { expect } from "vitest";
import { retrySignal } from "../../src/workflows/messages.ts";
import { at, type Booking } from "../helpers/events.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

/** Long over: its Workflow ends at once, and the next event starts another. */
const test = testWithService({ settlePeriod: "1 second" })
  .extend("firstOf", { scope: "file" }, ({ service }) => async (set: string, key: string) => {
    const [row] = await service.dynamics.rows(set);
    return String(row?.[key]);
  })
  .extend(
    "putOn",
    { scope: "file" },
    ({ service }) =>
      async (activityId: string, table: string, id: string) =>
        service.dynamics.patchRow("appointments", activityId, {
          [`regardingobjectid_${table}@odata.bind`]: `/${table === "opportunity" ? "opportunities" : `${table}s`}(${id})`,
        }),
  )
  .extend(
    "rowWith",
    { scope: "file" },
    ({ service }) =>
      async (activityId: string) =>
        (await service.dynamics.rows("appointments")).find(({ activityid }) => activityid === activityId),
  );
test.beforeAll(({ service }) =>
  service.dynamics.privileges({
    grant: ["prvReadOpportunity", "prvAppendToOpportunity", "prvAppendToAccount", "prvCreateLead"],
  }),
);

const changes: readonly (readonly [string, Partial<Booking>, object])[] = [
  [
    "moved",
    { status: "Confirmed", start: "2026-03-12 10:00:00", end: "2026-03-12 11:00:00" },
    { statecode: 3 },
  ],
  ["cancelled", { status: "Cancelled" }, { statecode: 2 }],
  ["completed", { status: "Completed" }, { statecode: 1 }],
];

test.for(
  changes.flatMap(([what, change, state]) =>
    (["Confirmed", "Completed"] as const).flatMap((status) =>
      ([true, false] as const).map((isSettled) => [what, change, state, status, isSettled] as const),
    ),
  ),
)(
  "on an opportunity, %s (%#)",
  async ([_what, change, state, status, isSettled], { service, story, firstOf, putOn, rowWith }) => {
    const person = newcomer("Opal");
    const times = isSettled ? {} : { end: new Date(Date.now() + 86_400_000).toISOString() };
    const booking = bookingOf(person, { ...times, status });
    const { saved } = await story.tellAndWait("appointment.created", booking);
    const activityId = saved?.activityId ?? "";
    if (isSettled) await service.workflowOf(booking.id).result();
    const opportunity = await firstOf("opportunities", "opportunityid");
    if (status === "Completed") await reopenByHand(activityId);
    await putOn(activityId, "opportunity", opportunity);
    if (status === "Completed") await closeByHand(activityId);
    const changed = { ...booking, ...change, updatedAt: at(60), notes: "changed" };
    await story.tellAndWait("appointment.updated", { ...changed, ...(isSettled ? {} : times) });
    expect(await rowWith(activityId)).toMatchObject({ ...state, _regardingobjectid_value: opportunity });
    // The client is still the client: known, and at the appointment.
    const leads = await story.leadsOf(person);
    expect(leads).toHaveLength(1);
    const parties = (await rowWith(activityId))?.["parties"] as readonly Record<string, unknown>[];
    expect(JSON.stringify(parties)).toContain(String(leads[0]?.["leadid"]));

    function reopenByHand(id: string) {
      return service.dynamics.patchRow("appointments", id, { statecode: 0, statuscode: 1 });
    }
    function closeByHand(id: string) {
      return service.dynamics.patchRow("appointments", id, { statecode: 1, statuscode: 3 });
    }
  },
);

test("on an account, or on another contact, also when another client takes over", async ({
  story,
  firstOf,
  putOn,
  rowWith,
}) => {
  for (const [table, set, key] of [
    ["account", "accounts", "accountid"],
    ["contact", "contacts", "contactid"],
  ] as const) {
    const [first, second] = [newcomer("Amy"), newcomer("Ben")];
    const booking = bookingOf(first, {
      attendees: [first, second],
      group: true,
      end: new Date(Date.now() + 86_400_000).toISOString(),
    });
    const { saved } = await story.tellAndWait("appointment.created", booking);
    const activityId = saved?.activityId ?? "";
    const id = await firstOf(set, key);
    await putOn(activityId, table, id);
    const attendees = [{ ...first, status: "Cancelled" }, second];
    await story.tellAndWait("attendee.cancelled", { ...booking, attendees, updatedAt: at(60) });
    expect(await rowWith(activityId)).toMatchObject({ _regardingobjectid_value: id, statecode: 3 });
    const [lead] = await story.leadsOf(second);
    expect(JSON.stringify((await rowWith(activityId))?.["parties"])).toContain(String(lead?.["leadid"]));
  }
});

test("a row that a banker took off every record stays off, in the run and after it", async ({
  service,
  story,
  rowWith,
}) => {
  const booking = bookingOf(newcomer("Cleo"));
  const { saved } = await story.tellAndWait("appointment.created", booking);
  const activityId = saved?.activityId ?? "";
  await service.workflowOf(booking.id).result();
  await service.dynamics.patchRow("appointments", activityId, {
    "regardingobjectid_lead@odata.bind": null,
  });
  await story.tellAndWait("appointment.updated", { ...booking, notes: "again", updatedAt: at(60) });
  expect(await rowWith(activityId)).toMatchObject({
    _regardingobjectid_value: null,
    description: expect.stringMatching(/^again/),
  });
});

test.for([
  ["an opportunity", "opportunity", "opportunities", false],
  ["an opportunity, in a new run", "opportunity", "opportunities", true],
  ["another contact", "contact", "contacts", false],
  ["another contact, in a new run", "contact", "contacts", true],
] as const)(
  "a save that was refused, and tried again once everybody was looked up again, leaves the row on %s",
  async ([_what, table, set, isSettled], { service, story, firstOf, putOn, rowWith }) => {
    const [person, guest] = [newcomer("Rosa"), newcomer("Gus")];
    const times = isSettled ? {} : { end: new Date(Date.now() + 86_400_000).toISOString() };
    const booking = bookingOf(person, times);
    const { saved } = await story.tellAndWait("appointment.created", booking);
    const activityId = saved?.activityId ?? "";
    if (isSettled) await service.workflowOf(booking.id).result();
    const id = await firstOf(set, `${table}id`);
    await putOn(activityId, table, id);
    // From here on the Workflow stays open.
    const end = new Date(Date.now() + 86_400_000).toISOString();
    await story.tellAndWait("appointment.updated", { ...booking, end, updatedAt: at(30) });
    // Dynamics says that a row is gone, again and again: everybody is looked up again, then a person decides.
    await service.dynamics.fault({
      path: `appointments(${activityId})`,
      times: 4,
      status: 404,
      code: "0x80040217",
      message: "contact Does Not Exist",
    });
    const attendees = [person, guest];
    await story.tell("appointment.updated", { ...booking, end, attendees, updatedAt: at(60) });
    await service.until(booking.id, ({ syncState }) => syncState === "NeedsAttention");
    await service.dynamics.clearFaults();
    await service.workflowOf(booking.id).signal(retrySignal);
    await service.until(booking.id, ({ syncState }) => syncState === "InStep");
    const row = await rowWith(activityId);
    expect(row).toMatchObject({ _regardingobjectid_value: id, statecode: 3 });
    expect(JSON.stringify(row?.["parties"])).toContain(guest.email);
  },
);
