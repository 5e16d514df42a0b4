/** What is left of the lines that Temporal's SDK logs. The lines are its own, as version 1.24 writes them. */
import { expect, test } from "vitest";
import { createSdkLogFilter } from "../../src/temporal/sdk-log.ts";

const line = (message: string, fields = {}) => ({ level: "WARN" as const, message, fields });
const failureOf = (message: string, cause: string) =>
  `Failure { failure: Some(Failure { message: "${message}", source: "", stack_trace: "at canary", details: Some(Payloads { data: [99, 97] }) }), force_cause: ${cause} }`;

test("a Worker that has Activities only is no warning", () => {
  const filter = createSdkLogFilter();
  const said = line("No workflows registered, not polling for workflow tasks");
  expect(filter(said)?.level).toBe("DEBUG");
  expect(filter(line("No activities registered, not polling for activity tasks"))?.level).toBe("DEBUG");
});

test("a failed Workflow Task is an error with Temporal's sentence, and without what was in the failure", () => {
  const filter = createSdkLogFilter();
  const sentence = "[TMPRL1100] Nondeterminism error: Activity machine does not handle this event";
  const failure = failureOf(sentence, "NonDeterministicError");
  expect(filter(line("Failing workflow task", { runId: "r1", failure }))).toEqual({
    level: "ERROR",
    message: "Failing workflow task",
    fields: { runId: "r1", reason: sentence },
  });
  const ours = failureOf("canary@example.com is not a client", "Unspecified");
  expect(filter(line("Failing workflow task", { runId: "r1", failure: ours }))?.fields).toEqual({
    runId: "r1",
  });
});

test("a refused Search Attribute is named", () => {
  const error =
    "code: 'Client specified an invalid argument', message: \"BadSearchAttributes: Namespace default has no mapping defined for search attribute ProblemType\"";
  expect(createSdkLogFilter()(line("Error while completing workflow activation", { error }))).toMatchObject({
    level: "ERROR",
    fields: {
      reason:
        "BadSearchAttributes: Namespace default has no mapping defined for search attribute ProblemType",
    },
  });
});

test("the same failure is logged once a minute, those of others at once", () => {
  let now = 0;
  const filter = createSdkLogFilter(() => now);
  const failing = (runId: string) =>
    filter(line("Failing workflow task", { runId, failure: failureOf("x", "PayloadsTooLarge") }));
  expect([failing("r1"), failing("r1"), failing("r2")].map((kept) => kept !== undefined)).toEqual([
    true,
    false,
    true,
  ]);
  now = 60_000;
  expect(failing("r1")).toBeDefined();
});

test("an error that Core tells as text is a reason, never 'not an Error'", () => {
  const fields = { error: 'Status { code: Unavailable, message: "tcp connect error" }' };
  expect(
    createSdkLogFilter()(line("gRPC call poll_workflow_task_queue retried 16 times", fields))?.fields,
  ).toEqual({
    reason: fields.error,
  });
  const err = new Error("x");
  expect(createSdkLogFilter()(line("Activity failed", { error: err }))?.fields).toEqual({ err });
});
