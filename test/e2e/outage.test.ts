/** While Dynamics is away the Worker takes no tasks but one at a time; when it is back, all are written. Counted, not timed. */
import { expect } from "vitest";
import type { Booking } from "../helpers/events.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { type Service, startService } from "../helpers/service.ts";
import { bookingOf, createStory, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

const test = testWithService();

const outages = [
  ["a gateway's 502", { status: 502 }],
  ["a cut line", { drop: "before" }],
  ["a database that is away", { status: 500, code: "0x80044150" }],
  ["an organisation that is disabled", { status: 403, code: "0x8004A104" }],
] as const;

/** temporal.api.enums.v1.PendingActivityState */
const scheduled = 1;

/** The pending Activities, one for each Workflow that has one; `isUntouched`: it stands in the Task Queue since it was scheduled. */
async function activitiesOf(service: Service, bookings: readonly Booking[]) {
  const described = await Promise.all(bookings.map(({ id }) => service.workflowOf(id).describe()));
  return described
    .flatMap(({ raw }) => raw.pendingActivities?.[0] ?? [])
    .map(({ attempt, state }) => ({ isUntouched: attempt === 1 && state === scheduled }));
}

test.for(outages)(
  "%s: fifty wait, hardly one is tried, and all are written",
  { timeout: 240_000 },
  async ([_what, fault]) => {
    const service = closeAfterTest(await startService());
    const story = createStory(service);
    const { dynamics } = service;
    await dynamics.fault({ path: "/api/data/", fraction: 1, ...fault });
    const bookings = Array.from({ length: 50 }, () => bookingOf(newcomer("Fay")));
    const events = [];
    for (const booking of bookings) events.push(await story.tell("appointment.created", booking));
    // Some seconds of an outage: three and more requests until it is known, then one after 1 s, 2 s, 4 s.
    await expect.poll(async () => (await dynamics.requests()).length, { timeout: 60_000 }).toBeGreaterThan(5);
    await expect.poll(async () => (await activitiesOf(service, bookings)).length).toBe(bookings.length);
    const untouched = (await activitiesOf(service, bookings)).filter(({ isUntouched }) => isUntouched);
    expect(untouched.length).toBeGreaterThan(35);
    const sentWhileAway = (await dynamics.requests()).length;
    await dynamics.clearFaults();
    for (const [index, { id }] of bookings.entries()) await service.untilDone(id, events[index]?.id ?? "");
    // Three for each appointment: what is sent to see whether Dynamics is back are the appointments' own requests.
    const sent = (await dynamics.requests()).filter(({ status }) => status >= 200 && status < 300).length;
    expect(sent).toBe(3 * bookings.length);
    expect(sentWhileAway).toBeLessThan(25);
    expect(await dynamics.newAppointments()).toHaveLength(bookings.length);
  },
);
