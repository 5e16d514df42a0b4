/** When Dynamics asks for a pause, all of the worker pauses: nothing is sent, nothing is lost, nobody is parked. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRefusals } from "../helpers/refusals.ts";
import { type Service, startService } from "../helpers/service.ts";
import { bookingOf, createStory, newcomer } from "../helpers/story.ts";

let service: Service;
let refusals: ReturnType<typeof createRefusals>;
beforeAll(async () => {
  service = await startService();
  refusals = createRefusals(service);
});
afterAll(() => service[Symbol.asyncDispose]());

test.each([
  ["requests", "0x80072322"],
  ["execution time", "0x80072321"],
  ["concurrency", "0X80072326"],
  ["another limit", "0x8005F103"],
])("429 %s: tried again when Retry-After has passed", async (_what, code) => {
  const refusal = await refusals.begin("saveAppointment", { status: 429, code, retryAfter: 1 });
  expect((await refusals.untilDone(refusal)).syncState).toBe("InStep");
  const fared = await refusals.fared(refusal, "saveAppointment");
  expect(fared).toMatchObject({ attempt: 2, type: "DynamicsThrottled" });
  expect(fared.delaySeconds).toBeGreaterThanOrEqual(1);
  expect(fared.delaySeconds).toBeLessThanOrEqual(1.1);
});

test("429 without Retry-After: tried again by Temporal's backoff", async () => {
  const refusal = await refusals.begin("findClient", { status: 429, code: "" });
  expect((await refusals.untilDone(refusal)).syncState).toBe("InStep");
  expect(await refusals.fared(refusal, "findClient")).toMatchObject({
    attempt: 2,
    type: "DynamicsThrottled",
    delaySeconds: undefined,
  });
});

test.each([
  [429, "0x80072322"],
  [503, "0x8004A001"],
])(
  "one %s with Retry-After: nobody sends anything until it has passed, and then all do",
  async (status, code) => {
    const story = createStory(service);
    await service.dynamics.clearRequests();
    const first = await refusals.begin("findClient", { status, code, retryAfter: 5 });
    await expect.poll(() => refusals.pending(first), { timeout: 4_000 }).toBeDefined();
    const bookings = Array.from({ length: 15 }, () => bookingOf(newcomer("Many")));
    const events = await Promise.all(bookings.map((booking) => story.tell("appointment.created", booking)));

    const all = bookings.map((booking, index) => ({
      booking,
      eventId: events[index]?.id ?? "",
      lastName: "",
    }));
    for (const one of [first, ...all]) expect((await refusals.untilDone(one)).syncState).toBe("InStep");
    const fared = await Promise.all(all.map((one) => refusals.fared(one, "findClient")));
    const unsent = fared.filter(({ message }) => /GET \w+: unsent/.test(message));
    expect(unsent.length).toBeGreaterThan(0);
    for (const one of unsent) expect(one).toMatchObject({ type: "DynamicsThrottled", attempt: 2 });

    const [from = 0, ...others] = (await service.dynamics.requests()).map(({ at }) => Date.parse(at));
    expect(others.length).toBeGreaterThanOrEqual(3 * bookings.length);
    expect(Math.min(...others) - from).toBeGreaterThanOrEqual(5_000);
  },
);
