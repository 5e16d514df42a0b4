/** What is made of answers that neither Dynamics nor the identity provider gave. */
import { ApplicationFailure } from "@temporalio/common";
import { describe, expect, test } from "vitest";
import { toApplicationFailure } from "../../src/activities/failures.ts";
import { DataverseError, DataverseSignInError } from "../../src/dataverse/errors.ts";

function failureOf(error: unknown, count: number): ApplicationFailure {
  const failed = { intention: "save the appointment", people: [], isAlone: false, isHeldBack: false };
  const failure = toApplicationFailure(error, { ...failed, count });
  if (!(failure instanceof ApplicationFailure)) throw new Error("not an ApplicationFailure");
  return failure;
}

describe("by the status, where the answer is not Dynamics' own", () => {
  const facts = {
    kind: "foreign",
    operation: "PATCH appointments",
    answeredBy: "text/html, server: nginx",
  } as const;
  const given = (status: number, attempt = 1) => failureOf(new DataverseError({ ...facts, status }), attempt);

  test("nothing is known of the row: waited out, and said who answered", () => {
    for (const status of [200, 201, 302, 307, 400, 403, 404, 405, 407, 412, 418, 451, 500, 502, 503, 504]) {
      for (const attempt of [1, 5, 1_000]) {
        expect(given(status, attempt)).toMatchObject({ type: "DynamicsUnavailable", nonRetryable: false });
      }
      expect(given(status).message).toMatch(
        /\d{3}, not Dynamics' own answer \(text\/html, server: nginx\)\. .* DATAVERSE_URL .* proxies/,
      );
    }
  });

  test("a demand for fewer requests is throttling, whoever makes it", () => {
    expect(given(429, 1_000)).toMatchObject({ type: "DynamicsThrottled", nonRetryable: false });
  });

  test.each([413, 414, 431])("%s is the same the next time: for a person after five tries", (status) => {
    expect(given(status, 4).nonRetryable).toBe(false);
    expect(given(status, 5)).toMatchObject({ type: "DynamicsRefused", nonRetryable: true });
    expect(given(status, 5).message).toMatch(/A proxy before Dynamics .* raise its limits/);
  });
});

test("a sign-in that never came about is an outage, not a wrong credential", () => {
  const outage = new DataverseSignInError("no_answer", undefined, { isOutage: true });
  for (const attempt of [1, 1_000]) {
    const failure = failureOf(outage, attempt);
    expect(failure).toMatchObject({ type: "DynamicsUnavailable", nonRetryable: false });
    expect(failure.message).toMatch(/no_answer\. The identity provider could not be asked/);
    expect(failure.message).not.toContain("credential");
  }
});
