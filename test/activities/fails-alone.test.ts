/** The Activities as a Worker runs them, against a Dynamics that fails for one row, or for all. Over sockets. */
import { type ApplicationFailure } from "@temporalio/common";
import { MockActivityEnvironment } from "@temporalio/testing";
import { DefaultLogger } from "@temporalio/worker";
import { expect, test } from "vitest";
import { createActivities } from "../../src/activities/index.ts";
import { createRowIds } from "../../src/appointments/ids.ts";
import { defaultMapping } from "../../src/appointments/mapping.ts";
import { createDataverseClient } from "../../src/dataverse/client.ts";
import { createWhoAmI } from "../../src/dataverse/who-am-i.ts";
import { annLee, canonicalAppointment } from "../helpers/canonical.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { json, startStandIn, type Told, written } from "../helpers/stand-in.ts";

const ids = createRowIds("https://contoso.crm.dynamics.com", "acme");
const fine = written;
const sqlTimeout = json(500, { error: { code: "0x80044151", message: "" } });
const pause = json(429, {}, { "retry-after": "0" });

async function createCase() {
  const answers = new Map<string, Told>();
  const standIn = closeAfterTest(
    await startStandIn(({ path }) => {
      const [, told = fine] = [...answers].find(([id]) => path.includes(id)) ?? [];
      return told;
    }),
  );
  const { url, dispatcher } = standIn;
  const tokens = { get: async () => "token", renew: async () => "token" };
  const dataverse = createDataverseClient({ url, tokens, dispatcher });
  const activities = createActivities({
    dataverse,
    ids,
    mapping: defaultMapping,
    whoAmI: createWhoAmI(dataverse),
    claimLead: async (_client, ownLeadId) => ownLeadId,
  });
  /** Undefined where it succeeded. */
  const attempt = async (clientId: string, told: Told): Promise<ApplicationFailure | undefined> => {
    const client = { ...annLee, clientId };
    answers.set(ids.leadIdFor(client), told);
    const info = {
      activityType: "createLead",
      workflowExecution: { workflowId: clientId, runId: "run" },
      startToCloseTimeoutMs: 15_000,
    };
    return new MockActivityEnvironment(info, { logger: new DefaultLogger("ERROR", () => undefined) })
      .run(activities.createLead, {
        client,
        appointment: canonicalAppointment(),
      })
      .then(
        () => undefined,
        (failure: ApplicationFailure) => failure,
      );
  };
  return attempt;
}

test.each([
  ["a slow plug-in", sqlTimeout],
  ["a line that is cut each time", "drop"],
] as const)(
  "%s for one row while others pass: parked at the eighth time, with what to do",
  async (_what, told) => {
    const attempt = await createCase();
    for (let index = 1; index <= 7; index++) {
      expect(await attempt("ill", told)).toMatchObject({ type: "DynamicsUnavailable", nonRetryable: false });
      expect(await attempt(`well${index}`, fine)).toBeUndefined();
    }
    const last = await attempt("ill", told);
    expect(last).toMatchObject({ type: "DynamicsUnexpected", nonRetryable: true });
    expect(last?.message).toContain("`retry`");
    // Tried again by a person, it begins anew.
    expect(await attempt("ill", told)).toMatchObject({ nonRetryable: false });
  },
);

test("a time-out after twenty throttled attempts waits a second", async () => {
  const attempt = await createCase();
  for (let index = 0; index < 20; index++) await attempt("one", pause);
  const failure = await attempt("one", sqlTimeout);
  expect(Number(failure?.nextRetryDelay)).toBeGreaterThanOrEqual(1_000);
  expect(Number(failure?.nextRetryDelay)).toBeLessThanOrEqual(1_101);
});
