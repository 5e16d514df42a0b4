/** What a Workflow is told of why Dynamics is not asked. */
import { expect, test } from "vitest";
import { createWorkflowActivities } from "../../src/activities/index.ts";
import { createDataverseClient } from "../../src/dataverse/client.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { json, startStandIn, type Told, tokenDemand } from "../helpers/stand-in.ts";

test.each([
  ["a pause", json(429, {}, { "retry-after": "600" }), "DynamicsThrottled"],
  ["a disabled organisation", json(403, { error: { code: "0x8004A104" } }), "DynamicsUnavailable"],
  ["a token that is not taken", tokenDemand, "DynamicsSignIn"],
] as const)("%s is told by type and since when", async (_what, told: Told, type) => {
  const standIn = closeAfterTest(await startStandIn(() => told));
  const { url, dispatcher } = standIn;
  const tokens = { get: async () => "token", renew: async () => "token" };
  const dataverse = createDataverseClient({ url, tokens, dispatcher });
  const { explainDelay } = createWorkflowActivities({ dataverse });
  expect(await explainDelay()).toBeNull();
  const before = Date.now();
  await expect(dataverse.send({ method: "GET", path: "leads" })).rejects.toThrow();
  const explained = await explainDelay();
  expect(explained?.type).toBe(type);
  expect(Date.parse(explained?.since ?? "")).toBeGreaterThanOrEqual(before);
  expect(Date.parse(explained?.since ?? "")).toBeLessThanOrEqual(Date.now());
});
