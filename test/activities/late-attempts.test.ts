/** An attempt that Temporal no longer waits for writes nothing: a newer event may have been written since. Over sockets. */
import { MockActivityEnvironment } from "@temporalio/testing";
import { DefaultLogger } from "@temporalio/worker";
import { afterEach, expect, test, vi } from "vitest";
import type { SaveAppointmentInput } from "../../src/activities/appointments.ts";
import { createActivities } from "../../src/activities/index.ts";
import { createRowIds } from "../../src/appointments/ids.ts";
import { defaultMapping } from "../../src/appointments/mapping.ts";
import { createDataverseClient } from "../../src/dataverse/client.ts";
import { createWhoAmI } from "../../src/dataverse/who-am-i.ts";
import { canonicalAppointment } from "../helpers/canonical.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { json, startStandIn, written } from "../helpers/stand-in.ts";
import { holdTimeLimits } from "../helpers/time-limits.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const limitMs = 15_000;
const userId = "11111111-2222-4333-8444-555555555555";

/** A save that first asks who we are: so much later Dynamics says so, or a token is there. */
async function saveAfter({ whoAmIMs = 0, tokenMs = 0 }) {
  vi.useFakeTimers({ toFake: ["performance"] });
  const standIn = closeAfterTest(
    await startStandIn(({ path }) => {
      if (!path.endsWith("WhoAmI")) return written;
      vi.advanceTimersByTime(whoAmIMs);
      return json(200, { UserId: userId, OrganizationId: userId });
    }),
  );
  const { url, dispatcher } = standIn;
  const get = async () => {
    vi.advanceTimersByTime(tokenMs);
    return "token";
  };
  const dataverse = createDataverseClient({ url, tokens: { get, renew: get }, dispatcher });
  const activities = createActivities({
    dataverse,
    ids: createRowIds(url, "acme"),
    mapping: defaultMapping,
    whoAmI: createWhoAmI(dataverse),
    claimLead: async (_client, ownLeadId) => ownLeadId,
  });
  const info = { activityType: "saveAppointment", startToCloseTimeoutMs: limitMs };
  const attempt = new MockActivityEnvironment(info, { logger: new DefaultLogger("ERROR", () => undefined) });
  const input: SaveAppointmentInput = {
    appointment: canonicalAppointment({ staff: [] }),
    regarding: { table: "lead", id: userId, basis: "created", candidates: 0 },
    clients: {},
    users: {},
    standing: { activityId: userId, modifiedAt: "2027-03-10T10:00:00Z", isClosed: false },
  };
  const saving = attempt.run(activities.saveAppointment, input);
  const failure = await saving.then(
    () => undefined,
    (error: unknown) => error,
  );
  return { failure, writes: standIn.asked.filter(({ method }) => method !== "GET") };
}

test.each([
  ["an answer", { whoAmIMs: limitMs }],
  ["a token", { tokenMs: limitMs / 2 }],
])("nothing is sent once %s has taken all the time", async (_what, slow) => {
  const { failure, writes } = await saveAfter(slow);
  expect(writes).toEqual([]);
  expect(failure).toMatchObject({ type: "DynamicsUnavailable", nonRetryable: false });
});

test("a request has no more time than the attempt", async () => {
  const limits = holdTimeLimits();
  const { failure, writes } = await saveAfter({ whoAmIMs: 8_000 });
  expect([failure, writes.length]).toEqual([undefined, 1]);
  expect(limits.map(({ ms }) => ms)).toEqual([10_000, limitMs * 0.9 - 8_000]);
});
